"""Activities when several things happen at the same moment, and how much is read; PostgreSQL."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from core.domain.activity import ActivityKind, WorkState
from core.domain.actor import Actor
from core.domain.match import MatchState
from core.domain.program import Role
from core.errors import ConflictError
from core.services.activities.activities import Activities, Link
from core.services.activities.activity_plans import parameters
from core.services.activities.approvals import Approvals
from core.services.activities.meetings import Meetings
from core.services.activities.progress import Progress
from core.services.activities.work import NOT_BEGUN, Works
from tests.contracts.world import NOW, World
from tests.fakes.scorekeeper import FakeScorekeeper
from tests.fakes.time_and_chance import FakeClock, SlowClock, SlowEntropy
from tests.storage.at_once import at_once


@pytest.fixture
def world(storage):
    """Ada is the mentee of Ben; both are in a course with one activity of each kind."""
    world = World(storage)
    world.pair = world.match(state=MatchState.ACTIVE)
    targets = {kind: 3 if kind is ActivityKind.MEETINGS else 1 for kind in ActivityKind}
    world.kinds = {kind: world.activity(kind=kind, target=n) for kind, n in targets.items()}
    with world.tenant() as work:
        work.courses.save(world.course(program_id=world.program.id))
        work.participations.save_many(
            [world.participation(world.ada, Role.MENTEE), world.participation(world.ben)]
        )
        work.matches.add(world.pair)
        work.rosters.save_members([world.member(world.ada), world.member(world.ben)])
        for activity in world.kinds.values():
            work.activities.save(activity)
    return world


@pytest.fixture
def scorekeeper():
    return FakeScorekeeper()


@pytest.fixture
def progress(scorekeeper):
    return Progress(SlowClock(), scorekeeper)


def actor(world, person):
    return Actor(
        organization_id=world.id,
        person_id=person.id,
        program_id=world.program.id,
        registration_id=world.registration.id,
        context_id="course-1",
    )


def stored(world, kind):
    with world.tenant() as work:
        return work.works.get(world.kinds[kind].id, world.ada.id)


def test_no_confirmed_meeting_is_missed(world, progress, scorekeeper):
    meetings = Meetings(world.storage, FakeClock(), SlowEntropy(), progress)
    ada, ben = actor(world, world.ada), actor(world, world.ben)
    days = [NOW.date() - timedelta(days=ago) for ago in range(2)]
    told = [meetings.log(ada, world.pair.id, day, 30).id for day in days]

    at_once(*[lambda m=m: meetings.confirm(ben, m) for m in told])

    assert stored(world, ActivityKind.MEETINGS).progress == 2
    shares = [share for _, _, share in scorekeeper.told]
    assert [share for share in shares if share < 1] == [1 / 3, 2 / 3]


def test_of_two_windows_one_is_told_that_the_other_was_quicker(world, progress):
    works = Works(world.storage, SlowClock(), SlowEntropy(), progress)
    ada, milestone = actor(world, world.ada), world.kinds[ActivityKind.MILESTONE].id
    results = at_once(
        *[lambda text=text: works.hand_in(ada, milestone, text, NOT_BEGUN) for text in "ab"]
    )
    (kept,) = [result for result in results if not isinstance(result, ConflictError)]
    assert stored(world, ActivityKind.MILESTONE) == kept


def test_approving_and_changing_at_once_leaves_what_was_read(world, progress):
    works = Works(world.storage, SlowClock(), SlowEntropy(), progress)
    approvals = Approvals(world.storage, SlowClock(), SlowEntropy(), progress)
    ada, ben = actor(world, world.ada), actor(world, world.ben)
    reflection = world.kinds[ActivityKind.REFLECTION].id
    read = works.hand_in(ada, reflection, "As read", NOT_BEGUN)
    results = at_once(
        lambda: works.keep(ada, reflection, "Changed", read.version),
        lambda: approvals.approve(ben, reflection, world.ada.id, read.version),
    )
    (only,) = [result for result in results if not isinstance(result, ConflictError)]
    found = stored(world, ActivityKind.REFLECTION)
    assert found == only
    assert (found.state, found.text) in {
        (WorkState.DONE, "As read"),
        (WorkState.SUBMITTED, "Changed"),
    }


def test_a_copied_activity_that_many_open_at_once_is_made_once(world, progress):
    activities = Activities(world.storage, FakeClock(), SlowEntropy(), progress)
    with world.tenant() as work:
        work.courses.save(replace(world.course(program_id=world.program.id), context_id="course-2"))
    there = replace(actor(world, world.ada), context_id="course-2")
    told = parameters(world.kinds[ActivityKind.MEETINGS])
    opened = at_once(*[lambda: activities.opened(there, told, Link(id="link", title="T"))] * 4)
    with world.tenant() as work:
        assert work.activities.of_course(world.registration.id, "course-2") == [opened[0]]
    assert opened == [opened[0]] * 4


def test_measuring_reads_no_more_for_many_activities(world):
    statements = []
    progress = Progress(FakeClock(), FakeScorekeeper())

    def measure():
        with world.tenant() as work:
            engine = work.people.connection.engine
            event.listen(engine, "before_cursor_execute", note)
            progress.refresh(work, world.ada.id)
            event.remove(engine, "before_cursor_execute", note)

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    measure()  # writes what is new
    statements.clear()
    measure()
    few = len(statements)
    with world.tenant() as work:
        for _ in range(5):
            number = uuid4()
            more = world.activity(id=number, origin_id=number, kind=ActivityKind.ONBOARDING)
            work.activities.save(more)
    statements.clear()
    measure()
    assert 0 < len(statements) == few
