"""What an answer, or a step of somebody, does to the list and to the other requests."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.choice import ChoiceState
from core.domain.match import EndReason, MatchState
from core.domain.program import Role
from core.errors import ConflictError, InvalidInputError
from core.services.requests.steps import step
from tests.core.services.requests.lists import listed, names, request_to


class TestAnswers:
    def test_a_yes_ends_the_search_and_the_other_requests(self, campus, mia, three):
        ada, ben, cleo = three
        listed(campus, mia, [ada, cleo])
        campus.requests.ask(mia, ben.person_id)
        campus.requests.accept(ben, request_to(campus, ben).id)
        assert campus.choices.mine(mia).entries == ()
        assert campus.choices.mine(mia).search is None
        (lost,) = [v.match for v in campus.requests.mine(ada)]
        assert lost.end_reason is EndReason.PLACED
        assert "found another mentor" in campus.told(ada)[-1]
        assert "accepted" in campus.told(mia)[-1]
        for again in (
            lambda: campus.choices.add(mia, ada.person_id),
            lambda: campus.choices.send(mia),
            lambda: campus.requests.ask(mia, ada.person_id),
        ):
            with pytest.raises(ConflictError, match="You have a mentor"):
                again()

    def test_a_programme_may_give_several_mentors(self, campus, mia, three):
        campus.set_program(mentors_per_mentee=2)
        listed(campus, mia, three)
        for mentor in three[:2]:
            campus.requests.accept(mentor, request_to(campus, mentor).id)
            campus.take_turns()
        assert campus.choices.mine(mia).entries == ()
        states = [view.match.state for view in campus.requests.mine(mia)]
        assert states == [MatchState.ACCEPTED] * 2

    def test_a_list_without_anybody_left_after_a_yes_is_done(self, campus, mia, three):
        campus.set_program(mentors_per_mentee=2)
        listed(campus, mia, three[:1])
        campus.requests.accept(three[0], request_to(campus, three[0]).id)
        campus.take_turns()
        assert campus.choices.mine(mia).search is None
        assert "waitlist" not in " ".join(campus.told(mia))

    def test_a_yes_that_comes_too_late_is_refused(self, campus, mia, three):
        ada, ben, _ = three
        campus.set_program(mentors_per_mentee=2)
        for mentor in (ada, ben):
            campus.requests.ask(mia, mentor.person_id)
        campus.requests.accept(ada, request_to(campus, ada).id)
        campus.set_program(mentors_per_mentee=1)
        with pytest.raises(ConflictError, match="found another mentor"):
            campus.requests.accept(ben, request_to(campus, ben).id)

    def test_somebody_placed_by_other_means_searches_no_more(self, campus, mia, three):
        listed(campus, mia, three[:1])
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        (view,) = campus.requests.mine(mia)
        with campus.storage.tenant(campus.organization.id) as work:
            accepted = replace(view.match, state=MatchState.ACCEPTED, end_reason=None)
            work.matches.own("matches")[accepted.id] = accepted
        campus.take_turns()
        assert campus.choices.mine(mia).search is None

    def test_later_is_not_no(self, campus, mia, three):
        ada, ben, _ = three
        listed(campus, mia, [ada, ben])
        match = request_to(campus, ada)
        ended = campus.requests.later(ada, match.id, 2)
        assert (ended.state, ended.end_reason) == (MatchState.ENDED, EndReason.LATER)
        now = campus.choices.mine(mia)
        assert (names(now.asked), names(now.next)) == (["Ben"], ["Ada"])
        (entry,) = now.next
        assert entry.choice.state is ChoiceState.LATER
        assert entry.choice.not_before == campus.clock.now() + timedelta(weeks=2)
        with pytest.raises(ConflictError, match="asked for time"):
            campus.requests.ask(mia, ada.person_id)
        campus.requests.decline(ben, request_to(campus, ben).id)
        assert campus.choices.mine(mia).search.waitlisted_at is not None
        campus.clock.advance(weeks=2)
        campus.take_turns()
        assert names(campus.choices.mine(mia).asked) == ["Ada"]

    @pytest.mark.parametrize("weeks", [0, 27])
    def test_how_much_later_makes_sense(self, campus, mia, three, weeks):
        listed(campus, mia, three)
        with pytest.raises(InvalidInputError) as refused:
            campus.requests.later(three[0], request_to(campus, three[0]).id, weeks)
        assert "from 1 to 26" in str(refused.value.fields["weeks"][0])

    def test_a_withdrawn_request_leaves_the_list(self, campus, mia, three):
        sent = listed(campus, mia, three[:2])
        campus.requests.withdraw(mia, sent.asked[0].match.id)
        now = campus.choices.mine(mia)
        assert (names(now.entries), names(now.asked)) == (["Ben"], ["Ben"])
        assert campus.told(mia) == []
        campus.requests.withdraw(mia, now.asked[0].match.id)
        assert campus.choices.mine(mia).search is None

    def test_who_is_asked_is_not_simply_taken_off_or_added_again(self, campus, mia, three):
        listed(campus, mia, three)
        with pytest.raises(ConflictError, match="Withdraw the request first"):
            campus.choices.remove(mia, three[0].person_id)
        with pytest.raises(ConflictError, match="Wait for the answer"):
            campus.choices.add(mia, three[0].person_id)

    def test_taking_the_last_one_off_ends_the_search(self, campus, mia, three):
        listed(campus, mia, three[:1])
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        campus.choices.remove(mia, three[0].person_id)
        assert campus.choices.mine(mia).search is None

    def test_stopping_takes_everything_back(self, campus, mia, three):
        listed(campus, mia, three)
        campus.choices.stop(mia)
        assert campus.choices.mine(mia).entries == ()
        (match,) = [view.match for view in campus.requests.mine(mia)]
        assert match.end_reason is EndReason.WITHDRAWN
        campus.take_turns()
        assert len(campus.requests.mine(mia)) == 1

    def test_one_request_is_a_list_of_one(self, campus, mia, three):
        campus.requests.ask(mia, three[0].person_id, "Please")
        now = campus.choices.mine(mia)
        assert (names(now.asked), now.asked[0].choice.note) == (["Ada"], "Please")
        assert now.search.began_at == campus.clock.now()
        campus.requests.ask(mia, three[1].person_id)
        assert names(campus.choices.mine(mia).asked) == ["Ada", "Ben"]

    def test_who_leaves_leaves_nobody_waiting(self, campus, mia, three):
        ada, ben, _ = three
        noa = campus.mentee("Noa")
        listed(campus, noa, [ada])
        listed(campus, mia, [ada, ben])
        campus.participations.leave(ada, Role.MENTOR)
        campus.participations.leave(noa, Role.MENTEE)
        campus.take_turns()
        assert names(campus.choices.mine(mia).asked) == ["Ben"]
        assert campus.choices.mine(noa).search is None

    def test_a_paused_mentee_asks_nobody_and_keeps_the_place(self, campus, mia, three):
        listed(campus, mia, three)
        campus.participations.update(mia, Role.MENTEE, paused=True)
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        assert campus.choices.mine(mia).asked == ()
        campus.participations.update(mia, Role.MENTEE, paused=False)
        campus.take_turns()
        assert names(campus.choices.mine(mia).asked) == ["Ben"]

    def test_a_request_that_something_else_ended_holds_nobody_up(self, campus, mia, three):
        sent = listed(campus, mia, three[:2])
        match = sent.asked[0].match
        with campus.storage.tenant(campus.organization.id) as work:
            step(work, match, MatchState.ENDED, None, campus.clock, EndReason.EXPIRED)
        campus.take_turns()
        now = campus.choices.mine(mia)
        assert (names(now.passed), names(now.asked)) == (["Ada"], ["Ben"])

    def test_somebody_met_in_a_group_is_not_asked_once_more(self, campus, mia, three):
        ada, ben, _ = three
        listed(campus, mia, [ada, ben])
        campus.requests.later(ada, request_to(campus, ada).id, 1)
        with campus.storage.tenant(campus.organization.id) as work:
            (asked,) = work.matches.of_program(campus.program.id, {MatchState.OFFERED})
            fresh, group = campus.entropy.uuid(), campus.entropy.uuid()
            met = {"mentor_id": ada.person_id, "state": MatchState.ACCEPTED, "group_id": group}
            work.matches.add(replace(asked, id=fresh, **met))
        campus.requests.decline(ben, asked.id)
        campus.clock.advance(weeks=2)
        campus.take_turns()
        assert campus.choices.mine(mia).search.waitlisted_at is not None
        campus.choices.remove(mia, ada.person_id)
        with pytest.raises(ConflictError, match="match between you already"):
            campus.choices.add(mia, ada.person_id)
