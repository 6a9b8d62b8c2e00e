"""Suggestions on the in-memory storage: who is shown, to whom, and what stays private."""

from collections import Counter
from contextlib import contextmanager
from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.match import MatchState
from core.errors import ForbiddenError, NotFoundError
from core.services.matching.suggestions import Suggestions
from tests.core.services.matching.programme import ORGANIZATION, Programme, ids
from tests.fakes.encoder import FakeEncoder
from tests.fakes.storage import FakeStorage


@pytest.fixture
def programme():
    return Programme()


class TestRanking:
    def test_the_fitting_mentor_comes_first_with_reasons(self, programme):
        law = programme.mentor(skills_offered=("law",), name="Lou")
        physics = programme.mentor(skills_offered=("physics",), name="Pia", capacity=2)
        me = programme.mentee(skills_wanted=("physics",))
        found = programme.shown(me)
        assert ids(found) == [physics, law]
        best = found.items[0]
        assert (best.person.name, best.free_places, best.match) == ("Pia", 2, None)
        assert best.candidate.low < best.candidate.score < best.candidate.high
        assert "physics" in str(best.candidate.reasons[0].sentence)

    def test_a_cold_programme_says_so(self, programme):
        assert programme.shown(programme.mentee(goals=("x",))).cold

    def test_no_more_than_asked_for(self, programme):
        for _ in range(4):
            programme.mentor(skills_offered=("law",))
        assert len(programme.shown(programme.mentee(goals=("law",)), limit=3).items) == 3

    def test_mentees_are_not_mentors(self, programme):
        programme.mentee(skills_offered=("physics",))
        assert programme.shown(programme.mentee(goals=("physics",))).items == ()

    def test_without_goal_or_skill_nothing_is_ranked(self, programme):
        programme.mentor(skills_offered=("law",))
        found = programme.shown(programme.mentee(languages=("en",)))
        assert (found.ready, found.items) == (False, ())

    @pytest.mark.parametrize("joined", [False, True])
    def test_mentors_are_shown_to_mentees_of_their_programme_only(self, programme, joined):
        mentor = programme.mentor(skills_offered=("law",))
        outsider = programme.mentor(goals=("law",)) if joined else UUID(int=999)
        for look in (programme.shown, lambda who: programme.detail(who, mentor)):
            with pytest.raises(ForbiddenError, match="Join this programme as a mentee"):
                look(outsider)

    def test_outside_a_programme_there_is_nothing_to_rank(self, programme):
        actor = Actor(organization_id=ORGANIZATION, person_id=UUID(int=1))
        with pytest.raises(NotFoundError, match="no mentoring programme"):
            programme.suggestions.for_mentee(actor)


class TestReading:
    def test_all_texts_read(self, programme):
        programme.mentor(skills_offered=("law",))
        assert not programme.shown(programme.mentee(goals=("law",))).reading

    @pytest.mark.parametrize(("mine", "theirs"), [(True, False), (False, True), (False, False)])
    def test_pending_texts_are_told_and_harm_nothing(self, programme, mine, theirs):
        mentor = programme.mentor(skills_offered=("law",), encoded=theirs)
        found = programme.shown(programme.mentee(goals=("labour law",), encoded=mine))
        assert found.reading
        assert ids(found) == [mentor]

    def test_vectors_of_another_model_do_not_count(self, programme):
        programme.mentor(skills_offered=("law",))
        me = programme.mentee(goals=("law",))
        programme.suggestions = Suggestions(programme.storage, programme.clock, "another")
        assert programme.shown(me).reading


class TestRules:
    def test_full_and_paused_mentors_are_left_out(self, programme):
        full = programme.mentor(skills_offered=("law",))
        programme.mentor(skills_offered=("law",), paused=True)
        programme.match(programme.mentee(goals=("x",)), full, MatchState.ACTIVE)
        found = programme.shown(programme.mentee(goals=("law",)))
        assert found.items == ()
        assert [str(words) for words in found.left_out] == [
            "They have no free place at the moment: 1"
        ]

    def test_an_offer_takes_no_place_yet(self, programme):
        mentor = programme.mentor(skills_offered=("law",))
        programme.match(programme.mentee(goals=("x",)), mentor, MatchState.OFFERED)
        assert ids(programme.shown(programme.mentee(goals=("law",)))) == [mentor]

    def test_whom_i_avoid_is_counted_and_who_avoids_me_is_not(self, programme):
        mentor = programme.mentor(skills_offered=("law",))
        me = programme.mentee(goals=("law",), avoid=frozenset({mentor}))
        programme.mentor(skills_offered=("law",), avoid=frozenset({me}))
        found = programme.shown(me)
        assert found.items == ()
        assert [str(words) for words in found.left_out] == [
            "You asked not to be matched with them: 1"
        ]

    def test_whom_a_mentor_avoids_is_never_shown(self, programme):
        mentor = programme.mentor(skills_offered=("law",), avoid=frozenset({UUID(int=77)}))
        me = programme.mentee(goals=("law",))
        assert programme.shown(me).items[0].profile.avoid == frozenset()
        assert programme.detail(me, mentor).profile.avoid == frozenset()


def test_the_number_of_queries_does_not_depend_on_the_number_of_mentors(programme, monkeypatch):
    calls = Counter()
    open_unit = FakeStorage.tenant

    class Counting:
        def __init__(self, target):
            self._target = target

        def __getattr__(self, name):
            value = getattr(self._target, name)
            if not callable(value):
                return Counting(value)
            calls["queries"] += 1
            return value

    me = programme.mentee(goals=("law",))

    def queries():
        calls.clear()
        Suggestions(programme.storage, programme.clock, FakeEncoder.model).for_mentee(
            programme.actor(me)
        )
        return calls["queries"]

    @contextmanager
    def counted(self, organization_id):
        with open_unit(self, organization_id) as work:
            yield Counting(work)

    monkeypatch.setattr(FakeStorage, "tenant", counted)
    programme.mentor(skills_offered=("law",))
    few = queries()
    monkeypatch.setattr(FakeStorage, "tenant", open_unit)
    for _ in range(30):
        programme.mentor(skills_offered=("law",))
    monkeypatch.setattr(FakeStorage, "tenant", counted)
    assert queries() == few <= 16
