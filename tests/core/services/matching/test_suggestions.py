"""Suggestions on the in-memory storage: who is shown, to whom, and what stays private."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.match import EndReason, Match, MatchState
from core.domain.matching_settings import MOST, OFF, MatchingSettings
from core.domain.must_have import MustHave
from core.domain.person import Person
from core.domain.profile import TextEmbedding, text_hash
from core.domain.program import Participation, Role
from core.errors import ForbiddenError, NotFoundError
from core.services.matching.suggestions import Suggestions
from tests.fakes.encoder import FakeEncoder
from tests.fakes.matching import someone
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock

ORGANIZATION, PROGRAM = UUID(int=1), UUID(int=2)


class Programme:
    """A programme that fills up line by line."""

    def __init__(self):
        self.storage, self.clock = FakeStorage(), FakeClock()
        self.suggestions = Suggestions(self.storage, self.clock, FakeEncoder.model)
        self.numbers = Counter()

    def uuid(self):
        self.numbers["ids"] += 1
        return UUID(int=50_000 + self.numbers["ids"])

    def add(self, role, *, name="Somebody", capacity=1, paused=False, encoded=True, **profile):
        who = someone(**profile)
        now = self.clock.now()
        with self.storage.tenant(ORGANIZATION) as work:
            work.people.save(
                Person(
                    id=who.person_id,
                    organization_id=ORGANIZATION,
                    name=name,
                    created_at=now,
                    updated_at=now,
                )
            )
            work.profiles.save(who)
            work.participations.save(
                Participation(
                    id=self.uuid(),
                    organization_id=ORGANIZATION,
                    program_id=PROGRAM,
                    person_id=who.person_id,
                    role=role,
                    capacity=capacity,
                    paused=paused,
                    joined_at=now,
                )
            )
            if encoded:
                work.embeddings.replace(who.person_id, FakeEncoder.model, embeddings(who))
        return who.person_id

    def mentor(self, **options):
        return self.add(Role.MENTOR, **options)

    def mentee(self, **options):
        return self.add(Role.MENTEE, **options)

    def match(self, mentee, mentor, state, end_reason=None):
        now = self.clock.now()
        self.clock.advance(minutes=1)
        with self.storage.tenant(ORGANIZATION) as work:
            work.matches.add(
                Match(
                    id=self.uuid(),
                    organization_id=ORGANIZATION,
                    program_id=PROGRAM,
                    mentee_id=mentee,
                    mentor_id=mentor,
                    state=state,
                    end_reason=end_reason,
                    created_at=now,
                    updated_at=now,
                )
            )

    def decide(self, **settings):
        with self.storage.tenant(ORGANIZATION) as work:
            work.matching_settings.save(MatchingSettings(program_id=PROGRAM, **settings))

    def entered_by_others(self, mentor):
        with self.storage.tenant(ORGANIZATION) as work:
            stored = work.participations.get(PROGRAM, mentor, Role.MENTOR)
            work.participations.save(replace(stored, agreed=False))

    def shown(self, mentee, limit=10):
        return self.suggestions.for_mentee(self.actor(mentee), limit)

    def detail(self, mentee, mentor):
        return self.suggestions.for_mentor_detail(self.actor(mentee), mentor)

    @staticmethod
    def actor(person):
        return Actor(organization_id=ORGANIZATION, person_id=person, program_id=PROGRAM)


def embeddings(profile):
    return [
        TextEmbedding(
            person_id=profile.person_id,
            kind=kind,
            text_hash=text_hash(text),
            model=FakeEncoder.model,
            vector=FakeEncoder().encode([text])[0].astype("<f4").tobytes(),
        )
        for kind, text in profile.texts()
    ]


def ids(found):
    return [item.person.id for item in found.items]


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


def rounded(item):
    """The same up to the last bits, which depend on how many mentors are computed at once."""
    reasons = [replace(r, contribution=round(r.contribution, 9)) for r in item.candidate.reasons]
    return replace(item, candidate=replace(item.candidate, reasons=tuple(reasons)))


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
