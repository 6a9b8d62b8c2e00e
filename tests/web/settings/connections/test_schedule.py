"""When a connection is read: its schedule, a span of time, pauses."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.connection import ConnectionStatus
from core.domain.people_rules import LinkKey, LinkRule
from core.domain.sync import Trigger
from tests.web.hub import ORGANIZATION


class TestSchedule:
    def form(self, desk, **typed):
        address = f"{desk.one}/schedule"
        return desk.send(
            desk.get(address), address, **({"every": "1440", "held_share": "10"} | typed)
        )

    def test_it_is_stored_with_the_rules(self, hub, desk):
        desk.add()
        rules = {"rule-1": ["employee_number"], "rule-3": ["email", "name"]}
        answer = self.form(desk, every="15", held_share="25", **rules)
        assert "The schedule and the rules are stored." in desk.follow(answer).text
        made = hub.the_connection()
        assert (made.every, made.held_share) == (timedelta(minutes=15), 0.25)
        assert made.link_rules == (
            LinkRule(frozenset({LinkKey.EMPLOYEE_NUMBER})),
            LinkRule(frozenset({LinkKey.EMAIL, LinkKey.NAME})),
        )
        page = desk.get(f"{desk.one}/schedule").text
        assert page.count("checked") == 3
        assert "Rule 3" in page
        assert "Rule 4" not in page
        assert '<option value="15" selected>' in page

    def test_a_rule_that_proves_nothing_is_told_at_the_rule(self, hub, desk):
        desk.add()
        page = self.form(desk, **{"rule-1": ["email"]})
        assert page.status_code == 422
        assert 'id="rule-1-wrong"' in page.text
        assert '<a href="#rule-1">Rule 1</a>' in page.text
        assert page.text.count("checked") == 1
        assert hub.the_connection().link_rules == ()

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"held_share": "many"}, "held_share"),
            ({"held_share": "101"}, "held_share"),
            ({"every": "1"}, "every"),
        ],
    )
    def test_other_wrong_answers(self, desk, typed, field):
        desk.add()
        page = self.form(desk, **typed)
        assert page.status_code == 422
        assert f'id="{field}-wrong"' in page.text

    def test_an_older_form_stores_nothing(self, hub, desk):
        desk.add()
        address = f"{desk.one}/schedule"
        form = desk.get(address)
        hub.clock.advance(seconds=5)
        desk.send(form, address, every="60", held_share="10")
        assert desk.send(form, address, every="15", held_share="10").status_code == 409

    def test_an_unusual_schedule_stays(self, hub, desk):
        desk.add()
        with hub.storage.tenant(ORGANIZATION) as work:
            made = hub.the_connection()
            odd = replace(made, every=timedelta(minutes=50), version=made.version + 1)
            work.connections.update(odd)
        assert "every 50 minutes" in desk.get(f"{desk.one}/schedule").text
        desk.press("dry-run")
        hub.reader.work()
        assert "every 50 minutes" in desk.get(desk.one).text


class TestBackfill:
    def test_a_span_of_days(self, hub, desk):
        page = desk.has_on()
        hub.clock.advance(seconds=60)
        address = f"{desk.one}/backfill"
        answer = desk.send(page, address, since="2026-03-01", until="2026-03-02")
        assert "for this span of time" in desk.follow(answer).text
        run = hub.runs()[0]
        assert run.trigger is Trigger.BACKFILL
        assert run.window.until - run.window.since == timedelta(days=2)
        hub.reader.work()
        assert "changed from" in desk.get(f"{desk.one}/runs/{run.id}").text

    def test_what_is_no_span(self, desk):
        page = desk.has_on()
        address = f"{desk.one}/backfill"
        for typed, field in (
            ({"since": "", "until": "2026-03-02"}, "since"),
            ({"since": "2026-03-01", "until": "soon"}, "until"),
            ({"since": "2026-03-09", "until": "2026-03-02"}, "since"),
            ({"since": "2026-03-01", "until": "9999-12-31"}, "since"),
        ):
            answer = desk.send(page, address, **typed)
            assert answer.status_code == 422
            assert f'id="{field}-wrong"' in answer.text

    def test_it_is_offered_where_the_source_can_tell(self, hub, desk):
        page, form = desk.has_on(), f'action="{desk.one}/backfill"'
        assert form in page.text
        source = hub.connectors["fake"]
        source.streams = [replace(stream, backfills=False) for stream in source.streams]
        assert form not in desk.get(desk.one).text
        days = {"since": "2026-03-01", "until": "2026-03-02"}
        assert desk.send(page, f"{desk.one}/backfill", **days).status_code == 409

    def test_not_while_a_run_is_going_on(self, desk):
        page = desk.has_on()
        desk.press("run")
        answer = desk.send(page, f"{desk.one}/backfill", since="2026-03-01", until="2026-03-02")
        assert answer.status_code == 409


class TestPausing:
    def test_it_is_read_no_more_until_it_is_turned_on(self, hub, desk):
        desk.has_on()
        page = desk.follow(desk.press("pause"))
        assert "The connection is paused." in page.text
        assert hub.the_connection().status is ConnectionStatus.PAUSED
        assert ">Paused</span>" in page.text
        desk.follow(desk.press("on"))
        assert hub.the_connection().status is ConnectionStatus.ON
