"""Marks of changes when transactions overlap, and how long changes are kept."""

import pytest
from sqlalchemy import text

from tests.contracts.world import World


@pytest.fixture
def world(postgres_storage):
    return World(postgres_storage)


def since(world, mark):
    with world.tenant() as work:
        return work.changes.since(mark)


def test_what_began_before_a_mark_and_ended_after_it_is_told(world):
    with world.tenant() as late:
        late.profiles.save(world.profile(world.ada))
        with world.tenant() as work:
            mark = work.changes.mark()
            work.profiles.save(world.profile(world.ben))
        found = since(world, mark)
        assert found.people == {world.ben.id}
    assert since(world, found.mark).people == {world.ada.id}
    assert since(world, mark).people == {world.ada.id, world.ben.id}


def test_what_is_rolled_back_is_not_told(world):
    with world.tenant() as work:
        mark = work.changes.mark()
    with world.tenant() as work:
        work.profiles.save(world.profile(world.ada))
        work.people.connection.rollback()
    assert since(world, mark).people == frozenset()


def test_changes_are_forgotten_after_a_day(world):
    with world.tenant() as work:
        work.profiles.save(world.profile(world.ada))
        work.people.connection.execute(
            text("UPDATE person_change SET noted_at = noted_at - interval '25 hours'")
        )
        work.profiles.save(world.profile(world.ben))
    with world.tenant() as work:
        work.changes.mark()
        kept = work.people.connection.scalars(text("SELECT person_id FROM person_change")).all()
    assert kept == [world.ben.id]
