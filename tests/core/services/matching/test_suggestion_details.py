"""What a mentee is told about one mentor, what happened before, and what settings change."""

from uuid import UUID

import pytest

from core.domain.match import EndReason, MatchState
from core.domain.matching_settings import MOST, OFF
from core.domain.must_have import MustHave
from core.errors import NotFoundError
from tests.core.services.matching.programme import Programme, ids, rounded


@pytest.fixture
def programme():
    return Programme()


class TestHistory:
    def test_a_mentor_already_asked_stays_with_the_state(self, programme):
        mentor = programme.mentor(skills_offered=("law",))
        me = programme.mentee(goals=("law",))
        programme.match(me, mentor, MatchState.OFFERED)
        (item,) = programme.shown(me).items
        assert item.match.state is MatchState.OFFERED

    @pytest.mark.parametrize("state", [MatchState.PROPOSED, MatchState.APPROVED])
    def test_what_nobody_was_told_is_not_told_here(self, programme, state):
        mentor = programme.mentor(skills_offered=("law",))
        me = programme.mentee(goals=("law",))
        programme.match(me, mentor, state)
        (item,) = programme.shown(me).items
        assert item.match is None

    @pytest.mark.parametrize(
        ("state", "reason"),
        [
            (MatchState.ENDED, EndReason.DECLINED),
            (MatchState.ENDED, EndReason.LEFT),
            (MatchState.COMPLETED, None),
        ],
    )
    def test_never_the_same_pair_twice(self, programme, state, reason):
        mentor = programme.mentor(skills_offered=("law",))
        me = programme.mentee(goals=("law",))
        programme.match(me, mentor, state, reason)
        found = programme.shown(me)
        assert found.items == ()
        assert len(found.left_out) == 1

    @pytest.mark.parametrize("reason", [EndReason.WITHDRAWN, EndReason.EXPIRED])
    def test_a_withdrawn_or_expired_request_may_be_repeated(self, programme, reason):
        mentor = programme.mentor(skills_offered=("law",))
        me = programme.mentee(goals=("law",))
        programme.match(me, mentor, MatchState.ENDED, reason)
        (item,) = programme.shown(me).items
        assert item.match.end_reason is reason

    def test_the_newest_counts(self, programme):
        mentor = programme.mentor(skills_offered=("law",), capacity=2)
        me = programme.mentee(goals=("law",))
        programme.match(me, mentor, MatchState.ENDED, EndReason.WITHDRAWN)
        programme.match(me, mentor, MatchState.ACCEPTED)
        (item,) = programme.shown(me).items
        assert (item.match.state, item.free_places) == (MatchState.ACCEPTED, 1)

    def test_my_own_mentees_are_no_history_with_mentors(self, programme):
        other = programme.mentor(skills_offered=("law",))
        me = programme.mentee(goals=("law",))
        programme.match(other, me, MatchState.ENDED, EndReason.DECLINED)
        assert ids(programme.shown(me)) == [other]


class TestDetail:
    def test_is_what_the_list_shows(self, programme):
        mentors = [programme.mentor(skills_offered=(skill,)) for skill in ("law", "physics")]
        me = programme.mentee(skills_wanted=("physics",))
        listed = {item.person.id: item for item in programme.shown(me).items}
        for mentor in mentors:
            assert rounded(programme.detail(me, mentor)) == rounded(listed[mentor])

    def test_a_full_mentor_is_explained_and_says_why_not(self, programme):
        mentor = programme.mentor(skills_offered=("law",), capacity=0)
        item = programme.detail(programme.mentee(goals=("law",)), mentor)
        assert str(item.why_not) == "This mentor has no free place at the moment."
        assert item.free_places == 0
        assert item.candidate.reasons

    def test_one_who_was_asked_has_a_match_instead_of_a_why_not(self, programme):
        mentor = programme.mentor(skills_offered=("law",))
        me = programme.mentee(goals=("law",))
        programme.match(me, mentor, MatchState.ACCEPTED)
        item = programme.detail(me, mentor)
        assert (item.why_not, item.match.state) == (None, MatchState.ACCEPTED)

    def test_strangers_and_those_who_avoid_me_look_the_same(self, programme):
        me = programme.mentee(goals=("law",))
        shy = programme.mentor(skills_offered=("law",), avoid=frozenset({me}))
        for who in (shy, UUID(int=404), programme.mentee(goals=("x",)), me):
            with pytest.raises(NotFoundError, match="not a mentor in this programme"):
                programme.detail(me, who)

    def test_works_before_the_mentee_wrote_anything(self, programme):
        mentor = programme.mentor(skills_offered=("law",))
        assert programme.detail(programme.mentee(), mentor).candidate.changes == ()


class TestSettings:
    def test_what_managers_find_important_changes_the_order(self, programme):
        near = programme.mentor(location="Rome", skills_offered=("law",))
        fitting = programme.mentor(location="Bonn", skills_offered=("Python",))
        mentee = programme.mentee(location="Rome", skills_wanted=("Python",))
        assert ids(programme.shown(mentee)) == [fitting, near]
        programme.decide(importance={"location": MOST, "skills": OFF})
        assert ids(programme.shown(mentee)) == [near, fitting]
        told = {reason.feature for reason in programme.shown(mentee).items[0].candidate.reasons}
        assert "skills" not in told

    def test_a_must_have_leaves_mentors_out_and_says_so(self, programme):
        here, there = programme.mentor(location="Rome"), programme.mentor(location="Bonn")
        mentee = programme.mentee(location="Rome", skills_wanted=("Python",))
        programme.decide(must_haves=frozenset({MustHave.PLACE}))
        shown = programme.shown(mentee)
        assert ids(shown) == [here]
        assert [str(words) for words in shown.left_out] == ["They are in another place: 1"]
        assert "in another place" in str(programme.detail(mentee, there).why_not)

    def test_a_programme_may_let_pairs_meet_again(self, programme):
        mentor, mentee = programme.mentor(), programme.mentee(goals=("Grow",))
        programme.match(mentee, mentor, MatchState.COMPLETED)
        assert ids(programme.shown(mentee)) == []
        programme.decide(repeat_pairs=True)
        assert ids(programme.shown(mentee)) == [mentor]
        assert programme.detail(mentee, mentor).why_not is None

    def test_who_did_not_agree_is_not_suggested(self, programme):
        mentor, mentee = programme.mentor(), programme.mentee(goals=("Grow",))
        programme.entered_by_others(mentor)
        shown = programme.shown(mentee)
        assert ids(shown) == []
        assert "not agreed" in str(shown.left_out[0])
