"""What use cases promise when two people, or two clicks, come at the same moment; on PostgreSQL."""

from dataclasses import replace

import pytest

from core.domain.actor import Actor
from core.domain.program import Role
from core.errors import ConflictError
from core.services.activities.progress import Progress
from core.services.people.profiles import Profiles
from core.services.programs.participations import Participations
from core.services.programs.programs import Programs
from core.services.requests.requests import Requests
from tests.contracts.world import World
from tests.fakes.scorekeeper import FakeScorekeeper
from tests.fakes.time_and_chance import FakeClock, SlowClock, SlowEntropy
from tests.storage.at_once import at_once


@pytest.fixture
def world(storage):
    return World(storage)


def actor(world, person, **values):
    return Actor(
        organization_id=world.id, person_id=person.id, program_id=world.program.id, **values
    )


PROGRESS = Progress(FakeClock(), FakeScorekeeper())


def test_a_course_gets_one_programme(world):
    with world.tenant() as work:
        work.courses.save(world.course())
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
    participations = Participations(world.storage, FakeClock(), SlowEntropy(), PROGRESS)

    results = at_once(*[lambda: participations.join(ada, Role.MENTOR)] * 3)

    assert results == participations.mine(ada) * 3


def test_nobody_whom_somebody_avoids_is_forgotten(world):
    people = [world.new_person() for _ in range(4)]
    with world.tenant() as work:
        work.participations.save_many([world.participation(p) for p in (world.ada, *people)])
        work.matches.add(asked := world.match(mentee=people[3], mentor=world.ada))
    ada = actor(world, world.ada)
    profiles = Profiles(world.storage, SlowClock(), PROGRESS)
    requests = Requests(world.storage, SlowClock(), SlowEntropy(), PROGRESS)
    profiles.avoid(ada, people[0].id)

    at_once(
        lambda: profiles.forgive(ada, people[0].id),
        lambda: profiles.avoid(ada, people[1].id),
        lambda: profiles.avoid(ada, people[2].id),
        lambda: requests.decline(ada, asked.id, avoid=True),
        lambda: profiles.change(ada, lambda stored: replace(stored, goals=("Teach",))),
    )

    stored = profiles.of(ada)
    assert stored.avoid == {person.id for person in people[1:]}
    assert stored.goals == ("Teach",)
