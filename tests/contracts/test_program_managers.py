from dataclasses import replace
from datetime import timedelta

from tests.contracts.world import NOW, fresh


def test_managers_come_back_whoever_was_appointed_first(world):
    ada = world.program_manager(world.ada, appointed_at=NOW + timedelta(days=1))
    ben = world.program_manager(world.ben, appointed_by=world.ada.id)
    with world.tenant() as work:
        assert work.program_managers.add(ada)
        assert work.program_managers.add(ben)
    with world.tenant() as work:
        assert work.program_managers.of_program(world.program.id) == [ben, ada]
        assert work.program_managers.of_program(fresh()) == []
        assert work.program_managers.all() == [ben, ada]


def test_nobody_is_appointed_twice(world):
    with world.tenant() as work:
        assert work.program_managers.add(world.program_manager(world.ada))
        again = world.program_manager(world.ada, appointed_by=world.ben.id)
        assert not work.program_managers.add(again)
        (kept,) = work.program_managers.of_person(world.ada.id)
        assert kept.appointed_by is None


def test_what_somebody_manages(world):
    other = replace(world.program, id=fresh(), name="Another")
    with world.tenant() as work:
        work.programs.save(other)
        work.program_managers.add(world.program_manager(world.ben))
        work.program_managers.add(world.program_manager(world.ada))
        later = NOW + timedelta(days=1)
        work.program_managers.add(
            world.program_manager(world.ada, program_id=other.id, appointed_at=later)
        )
        managed = [one.program_id for one in work.program_managers.of_person(world.ada.id)]
        assert managed == [world.program.id, other.id]
        assert work.program_managers.of_person(world.cleo.id) == []


def test_who_is_dismissed_manages_it_no_more(world):
    with world.tenant() as work:
        work.program_managers.add(world.program_manager(world.ada))
        work.program_managers.add(world.program_manager(world.ben))
    with world.tenant() as work:
        assert work.program_managers.remove(world.program.id, world.ada.id)
        assert not work.program_managers.remove(world.program.id, world.ada.id)
        assert not work.program_managers.remove(fresh(), world.ben.id)
    with world.tenant() as work:
        (left,) = work.program_managers.all()
        assert left.person_id == world.ben.id


def test_another_organization_sees_none_of_them(world):
    other = world.new_organization()
    with world.tenant() as work:
        work.program_managers.add(world.program_manager(world.ada))
    with world.storage.tenant(other.id) as work:
        assert work.program_managers.all() == []
        assert not work.program_managers.remove(world.program.id, world.ada.id)
    with world.tenant() as work:
        assert len(work.program_managers.all()) == 1


def test_an_appointment_goes_with_the_person(world):
    with world.tenant() as work:
        work.program_managers.add(world.program_manager(world.dora))
        work.people.remove(world.dora.id)
        assert work.program_managers.all() == []
