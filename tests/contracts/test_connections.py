from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.connection import ConnectionStatus, Problem, ProblemKind, SecretFact
from core.domain.people_rules import LinkKey, LinkRule
from core.domain.sync import Position
from core.errors import ConflictError
from core.sentence import sentence
from tests.contracts.world import NOW, World

LATER = NOW + timedelta(days=1)
HOUR = timedelta(hours=1)


class TestConnections:
    def test_everything_said_of_one_comes_back(self, world):
        connection = world.new_connection(
            connector="bamboohr",
            status=ConnectionStatus.ON,
            settings={"company": "Äpfel & Co", "only": ["a", "b"], "active": True},
            every=timedelta(hours=6),
            link_rules=(
                LinkRule.of([LinkKey.EMPLOYEE_NUMBER]),
                LinkRule.of([LinkKey.EMAIL, LinkKey.NAME]),
            ),
            held_share=0.25,
            account_id="42",
            account_label="Äpfel",
            problem=Problem(
                kind=ProblemKind.RATE,
                sentence=sentence("Wait until %(time)s.", time="noon"),
                retry_at=LATER,
            ),
            due_at=LATER,
        )
        bare = world.new_connection(every=None, problem=None)
        with world.tenant() as work:
            assert work.connections.get(connection.id) == connection
            assert work.connections.lock(bare.id) == bare
            assert work.connections.all() == [connection, bare]

    def test_there_may_be_none(self, world):
        unknown = world.connection()
        with world.tenant() as work:
            assert work.connections.get(unknown.id) is None
            assert work.connections.lock(unknown.id) is None
            assert work.connections.all() == []
            assert work.connections.secret(unknown.id, "key") is None
            assert work.connections.file(unknown.id) is None

    def test_a_problem_may_have_no_next_try(self, world):
        told = Problem(kind=ProblemKind.HELD, sentence=sentence("Too many would go."))
        connection = world.new_connection(problem=told)
        with world.tenant() as work:
            assert work.connections.get(connection.id).problem == told

    def test_those_due_are_on_and_the_longest_due_comes_first(self, world):
        on = {"status": ConnectionStatus.ON}
        now = world.new_connection(due_at=NOW, **on)
        early = world.new_connection(due_at=NOW - HOUR, **on)
        world.new_connection(due_at=NOW + HOUR, **on)
        world.new_connection(due_at=NOW, status=ConnectionStatus.PAUSED)
        world.new_connection(due_at=None, **on)
        with world.tenant() as work:
            assert work.connections.due(NOW) == [early, now]

    def test_a_change_needs_the_version_before(self, world):
        connection = world.new_connection()
        changed = replace(connection, title="Theirs", updated_at=LATER, version=2)
        with world.tenant() as work:
            work.connections.update(changed)
        for version in (1, 2, 4):
            with world.tenant() as work, pytest.raises(ConflictError, match="meanwhile"):
                work.connections.update(replace(changed, version=version))
        with world.tenant() as work:
            assert work.connections.get(connection.id) == changed

    def test_what_is_gone_cannot_be_changed(self, world):
        with world.tenant() as work, pytest.raises(ConflictError):
            work.connections.update(world.connection(version=2))

    def test_others_have_none_of_it(self, world):
        connection = world.new_connection()
        other = World(world.storage)
        with other.tenant() as work:
            assert work.connections.all() == []
            assert work.connections.get(connection.id) is None
            work.connections.remove(connection.id)
        with world.tenant() as work:
            assert work.connections.all() == [connection]


