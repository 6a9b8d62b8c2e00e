from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.evidence import Showing
from core.domain.profile import text_hash
from core.domain.resource import ResourceKind
from tests.contracts.world import NOW, World

VECTOR = b"\0\0\x80?\0\0\0\0"


@pytest.fixture
def connection(world):
    return world.new_connection()


@pytest.fixture
def other(world):
    return world.new_connection()


def save(world, *records):
    with world.tenant() as work:
        kept = work.evidences if hasattr(records[0], "hidden") else work.resources
        kept.save_many(records)


class TestResources:
    def test_everything_said_of_one_comes_back(self, world, connection):
        full = world.resource(
            connection,
            "  Ä7 ",
            title="SQL “joins” 🧮",
            kind=ResourceKind.QUIZ,
            course="Data",
            module="Week 1",
            minutes=45,
            skills=("sql", "data analysis"),
            present=False,
        )
        bare = world.resource(connection, "2")
        save(world, full, bare)
        with world.tenant() as work:
            found = work.resources.get_many(connection.id, ["  Ä7 ", "2", "3"])
            assert found == {"  Ä7 ": full, "2": bare}

    def test_one_with_the_same_key_is_replaced(self, world, connection, other):
        elsewhere = world.resource(other, "1", title="Other")
        later = world.resource(connection, "1", title="Later")
        save(world, world.resource(connection, "1"), elsewhere)
        save(world, later)
        with world.tenant() as work:
            assert work.resources.get_many(connection.id, ["1"]) == {"1": later}
            assert work.resources.get_many(other.id, ["1"]) == {"1": elsewhere}

    def test_those_that_are_present_come_by_course_module_and_title(self, world, connection, other):
        titles = (("B", "1", "b"), ("A", "2", "a"), ("A", "1", "b"), ("A", "1", "a"))
        made = [
            world.resource(connection, str(at), course=course, module=module, title=title)
            for at, (course, module, title) in enumerate(titles)
        ]
        save(world, *made, world.resource(connection, "x", present=False))
        save(world, world.resource(other, "y"))
        with world.tenant() as work:
            assert work.resources.present([connection.id]) == made[::-1]
            assert len(work.resources.present([connection.id, other.id])) == 5
            assert work.resources.present([]) == []
            assert work.resources.count(connection.id) == 4

    def test_texts_without_a_vector_are_found_until_they_have_one(self, world, connection):
        one = world.resource(connection, "1", title="SQL")
        same, gone = (
            replace(one, record=replace(one.record, key="2")),
            world.resource(connection, "3", title="Gone", present=False),
        )
        save(world, one, same, gone, world.resource(connection, "4", title="Excel"))
        with world.tenant() as work:
            assert sorted(work.resources.unread("m", 9)) == ["Excel", "SQL"]
            assert len(work.resources.unread("m", 1)) == 1
            work.resources.save_vectors("m", {text_hash("SQL"): b"\0" * 8})
            work.resources.save_vectors("m", {text_hash("SQL"): VECTOR, b"old": VECTOR})
            work.resources.save_vectors("m", {})
            assert work.resources.unread("m", 9) == ["Excel"]
            assert len(work.resources.unread("another", 9)) == 2
            hashes = [text_hash("SQL"), text_hash("Excel")]
            assert work.resources.vectors("m", hashes) == {text_hash("SQL"): VECTOR}
            assert work.resources.vectors("another", hashes) == {}
            assert work.resources.purge_vectors() == 1
            assert work.resources.purge_vectors() == 0
            assert set(work.resources.vectors("m", [b"old", *hashes])) == {text_hash("SQL")}

    def test_others_have_none_of_it(self, world, connection):
        save(world, world.resource(connection, "1", title="SQL"))
        with world.tenant() as work:
            work.resources.save_vectors("m", {text_hash("SQL"): VECTOR})
        with World(world.storage).tenant() as work:
            assert work.resources.get_many(connection.id, ["1"]) == {}
            assert work.resources.present([connection.id]) == []
            assert work.resources.vectors("m", [text_hash("SQL")]) == {}
            assert work.resources.unread("m", 9) == []


class TestEvidence:
    def test_everything_comes_back(self, world, connection):
        full = world.evidence(
            connection,
            "1",
            world.ada,
            skills=("sql", "python"),
            course="Data",
            how=Showing.GRADED,
            strength=0.25,
            hidden=True,
            present=False,
        )
        bare = world.evidence(connection, "2", world.ada)
        save(world, full, bare)
        with world.tenant() as work:
            found = work.evidences.get_many(connection.id, ["1", "2", "3"])
            assert found == {"1": full, "2": bare}
        later = replace(bare, strength=0.5, person_id=world.ben.id)
        save(world, later)
        with world.tenant() as work:
            assert work.evidences.get_many(connection.id, ["2"]) == {"2": later}

    def test_that_of_a_person_comes_newest_first(self, world, connection, other):
        old = world.evidence(connection, "1", world.ada, at=NOW - timedelta(days=9))
        new = world.evidence(other, "1", world.ada, hidden=True)
        gone = world.evidence(connection, "2", world.ada, present=False)
        save(world, old, new, gone, world.evidence(connection, "3", world.ben))
        with world.tenant() as work:
            assert work.evidences.of_person(world.ada.id) == [new, old]
            assert work.evidences.of_person(world.cleo.id) == []
            assert work.evidences.count(connection.id) == 2
        with World(world.storage).tenant() as work:
            assert work.evidences.of_person(world.ada.id) == []

    def test_it_goes_with_its_person(self, world, connection):
        save(world, world.evidence(connection, "1", world.ada))
        with world.tenant() as work:
            assert len(work.person_records.everything(world.ada.id)["evidence"]) == 1
            assert work.person_records.erase(world.ada.id)
            assert work.evidences.count(connection.id) == 0


@pytest.mark.parametrize("name", ["resources", "evidences"])
class TestWhatConnectionsTell:
    def records(self, world, connection, name, keys):
        if name == "resources":
            return [world.resource(connection, key) for key in keys]
        return [world.evidence(connection, key, world.ada) for key in keys]

    def test_what_a_run_did_not_see_is_known(self, world, connection, other, name):
        run = world.sync_run(connection)
        save(world, *self.records(world, connection, name, "abcd"))
        save(world, *self.records(world, other, name, "xy"))
        save(world, replace(self.records(world, connection, name, "e")[0], present=False))
        with world.tenant() as work:
            kept = getattr(work, name)
            work.sync_runs.save(run)
            assert kept.count_unseen(connection.id, run.id) == 4
            work.sync_runs.note_seen(run.id, 0, ["b"])
            work.sync_runs.note_seen(run.id, 1, ["d", "z"])
            assert kept.unseen(connection.id, run.id, 9) == ["a", "c"]
            assert kept.unseen(connection.id, run.id, 1) == ["a"]
            assert kept.count_unseen(connection.id, run.id) == 2

    def test_it_goes_with_its_connection(self, world, connection, other, name):
        for one in (connection, other):
            save(world, *self.records(world, one, name, "ab"))
        with world.tenant() as work:
            work.connections.remove(connection.id)
            kept = getattr(work, name)
            assert (kept.count(connection.id), kept.count(other.id)) == (0, 2)
