"""Whoever locks a connection is alone with it until the end; on PostgreSQL, with threads."""

from dataclasses import replace

import pytest

from core.domain.sync import Position
from tests.contracts.world import World
from tests.storage.at_once import at_once


@pytest.fixture
def world(storage):
    return World(storage)


def test_changes_under_the_lock_come_one_after_the_other(world):
    connection = world.new_connection()

    def change():
        with world.tenant() as work:
            found = work.connections.lock(connection.id)
            later = found.settings.get("changes", 0) + 1
            work.connections.update(
                replace(found, settings={"changes": later}, version=found.version + 1)
            )

    assert at_once(*[change] * 5) == [None] * 5
    with world.tenant() as work:
        assert work.connections.get(connection.id).settings == {"changes": 5}


def test_a_locked_connection_still_takes_what_is_about_it(world):
    connection = world.new_connection()
    with world.tenant() as first:
        first.connections.lock(connection.id)
        with world.tenant() as second:
            second.directory_entries.save_many([world.entry(connection, "1", world.ada)])
            second.sync_runs.save_position(
                Position(connection_id=connection.id, stream="people", cursor={})
            )
    with world.tenant() as work:
        assert work.directory_entries.count(connection.id) == 1


def test_an_entry_that_many_write_at_once_is_there_once(world):
    connection = world.new_connection()
    written = [world.entry(connection, "1", one) for one in (world.ada, world.ben, world.cleo)]

    def write(entry):
        with world.tenant() as work:
            work.directory_entries.save_many([entry])
            return entry.person_id

    results = at_once(*[lambda entry=entry: write(entry) for entry in written])
    with world.tenant() as work:
        assert work.directory_entries.get(connection.id, "1").person_id in results
        assert work.directory_entries.count(connection.id) == 1
