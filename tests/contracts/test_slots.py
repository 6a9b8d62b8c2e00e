from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.program import Role
from tests.contracts.world import NOW, fresh


@pytest.fixture
def slots(world):
    return [world.slot(world.ada, starts_at=NOW + timedelta(days=day)) for day in (2, 1)]


def test_slots_come_back_soonest_first_until_they_are_over(world, slots):
    late, early = slots
    with world.tenant() as work:
        work.slots.add_many(slots)
        assert work.slots.get(late.id) == work.slots.lock(late.id) == late
        assert work.slots.get(fresh()) is work.slots.lock(fresh()) is None
        assert work.slots.of_program(world.program.id, NOW) == [early, late]
        assert work.slots.of_program(fresh(), NOW) == []
        running = early.starts_at + timedelta(minutes=29)
        assert work.slots.of_program(world.program.id, running) == [early, late]
        assert work.slots.of_program(world.program.id, early.ends_at) == [late]
        assert work.slots.of_mentor(world.program.id, world.ada.id, NOW) == [early, late]
        assert work.slots.of_mentor(world.program.id, world.ben.id, NOW) == []


def test_a_slot_that_is_called_off_is_kept_but_offered_no_more(world, slots):
    late, early = slots
    with world.tenant() as work:
        work.slots.add_many(slots)
        off = replace(early, cancelled_at=NOW)
        work.slots.save(off)
        assert work.slots.get(early.id) == off
        assert work.slots.of_program(world.program.id, NOW) == [late]


def test_a_place_is_taken_once_and_given_back(world, slots):
    late, early = slots
    first = world.booking(early, world.ben, created_at=NOW + timedelta(minutes=1))
    second = world.booking(early, world.cleo, created_at=NOW + timedelta(minutes=2))
    with world.tenant() as work:
        work.slots.add_many(slots)
        for taken in (second, first, replace(first, note="again")):
            work.slots.book(taken)
        assert work.slots.bookings([early.id, late.id]) == [first, second]
        assert work.slots.bookings([]) == work.slots.bookings([late.id]) == []
        assert work.slots.booked_by(world.program.id, world.ben.id, NOW) == [early]
        assert work.slots.booked_by(world.program.id, world.ben.id, early.ends_at) == []
        assert work.slots.booked_by(world.program.id, world.dora.id, NOW) == []
        work.slots.give_back(early.id, world.ben.id)
        work.slots.give_back(early.id, world.ben.id)
        assert work.slots.bookings([early.id]) == [second]


def test_other_organizations_see_nothing(world, slots):
    other = world.new_organization()
    with world.tenant() as work:
        work.slots.add_many(slots)
        work.slots.book(world.booking(slots[0], world.ben))
    with world.storage.tenant(other.id) as work:
        assert work.slots.get(slots[0].id) is None
        assert work.slots.of_program(world.program.id, NOW) == []
        assert work.slots.bookings([slots[0].id]) == []
        work.slots.give_back(slots[0].id, world.ben.id)
    with world.tenant() as work:
        assert len(work.slots.bookings([slots[0].id])) == 1


def test_who_takes_part_no_more_keeps_their_bookings(world, slots):
    part = world.participation(world.ben, Role.MENTEE)
    with world.tenant() as work:
        work.participations.add(part)
        work.slots.add_many(slots)
        work.slots.book(world.booking(slots[0], world.ben))
        work.participations.remove(part)
        assert len(work.slots.bookings([slots[0].id])) == 1
