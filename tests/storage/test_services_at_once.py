"""What use cases promise when two people, or two clicks, come at the same moment; on PostgreSQL."""

import time
from uuid import uuid4

import pytest

from core.domain.actor import Actor
from core.domain.program import Role
from core.errors import ConflictError
from core.services.participations import Participations
from core.services.programs import Programs
from tests.contracts.world import World
from tests.fakes.time_and_chance import FakeClock
from tests.storage.at_once import at_once

PAUSE_S = 0.05
"""Between reading and writing, so that the others come in between."""


class SlowEntropy:
    def uuid(self):
        time.sleep(PAUSE_S)
        return uuid4()


@pytest.fixture
def world(storage):
    return World(storage)


def actor(world, person, **values):
    return Actor(
        organization_id=world.id, person_id=person.id, program_id=world.program.id, **values
    )


def test_a_course_gets_one_programme(world):
    with world.tenant() as work:
        work.programs.save_course(world.course())
    place = {"registration_id": world.registration.id, "context_id": "course-1"}
    teacher = actor(world, world.ada, manages=True, **place)
    programs = Programs(world.storage, FakeClock(), SlowEntropy())

    results = at_once(*[lambda: programs.start(teacher, "Peers")] * 3)

    (started,) = [result for result in results if not isinstance(result, ConflictError)]
    assert programs.course(teacher).program_id == started.id
    with world.tenant() as work:
        assert {p.id for p in work.programs.all()} == {world.program.id, started.id}


def test_who_joins_twice_at_once_takes_part_once(world):
    ada = actor(world, world.ada)
    participations = Participations(world.storage, FakeClock(), SlowEntropy())

    results = at_once(*[lambda: participations.join(ada, Role.MENTOR)] * 3)

    assert results == participations.mine(ada) * 3
