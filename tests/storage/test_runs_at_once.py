"""Match runs on PostgreSQL: a whole one, and what two at once may not both get."""

import pytest

from core.domain.match import OCCUPYING_STATES, MatchState
from core.domain.match_run import RunOptions, RunState
from core.domain.program import Role
from core.errors import ConflictError
from core.services.activities.progress import Progress
from core.services.requests.requests import Requests
from tests.core.services.runs.cohort import ORGANIZATION, Cohort
from tests.fakes.scorekeeper import FakeScorekeeper
from tests.fakes.time_and_chance import SlowClock, SlowEntropy
from tests.storage.at_once import at_once

SKILLS = ("rust", "law", "chess")


@pytest.fixture
def cohort(storage):
    made = Cohort(storage, SlowClock())
    made.mentees = [made.mentee(f"wants {skill}", skill) for skill in SKILLS]
    made.mentors = [made.mentor(f"knows {skill}", skill) for skill in SKILLS]
    return made


@pytest.fixture
def run(cohort):
    """Computed, all approved."""
    started = cohort.runs.start(cohort.manager, RunOptions())
    cohort.computing.compute_match_run(str(ORGANIZATION), str(started.id))
    cohort.edits.approve(cohort.manager, started.id)
    return started.id


def requests(cohort):
    progress = Progress(cohort.clock, FakeScorekeeper())
    return Requests(cohort.storage, cohort.clock, SlowEntropy(), progress)


def test_a_run_from_its_start_to_its_matches(cohort, run):
    assert cohort.pairs(run) == {f"wants {skill}": f"knows {skill}" for skill in SKILLS}
    cohort.edits.assign(
        cohort.manager, run, cohort.mentees[0], cohort.mentors[1], cohort.mentees[1]
    )
    cohort.edits.undo(cohort.manager, run)
    done = cohort.publishing.publish(cohort.manager, run, ask_mentors=False)
    assert (done.matches, done.kept_back, done.run.state) == (3, 0, RunState.PUBLISHED)
    (match, *_) = cohort.matches(MatchState.ACCEPTED)
    with cohort.work() as work:
        assert [event.version for event in work.matches.history(match.id)] == [1, 2, 3]
    cohort.publishing.measure_published_matches(str(ORGANIZATION), str(run))


def test_of_two_who_publish_at_once_one_does(cohort, run):
    def publish():
        return cohort.publishing.publish(cohort.manager, run, ask_mentors=True)

    results = at_once(publish, publish)
    assert sum(isinstance(result, ConflictError) for result in results) == 1
    assert len(cohort.matches()) == 3


def test_the_last_place_is_given_once(cohort, run):
    mentor = cohort.mentors[0]
    other = cohort.actor(cohort.mentee("quicker", "rust"))
    asked = requests(cohort).ask(other, mentor)

    at_once(
        lambda: requests(cohort).accept(cohort.actor(mentor), asked.id),
        lambda: cohort.publishing.publish(cohort.manager, run, ask_mentors=False),
    )

    with cohort.work() as work:
        assert work.matches.load(cohort.manager.program_id, OCCUPYING_STATES)[mentor] == 1
        assert work.participations.get(cohort.manager.program_id, mentor, Role.MENTOR).capacity == 1


def test_of_two_who_edit_at_once_both_are_heard(cohort, run):
    def remove(mentee):
        return lambda: cohort.edits.remove(cohort.manager, run, mentee)

    at_once(*map(remove, cohort.mentees[:2]))

    assert cohort.pairs(run) == {"wants chess": "knows chess"}
    assert cohort.edits.undo(cohort.manager, run)
    assert cohort.edits.undo(cohort.manager, run)
    assert len(cohort.pairs(run)) == 3
