"""From how matches ended to what a programme believes; what pages tell of it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest

from core.domain.actor import Actor
from core.domain.learned_belief import LearnedBelief
from core.domain.match import DeclineReason, EndReason, Match, MatchState
from core.domain.matching_settings import OFF, MatchingSettings
from core.domain.organization import Organization
from core.domain.profile import Profile
from core.domain.program import Program
from core.engine.matching.comparison.people import TextVectors
from core.services.matching import learning
from core.services.matching.belief import MODELS_KEPT, Beliefs, belief
from core.services.matching.learning import LEARN_PROGRAM, Learning
from core.services.matching.outcomes import Ending, ending, load_of, outcomes_of_matches
from tests.core.services.matching.programme import ORGANIZATION, PROGRAM, Programme
from tests.fakes.encoder import FakeEncoder

ASKER = Actor(organization_id=ORGANIZATION, person_id=UUID(int=3), program_id=PROGRAM)
ENDED = MatchState.ENDED


def match(programme, number=1, mentee=1, mentor=500, **values):
    now = programme.clock.now()
    made = Match(
        id=UUID(int=90_000 + number),
        organization_id=ORGANIZATION,
        program_id=PROGRAM,
        mentee_id=UUID(int=mentee),
        mentor_id=UUID(int=mentor),
        state=MatchState.OFFERED,
        created_at=now - timedelta(days=10),
        updated_at=now,
        answer_by=now - timedelta(days=7),
    )
    return replace(made, **values)


@pytest.fixture
def programme():
    made = Programme()
    with made.storage.tenant(ORGANIZATION) as work:
        work.programs.save(
            Program(
                id=PROGRAM,
                organization_id=ORGANIZATION,
                name="Law",
                created_at=made.clock.now(),
            )
        )
    return made


@pytest.fixture
def jobs(programme):
    return Learning(programme.storage, programme.clock, FakeEncoder.model)


class TestEndings:
    @pytest.mark.parametrize(
        ("values", "told"),
        [
            ({"state": MatchState.PROPOSED}, None),
            ({"state": MatchState.OFFERED}, None),
            ({"state": MatchState.ACCEPTED}, Ending(1.0)),
            ({"state": MatchState.PAUSED}, Ending(1.0)),
            ({"state": MatchState.COMPLETED}, Ending(1.0)),
            ({"state": ENDED, "end_reason": EndReason.WITHDRAWN}, None),
            ({"state": ENDED, "end_reason": EndReason.PLACED}, None),
            ({"state": ENDED, "end_reason": EndReason.FULL}, None),
            ({"state": ENDED, "end_reason": EndReason.EXPIRED}, Ending(0.0)),
            ({"state": ENDED, "end_reason": EndReason.EXPIRED, "answer_by": None}, None),
            ({"state": ENDED, "end_reason": EndReason.DECLINED}, Ending(0.0)),
            ({"state": ENDED, "end_reason": EndReason.LATER}, Ending(0.0, 0.5)),
            ({"state": ENDED, "end_reason": EndReason.LEFT}, Ending(0.5)),
        ],
    )
    def test_what_they_tell(self, programme, values, told):
        assert ending(match(programme, **values)) == told

    @pytest.mark.parametrize(
        ("reason", "told"),
        [
            (DeclineReason.NO_TIME, Ending(0.0, 0.5)),
            (DeclineReason.ON_LEAVE, Ending(0.0, 0.5)),
            (DeclineReason.NOT_MY_FIELD, Ending(0.0)),
            (DeclineReason.OTHER, Ending(0.0)),
            (DeclineReason.KNOW_EACH_OTHER, None),
        ],
    )
    def test_why_a_mentor_says_no(self, programme, reason, told):
        declined = {"state": ENDED, "end_reason": EndReason.DECLINED, "decline_reason": reason}
        assert ending(match(programme, **declined)) == told

    def test_leaving_after_a_month_was_good_and_before_an_answer_tells_nothing(self, programme):
        now = programme.clock.now()
        left = {"state": ENDED, "end_reason": EndReason.LEFT}
        long_ago = now - timedelta(days=60)
        assert ending(match(programme, **left, created_at=long_ago)) == Ending(1.0)
        assert ending(match(programme, **left, answer_by=now + timedelta(days=1))) is None


class TestColumns:
    def test_load_is_what_was_open_when_asked(self, programme):
        now = programme.clock.now()
        days = {number: now - timedelta(days=number) for number in range(40)}
        accepted = MatchState.ACCEPTED
        matches = [
            match(programme, 1, mentee=1, state=accepted, created_at=days[30]),
            match(programme, 2, mentee=2, state=accepted, created_at=days[20]),
            match(
                programme, 3, mentee=3, state=ENDED, end_reason=EndReason.DECLINED,
                created_at=days[25], updated_at=days[22],
            ),
            match(programme, 4, mentee=4, state=accepted, created_at=days[5]),
        ]  # fmt: skip
        made = outcomes_of_matches(matches, {}, TextVectors.of({}), {UUID(int=500): 4}, now)
        np.testing.assert_allclose(made.load, [0.0, 0.25, 0.25, 0.5])
        np.testing.assert_allclose(made.age, [0.0, 0.0, 22.0, 0.0])

    def test_a_share_of_what_can_be_taken(self):
        np.testing.assert_allclose(
            load_of(np.array([0.0, 2, 3, 0]), np.array([2.0, 2, 0, -1])), [0, 0.5, 1, 0]
        )


def filled(programme, mentees=30, mentors=8, each=4):
    """Mentors with law say yes to mentees who want law; mentor 500 to everybody."""
    fields = ("law", "physics")
    with programme.storage.tenant(ORGANIZATION) as work:
        for number in range(mentees):
            person = UUID(int=1 + number)
            work.profiles.save(Profile(person_id=person, skills_wanted=(fields[number % 2],)))
        for number in range(mentors):
            person = UUID(int=500 + number)
            work.profiles.save(Profile(person_id=person, skills_offered=(fields[number % 2],)))
        for number in range(mentees * each):
            mentee, mentor = number // each, (number // each * 3 + number) % mentors
            good = mentee % 2 == mentor % 2 or mentor == 0
            good = good != (number % 11 == 0)
            told = {"state": MatchState.ACTIVE} if good else {
                "state": ENDED, "end_reason": EndReason.DECLINED}  # fmt: skip
            work.matches.add(
                match(programme, number, mentee=1 + mentee, mentor=500 + mentor, **told)
            )


class TestNights:
    def test_every_programme_of_every_organization_gets_a_job(self, programme, jobs):
        with programme.storage.platform() as work:
            work.organizations.save(
                Organization(
                    id=ORGANIZATION, slug="uni", name="Uni", created_at=programme.clock.now()
                )
            )
        jobs.learn_programs()
        jobs.learn_programs()
        promised = [job for job in programme.storage.jobs if job["job"] == LEARN_PROGRAM]
        (job,) = promised
        assert job["arguments"] == {
            "organization_id": str(ORGANIZATION),
            "program_id": str(PROGRAM),
        }

    def test_a_programme_learns_and_scores_with_it(self, programme, jobs):
        filled(programme)
        jobs.learn_program(str(ORGANIZATION), str(PROGRAM))
        with programme.storage.tenant(ORGANIZATION) as work:
            kept, found = work.learned_beliefs.get(PROGRAM), belief(work, PROGRAM)
        assert (kept.outcomes, kept.mentees, kept.mentors) == (120, 30, 8)
        assert 0.5 < kept.low < kept.accuracy < kept.high
        assert not found.cold
        ready = found.habits.mentors[UUID(int=500)].mean
        assert all(ready >= habit.mean for habit in found.habits.mentors.values())

    def test_what_managers_find_important_is_laid_over_it(self, programme, jobs):
        filled(programme)
        jobs.learn_program(str(ORGANIZATION), str(PROGRAM))
        with programme.storage.tenant(ORGANIZATION) as work:
            off = MatchingSettings(program_id=PROGRAM, importance={"skills": OFF})
            work.matching_settings.save(off)
            found = belief(work, PROGRAM)
        assert found.outcomes == 120
        assert not any(name.startswith("skills") for name in found.features)

    def test_few_outcomes_leave_it_cold(self, programme, jobs):
        filled(programme, mentees=4)
        jobs.learn_program(str(ORGANIZATION), str(PROGRAM))
        with programme.storage.tenant(ORGANIZATION) as work:
            assert work.learned_beliefs.get(PROGRAM) is None
            assert belief(work, PROGRAM).cold

    def test_some_outcomes_are_learned_but_not_checked(self, programme, jobs):
        filled(programme, mentees=10)
        jobs.learn_program(str(ORGANIZATION), str(PROGRAM))
        with programme.storage.tenant(ORGANIZATION) as work:
            kept = work.learned_beliefs.get(PROGRAM)
        assert kept.outcomes == 40
        assert kept.accuracy is None

    def test_a_programme_that_lost_its_outcomes_is_cold_again(self, programme, jobs):
        with programme.storage.tenant(ORGANIZATION) as work:
            work.learned_beliefs.save(_kept(programme, "{}"))
        jobs.learn_program(str(ORGANIZATION), str(PROGRAM))
        with programme.storage.tenant(ORGANIZATION) as work:
            assert work.learned_beliefs.get(PROGRAM) is None

    def test_a_programme_that_is_gone_keeps_nothing(self, programme, jobs, monkeypatch):
        filled(programme, mentees=10)
        monkeypatch.setattr(learning, "_fitted", lambda *_: _kept(programme, "{}"))
        jobs.learn_program(str(ORGANIZATION), str(UUID(int=77)))
        with programme.storage.tenant(ORGANIZATION) as work:
            assert work.learned_beliefs.get(UUID(int=77)) is None

    def test_a_version_that_is_read_no_more_counts_as_nothing(self, programme, jobs):
        with programme.storage.tenant(ORGANIZATION) as work:
            work.learned_beliefs.save(_kept(programme, '{"schema": 0}'))
            assert belief(work, PROGRAM).cold
        assert jobs.told(ASKER) is None


class TestBeliefs:
    def test_the_same_one_comes_back_until_a_newer_one_is_learned(self, programme, jobs):
        beliefs, settings = Beliefs(), MatchingSettings(program_id=PROGRAM)
        filled(programme)
        with programme.storage.tenant(ORGANIZATION) as work:
            cold = beliefs.of(work, settings)
            assert cold.cold
            assert beliefs.of(work, settings).habits is cold.habits
        jobs.learn_program(str(ORGANIZATION), str(PROGRAM))
        with programme.storage.tenant(ORGANIZATION) as work:
            first = beliefs.of(work, settings)
            assert first.outcomes == 120
            assert beliefs.of(work, settings).habits is first.habits
            newer = programme.clock.now() + timedelta(days=1)
            work.learned_beliefs.save(replace(_kept(programme, "{}"), learned_at=newer))
            assert beliefs.of(work, settings).cold

    def test_what_managers_find_important_is_laid_over_what_is_kept(self, programme, jobs):
        beliefs = Beliefs()
        filled(programme)
        jobs.learn_program(str(ORGANIZATION), str(PROGRAM))
        off = MatchingSettings(program_id=PROGRAM, importance={"skills": OFF})
        with programme.storage.tenant(ORGANIZATION) as work:
            usual = beliefs.of(work, MatchingSettings(program_id=PROGRAM))
            found = beliefs.of(work, off)
        assert set(usual.features) > set(found.features)
        assert found.habits is usual.habits

    def test_only_the_newest_programmes_are_kept(self, programme):
        beliefs = Beliefs()
        first = MatchingSettings(program_id=UUID(int=1))
        with programme.storage.tenant(ORGANIZATION) as work:
            before = beliefs.of(work, first)
            for number in range(2, 2 + MODELS_KEPT):
                beliefs.of(work, MatchingSettings(program_id=UUID(int=number)))
            assert beliefs.of(work, first).habits is not before.habits


def _kept(programme, model):
    return LearnedBelief(
        program_id=PROGRAM,
        learned_at=programme.clock.now(),
        outcomes=40,
        mentees=9,
        mentors=7,
        model=model,
    )


class TestTold:
    def test_what_was_learned_in_words_of_features(self, programme, jobs):
        filled(programme)
        assert jobs.told(ASKER) is None
        jobs.learn_program(str(ORGANIZATION), str(PROGRAM))
        told = jobs.told(ASKER)
        assert told.belief.outcomes == 120
        assert any(name.startswith("skills") for name in told.raising)
        assert told.readiness.less < told.readiness.usual < told.readiness.more

    def test_nothing_without_a_programme(self, jobs):
        assert jobs.told(replace(ASKER, program_id=None)) is None


def test_a_busy_mentor_comes_after_an_equal_one(programme):
    mentors = [programme.mentor(skills_offered=("law",), capacity=3) for _ in range(2)]
    busy, free = sorted(mentors)
    for number in (1, 2):
        programme.match(UUID(int=70 + number), busy, MatchState.OFFERED)
    found = programme.shown(programme.mentee(skills_wanted=("law",)))
    assert [item.person.id for item in found.items] == [free, busy]
    assert found.items[0].candidate.score > found.items[1].candidate.score
