"""Files of people on PostgreSQL: the same one twice, at once, and out again."""

from datetime import timedelta

import pytest

from core.domain.actor import Actor
from core.domain.program import Role
from core.services.activities.progress import Progress
from core.services.people.notifications import Notifications
from core.services.programs.people_changes import Effect
from core.services.programs.people_export import PeopleExport
from core.services.programs.people_import import PeopleImport
from integrations.base.system import SystemEntropy
from tests.contracts.world import World
from tests.fakes.scorekeeper import FakeScorekeeper
from tests.fakes.time_and_chance import FakeClock, SlowEntropy
from tests.storage.at_once import at_once

ROWS = [
    f'x{n},Person {n},p{n}@example.org,"Rust, SQL",Led {n} people; Built a thing,de,Mon morning'
    for n in range(300)
]
FILE = "\n".join(["id,name,email,skills,experience,languages,availability", *ROWS])


@pytest.fixture
def world(storage):
    return World(storage)


@pytest.fixture
def manager(world):
    return Actor(
        organization_id=world.id,
        person_id=world.ada.id,
        program_id=world.program.id,
        manages=True,
    )


def importing(world, entropy):
    clock = FakeClock()
    clock.time += timedelta(days=1)
    notifications = Notifications(clock, entropy)
    progress = Progress(clock, FakeScorekeeper())
    return PeopleImport(world.storage, clock, entropy, notifications, progress)


def test_three_hundred_people_in_and_out_again(world, manager):
    people = importing(world, SystemEntropy())
    assert people.apply(manager, FILE, Role.MENTOR, ()).added == 300
    again = people.apply(manager, FILE, Role.MENTOR, ())
    assert (again.added, again.changed, again.same) == (0, 0, 300)
    written = PeopleExport(world.storage).csv(manager, Role.MENTOR)
    assert people.preview(manager, written.encode(), Role.MENTOR).counts == {Effect.SAME: 300}


def test_two_managers_at_once_bring_everybody_in_once(world, manager):
    few = "\n".join(FILE.splitlines()[:4])
    people = importing(world, SlowEntropy())
    once, again = at_once(*[lambda: people.apply(manager, few, Role.MENTOR, ())] * 2)
    assert any(isinstance(one, Exception) for one in (once, again))
    with world.tenant() as work:
        assert len(work.participations.of_program(world.program.id)) == 3
