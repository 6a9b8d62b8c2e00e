"""Many people's progress at the same time, on PostgreSQL, with workers and a moody gradebook."""

import threading
from contextlib import contextmanager
from itertools import pairwise
from random import Random

import pytest
from procrastinate import RetryStrategy

from core.domain.course import CourseServices
from core.domain.score import ScoreState
from core.errors import UnavailableError
from core.ports.jobs import ATTEMPTS
from core.ports.learning_platform import RosterMember
from core.services.grades.gradebook_columns import FIND_COLUMN, GradebookColumns
from core.services.grades.grading import POST_SCORE, Grading
from core.services.grades.score_posting import ScorePosting
from integrations.base.system import SystemClock
from storage import worker
from tests.contracts.world import World
from tests.fakes.learning_platform import FakeLearningPlatform
from tests.storage.at_once import at_once
from tests.storage.test_worker import jobs, until, working

PEOPLE, STEPS = 6, 5


class Moody:
    """A gradebook that loses answers now and then, and notices who comes at once."""

    def __init__(self, gradebook):
        self.truth = gradebook
        self.chance = Random(7)
        self.busy = {}
        self.clashes = []

    @contextmanager
    def alone(self, what):
        lock = self.busy.setdefault(what, threading.Lock())
        if not lock.acquire(blocking=False):
            self.clashes.append(what)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def line_item(self, *wanted):
        with self.alone("column"):
            return self.truth.line_item(*wanted)

    def post(self, registration, url, score):
        with self.alone(score.subject):
            answer = self.truth.post(registration, url, score)
            if self.chance.random() < 0.3:
                raise UnavailableError("No answer came.")
            return answer


@pytest.fixture
def world(storage):
    return World(storage)


@pytest.fixture
def course(world):
    made = world.course(services=CourseServices(line_items_url="https://lms.example.edu/items"))
    with world.tenant() as work:
        work.courses.save(made)
    return made


@pytest.fixture
def activity(world, course):
    made = world.activity()
    with world.tenant() as work:
        work.activities.save(made)
    return made


@pytest.fixture
def learners(world, course):
    people = [world.new_person(f"P{number}") for number in range(PEOPLE)]
    members = [world.member(person) for person in people]
    with world.tenant() as work:
        work.rosters.save_members(members)
    return people


def test_every_score_ends_at_the_newest_points_in_one_column(
    world, course, activity, learners, postgres_url, monkeypatch
):
    monkeypatch.setattr(worker, "RETRY", RetryStrategy(max_attempts=ATTEMPTS - 1, wait=0))
    platform, clock = FakeLearningPlatform(), SystemClock()
    for person in learners:
        subject = f"subject-{person.name}"
        platform.enrol(course, RosterMember(subject=subject, roles=frozenset()))
    gradebook = Moody(platform.gradebook)
    parts = (world.storage, clock, gradebook)
    grading, posting, columns = Grading(clock), ScorePosting(*parts), GradebookColumns(*parts)

    def achieve(person):
        for step in range(1, STEPS + 1):
            with world.tenant() as work:
                grading.progressed(work, activity, person.id, step / STEPS)

    handlers = {POST_SCORE: posting.post_score, FIND_COLUMN: columns.find_column}
    with working(postgres_url, handlers, concurrency=4):
        at_once(*[lambda person=person: achieve(person) for person in learners * 2])
        until(lambda: not jobs(postgres_url), seconds=60)

    assert gradebook.clashes == []
    (column,) = platform.columns(course)
    with world.tenant() as work:
        scores = work.scores.of_activities([activity.id])
    assert [(s.state, s.sent) for s in scores] == [(ScoreState.SENT, 10.0)] * PEOPLE
    for score in scores:
        taken = platform.scores(column.url, score.subject)
        assert taken[-1].given == 10.0
        assert all(a.at < b.at and a.given < b.given for a, b in pairwise(taken))
