"""Days to answer, and reminders on the way."""

from dataclasses import replace
from datetime import timedelta

from core.services.requests.response_clocks import ResponseClocks
from tests.core.services.requests.lists import listed, request_to


class TestTheClock:
    def test_reminders_come_half_way_and_a_day_before(self, campus, mia, three):
        listed(campus, mia, three[:1])
        for hours in (35, 1, 12, 12, 11):
            campus.clock.advance(hours=hours)
            campus.take_turns()
        assert campus.told(three[0])[1:] == [
            "A mentee waits for your answer. Hours left: 36.",
            "A mentee waits for your answer. Hours left: 24.",
        ]

    def test_a_programme_sets_the_days_and_may_do_without_reminders(self, campus, mia, three):
        campus.set_program(response_days=7, reminders=False)
        sent = listed(campus, mia, three[:1])
        assert sent.asked[0].match.answer_by == campus.clock.now() + timedelta(days=7)
        campus.clock.advance(days=6, hours=23)
        campus.take_turns()
        assert len(campus.told(three[0])) == 1

    def test_a_clock_that_nobody_started_starts_when_it_is_seen(self, campus, mia, three):
        asked = campus.requests.ask(mia, three[0].person_id)
        with campus.storage.tenant(campus.organization.id) as work:
            work.matches.own("matches")[asked.id] = replace(asked, answer_by=None)
        campus.clock.advance(days=30)
        campus.take_turns()
        now = request_to(campus, three[0])
        assert now.answer_by == campus.clock.now() + timedelta(days=3)

    def test_a_programme_that_is_gone_needs_nothing(self, campus):
        clocks = ResponseClocks(campus.storage, campus.clock, campus.entropy)
        gone = str(campus.organization.id)
        clocks.take_turns(organization_id=gone, program_id=gone)
        assert campus.storage.jobs == []
