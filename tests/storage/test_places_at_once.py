"""The last place of a slot and of a group goes once; on PostgreSQL, with threads."""

from datetime import timedelta

import pytest

from core.domain.actor import Actor
from core.domain.program import Role
from core.errors import ConflictError
from core.services.activities.progress import Progress
from core.services.drop_in.bookings import Bookings
from core.services.groups.fitting import Fitting
from core.services.groups.joining import Joining
from core.services.groups.membership import Membership
from core.services.people.notifications import Notifications
from integrations.base.system import SystemEntropy
from tests.contracts.world import NOW, World
from tests.fakes.encoder import FakeEncoder
from tests.fakes.scorekeeper import FakeScorekeeper
from tests.fakes.time_and_chance import FakeClock
from tests.storage.at_once import at_once

PLACES, COMERS = 2, 6


@pytest.fixture
def world(storage):
    return World(storage)


@pytest.fixture
def actors(world):
    """Mentees who all come at the same moment, and Ada, who is a mentor."""
    people = [world.new_person(f"M{number}") for number in range(COMERS)]
    with world.tenant() as work:
        work.participations.add(world.participation(world.ada, Role.MENTOR))
        for person in people:
            work.participations.add(world.participation(person, Role.MENTEE))
    return [
        Actor(organization_id=world.id, person_id=person.id, program_id=world.program.id)
        for person in people
    ]


def test_places_of_a_slot(world, actors):
    clock = FakeClock()
    slot = world.slot(world.ada, places=PLACES, starts_at=clock.now() + timedelta(days=1))
    with world.tenant() as work:
        work.slots.add_many([slot])
    bookings = Bookings(world.storage, clock, Notifications(clock, SystemEntropy()))
    results = at_once(*[lambda a=actor: bookings.book(a, slot.id) for actor in actors])
    assert sum(isinstance(result, ConflictError) for result in results) == COMERS - PLACES
    with world.tenant() as work:
        assert len(work.slots.bookings([slot.id])) == PLACES


def test_places_of_a_group(world, actors):
    clock, entropy = FakeClock(), SystemEntropy()
    group = world.group(most=PLACES)
    leads = world.group_member(group, world.ada, Role.MENTOR, joined_at=NOW)
    with world.tenant() as work:
        work.groups.save(group)
        work.groups.add_members([leads])
    membership = Membership(clock, entropy, Progress(clock, FakeScorekeeper()))
    fitting = Fitting(clock, FakeEncoder.model)
    joining = Joining(world.storage, fitting, membership, Notifications(clock, entropy))
    results = at_once(*[lambda a=actor: joining.join(a, group.id) for actor in actors])
    assert sum(isinstance(result, ConflictError) for result in results) == COMERS - PLACES
    with world.tenant() as work:
        members = work.groups.members([group.id])
        matches = work.matches.of_program(world.program.id)
    assert [member.role for member in members].count(Role.MENTEE) == PLACES
    assert {match.mentee_id for match in matches} == {
        member.person_id for member in members if member.role is Role.MENTEE
    }
