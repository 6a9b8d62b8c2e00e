"""How requests go down the list, and who waits for whom."""

from datetime import timedelta

import pytest

from core.domain.match import EndReason
from core.domain.program import Role
from core.errors import ConflictError
from tests.core.services.requests.lists import listed, names, request_to


class TestDownTheList:
    def test_the_first_is_asked_at_once_with_the_note_and_a_clock(self, campus, mia, three):
        sent = listed(campus, mia, three)
        assert (names(sent.asked), names(sent.next)) == (["Ada"], ["Ben", "Cleo"])
        match = sent.asked[0].match
        assert match.note == f"Dear {three[0].person_id.int}"
        assert match.score == 0.5
        assert match.answer_by == campus.clock.now() + timedelta(days=3)
        (born,) = campus.history(match.id)
        assert born.actor_id == mia.person_id
        assert campus.told(three[0]) == ["A mentee asks you to be their mentor. Days to answer: 3."]
        assert names(campus.choices.send(mia).asked) == ["Ada"]
        assert campus.told(mia) == []

    def test_a_no_asks_the_next_in_the_same_moment(self, campus, mia, three):
        listed(campus, mia, three)
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        now = campus.choices.mine(mia)
        assert (names(now.passed), names(now.asked), names(now.next)) == (
            ["Ada"],
            ["Ben"],
            ["Cleo"],
        )
        (born,) = campus.history(now.asked[0].match.id)
        assert born.actor_id is None
        assert "The next one on your list is asked." in campus.told(mia)[0]

    def test_no_answer_in_time_asks_the_next(self, campus, mia, three):
        listed(campus, mia, three)
        campus.clock.advance(days=3)
        campus.take_turns()
        now = campus.choices.mine(mia)
        assert (names(now.passed), names(now.asked)) == (["Ada"], ["Ben"])
        assert now.passed[0].match.end_reason is EndReason.EXPIRED
        assert "pause" in campus.told(three[0])[-1]
        before = campus.storage.tables.rows["jobs"].copy()
        campus.take_turns()
        assert names(campus.choices.mine(mia).asked) == ["Ben"]
        assert campus.storage.tables.rows["jobs"] == before

    def test_who_became_full_paused_or_away_is_skipped_but_stays(self, campus, mia, three):
        dan, eve = campus.mentor("Dan"), campus.mentor("Eve")
        listed(campus, mia, [*three, dan, eve])
        campus.match(campus.mentee("Ole"), three[1])
        campus.participations.update(three[2], Role.MENTOR, paused=True)
        with campus.storage.tenant(campus.organization.id) as work:
            away = work.participations.get(campus.program.id, dan.person_id, Role.MENTOR)
            work.participations.set_away([away.id], away=True)
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        now = campus.choices.mine(mia)
        assert (names(now.asked), names(now.next)) == (["Eve"], ["Ben", "Cleo", "Dan"])

    def test_an_exhausted_list_leads_to_the_waitlist_once(self, campus, mia, three):
        listed(campus, mia, three[:1])
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        waiting = campus.choices.mine(mia)
        assert waiting.search.waitlisted_at == campus.clock.now()
        campus.clock.advance(hours=1)
        campus.take_turns()
        assert campus.choices.mine(mia) == waiting
        (told,) = campus.told(mia)
        assert "you are on the waitlist" in told

    def test_the_waitlist_ends_when_somebody_is_put_on_the_list(self, campus, mia, three):
        listed(campus, mia, three[:1])
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        began = campus.choices.mine(mia).search.began_at
        campus.clock.advance(days=1)
        now = campus.choices.add(mia, three[1].person_id)
        assert names(now.asked) == ["Ben"]
        assert (now.search.waitlisted_at, now.search.began_at) == (None, began)

    @pytest.mark.parametrize("how", ["capacity", "unpaused", "ended", "left and back"])
    def test_a_mentor_with_room_again_gets_who_waits_longest(self, campus, three, how):
        ada = three[0]
        mentees = [campus.mentee(name) for name in ("Mia", "Noa", "Oda")]
        for mentee in mentees:
            campus.choices.add(mentee, ada.person_id)
        ole = campus.mentee("Ole")
        match = campus.match(ole, ada)
        if how == "unpaused":
            campus.requests.end(ada, match.id)
            campus.participations.update(ada, Role.MENTOR, paused=True)
        campus.set_program(mentor_request_limit=1)
        for mentee in (mentees[1], mentees[0], mentees[2]):
            campus.clock.advance(hours=1)
            assert campus.choices.send(mentee).search.waitlisted_at is not None
        if how == "capacity":
            campus.participations.update(ada, Role.MENTOR, capacity=2)
        if how == "unpaused":
            campus.participations.update(ada, Role.MENTOR, paused=False)
        if how == "ended":
            campus.requests.end(ole, match.id)
        if how == "left and back":
            campus.participations.leave(ada, Role.MENTOR)
            campus.participations.join(ada, Role.MENTOR)
        campus.take_turns()
        asked = [names(campus.choices.mine(mentee).asked) for mentee in mentees]
        assert asked == [[], ["Ada"], []]
        assert "has room again" in campus.told(mentees[1])[-1]

    def test_a_mentor_has_only_so_many_requests_to_answer(self, campus, three):
        campus.set_program(mentor_request_limit=1)
        ada, ben, _ = three
        campus.participations.update(ada, Role.MENTOR, capacity=5)
        mia, noa, oda = [campus.mentee(name) for name in ("Mia", "Noa", "Oda")]
        assert names(listed(campus, mia, [ada]).asked) == ["Ada"]
        # The next one has room: nobody waits for a popular mentor before asking them.
        assert names(listed(campus, noa, [ada, ben]).asked) == ["Ben"]
        queued = listed(campus, oda, [ada])
        assert (queued.asked, queued.search.waitlisted_at) == ((), None)
        with pytest.raises(ConflictError, match="many requests to answer"):
            campus.requests.ask(campus.mentee("Pia"), ada.person_id)
        campus.requests.accept(ada, request_to(campus, ada).id)
        campus.take_turns()
        assert names(campus.choices.mine(oda).asked) == ["Ada"]
        assert names(campus.choices.mine(noa).asked) == ["Ben"]

    def test_who_is_queued_after_a_no_is_told(self, campus, mia, three):
        campus.set_program(mentor_request_limit=1)
        ada, ben, _ = three
        campus.requests.ask(campus.mentee("Ole"), ben.person_id)
        listed(campus, mia, [ada, ben])
        campus.requests.decline(ada, request_to(campus, ada).id)
        assert "answer other requests first" in campus.told(mia)[-1]
        campus.take_turns()
        assert len(campus.told(mia)) == 1

    def test_requests_to_a_mentor_who_is_full_go_on_and_stay_on_the_list(self, campus, three):
        ada, ben, _ = three
        mia, noa = campus.mentee(), campus.mentee("Noa")
        listed(campus, mia, [ada])
        listed(campus, noa, [ada, ben])
        campus.requests.accept(ada, campus.choices.mine(mia).asked[0].match.id)
        campus.take_turns()
        now = campus.choices.mine(noa)
        assert (names(now.asked), names(now.next)) == (["Ben"], ["Ada"])
        (ended,) = [v.match for v in campus.requests.mine(noa) if v.match.end_reason]
        assert ended.end_reason is EndReason.FULL