class TestSecrets:
    def test_they_are_read_apart(self, world):
        connection = world.new_connection(secrets={"ignored": SecretFact(set_at=NOW)})
        with world.tenant() as work:
            work.connections.set_secret(connection.id, "key", "0123456789abcdef", NOW)
            work.connections.set_secret(connection.id, "password", "kürzer 🔑", LATER)
            work.connections.set_secret(connection.id, "empty", "", NOW)
        with world.tenant() as work:
            found = work.connections.get(connection.id)
            assert found.secrets == {
                "key": SecretFact(set_at=NOW, ends="cdef"),
                "password": SecretFact(set_at=LATER),
                "empty": SecretFact(set_at=NOW),
            }
            assert work.connections.all() == [found]
            assert work.connections.secret(connection.id, "key") == "0123456789abcdef"
            assert work.connections.secret(connection.id, "password") == "kürzer 🔑"
            assert work.connections.secret(connection.id, "empty") == ""
            assert work.connections.secret(connection.id, "other") is None

    def test_a_new_one_replaces_the_old_one_and_none_forgets_it(self, world):
        connection = world.new_connection()
        with world.tenant() as work:
            work.connections.set_secret(connection.id, "key", "a", NOW)
            work.connections.set_secret(connection.id, "key", "b", LATER)
            assert work.connections.secret(connection.id, "key") == "b"
            assert work.connections.get(connection.id).secrets == {"key": SecretFact(set_at=LATER)}
            work.connections.set_secret(connection.id, "key", None, LATER)
            work.connections.set_secret(connection.id, "never", None, LATER)
            assert work.connections.secret(connection.id, "key") is None
            assert work.connections.get(connection.id).secrets == {}

    def test_changing_the_rest_leaves_them_alone(self, world):
        connection = world.new_connection()
        with world.tenant() as work:
            work.connections.set_secret(connection.id, "key", "a", NOW)
            work.connections.update(replace(connection, title="Ours", version=2))
            assert work.connections.get(connection.id).secrets == {"key": SecretFact(set_at=NOW)}
            assert work.connections.secret(connection.id, "key") == "a"


class TestFiles:
    CONTENT = bytes(range(256)) * 5

    def test_the_last_one_is_kept(self, world):
        connection, other = world.new_connection(), world.new_connection()
        with world.tenant() as work:
            work.connections.set_file(connection.id, b"old", NOW)
            work.connections.set_file(connection.id, self.CONTENT, NOW)
            assert work.connections.file(connection.id) == self.CONTENT
            assert work.connections.file(other.id) is None
            work.connections.set_file(connection.id, None, NOW)
            assert work.connections.file(connection.id) is None

    def test_old_ones_are_forgotten(self, world):
        old, new = world.new_connection(), world.new_connection()
        with world.tenant() as work:
            work.connections.set_file(old.id, b"old", NOW - HOUR)
            work.connections.set_file(new.id, b"new", NOW)
            assert work.connections.purge_files(NOW) == 1
            assert work.connections.file(old.id) is None
            assert work.connections.file(new.id) == b"new"


def test_a_connection_goes_with_everything_but_its_people(world):
    gone, stays = world.new_connection(), world.new_connection()
    with world.tenant() as work:
        for connection in (gone, stays):
            run = world.sync_run(connection)
            work.connections.set_secret(connection.id, "key", "a", NOW)
            work.connections.set_file(connection.id, b"file", NOW)
            work.sync_runs.save(run)
            work.sync_runs.note_seen(run.id, 0, ["7"])
            work.sync_runs.save_position(
                Position(connection_id=connection.id, stream="people", cursor={"at": 1})
            )
            work.directory_entries.save_many([world.entry(connection, "7", world.ada)])
        work.connections.remove(gone.id)
    with world.tenant() as work:
        assert [one.id for one in work.connections.all()] == [stays.id]
        assert work.people.get(world.ada.id) == world.ada
        for connection, left in ((gone, 0), (stays, 1)):
            assert len(work.sync_runs.of_connection(connection.id, 9)) == left
            assert work.directory_entries.count(connection.id) == left
            assert (work.connections.secret(connection.id, "key") is not None) == bool(left)
            assert (work.connections.file(connection.id) is not None) == bool(left)
            assert (work.sync_runs.position(connection.id, "people").cursor is not None) == bool(
                left
            )
