"""What reading a roster really writes."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from core.domain.course import CourseRole, CourseServices
from core.domain.program import Role
from core.ports.learning_platform import RosterMember
from core.services.courses.rosters import Rosters
from core.services.people.arrivals import Arrivals, LaunchFacts
from tests.contracts.world import World
from tests.fakes.learning_platform import FakeLearningPlatform
from tests.fakes.time_and_chance import FakeClock, SlowEntropy
from tests.storage.at_once import at_once

WRITTEN = ("person", "identity", "course_member", "participation", "match")


@pytest.fixture
def world(storage):
    return World(storage)


@pytest.fixture
def course(world):
    services = CourseServices(memberships_url="https://lms.example.edu/m")
    made = world.course(program_id=world.program.id, services=services)
    with world.tenant() as work:
        work.courses.save(made)
    return made


@pytest.fixture
def platform(course):
    platform = FakeLearningPlatform()
    for number in range(120):
        platform.enrol(course, listed(number))
    return platform


def listed(number, **values):
    made = RosterMember(subject=str(number), roles=frozenset({CourseRole.LEARNER}))
    return replace(made, name=f"N {number}", **values)


def read(world, platform, course):
    run_id = uuid4()
    rosters = Rosters(world.storage, FakeClock(), SlowEntropy(), platform.roster)
    rosters.sync(str(world.id), str(course.registration_id), course.context_id, str(run_id), "hand")
    with world.tenant() as work:
        runs = work.rosters.runs(course.registration_id, course.context_id)
    return next(run for run in runs if run.id == run_id)


def versions(world):
    """Every row's address and the transaction that wrote it."""
    with world.tenant() as work:
        return {
            table: work.people.connection.execute(
                text(f"SELECT ctid::text, xmin::text FROM {table} ORDER BY 1")
            ).all()
            for table in WRITTEN
        }


def fast(monkeypatch):
    monkeypatch.setattr(SlowEntropy, "uuid", lambda _: uuid4())


def test_an_unchanged_roster_writes_no_rows(world, course, platform, monkeypatch):
    fast(monkeypatch)
    with world.tenant() as work:
        work.participations.save(world.participation(world.ada, Role.MENTEE))
        work.rosters.save_members([world.member(world.ada, subject="0")])
        work.matches.add(world.match())
    assert read(world, platform, course).seen == 120
    before = versions(world)
    run = read(world, platform, course)
    assert (run.outcome, run.seen, run.added, run.changed) == ("complete", 120, 0, 0)
    assert versions(world) == before
    platform.enrol(course, listed(7, email="new@example.edu"))
    assert read(world, platform, course).changed == 1
    after = versions(world)
    assert [len(set(after[t]) - set(before[t])) for t in WRITTEN] == [1, 0, 0, 0, 0]


def test_a_launch_and_a_reading_at_once_know_one_person(world, course):
    platform = FakeLearningPlatform()
    platform.enrol(course, listed("new"), listed("other"))
    arrivals = Arrivals(world.storage, FakeClock(), SlowEntropy())
    facts = LaunchFacts(
        registration=world.registration,
        organization_id=world.id,
        subject="new",
        name="N new",
        course=course,
        roles=frozenset({CourseRole.LEARNER}),
    )
    results = at_once(
        lambda: read(world, platform, course), lambda: arrivals.arrive(facts), lambda: None
    )
    assert results[0].outcome == "complete"
    with world.tenant() as work:
        members = work.rosters.members(course.registration_id, course.context_id)
        people = work.people.by_identities(f"lti:{world.registration.id}", ["new", "other"])
    assert {m.subject: m.person_id for m in members} == {s: p.id for s, p in people.items()}


def test_two_courses_with_the_same_people_at_once(world, course, platform, monkeypatch):
    fast(monkeypatch)
    second = replace(course, context_id="course-2")
    with world.tenant() as work:
        work.courses.save(second)
    for number in reversed(range(120)):
        platform.enrol(second, listed(number))
    runs = at_once(lambda: read(world, platform, course), lambda: read(world, platform, second))
    assert [(run.outcome, run.seen) for run in runs] == [("complete", 120)] * 2
    with world.tenant() as work:
        people = work.people.by_identities(
            f"lti:{world.registration.id}", [str(n) for n in range(120)]
        )
    assert len({person.id for person in people.values()}) == 120
