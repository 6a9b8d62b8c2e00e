from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.directory import (
    DirectoryRecord,
    EmploymentStatus,
    EmploymentType,
    digest_of,
)
from core.domain.people_rules import LONGEST_KEY, LinkKey
from tests.contracts.world import NOW, World

EVERYTHING = DirectoryRecord(
    key="  Ä7 ",
    external_id="x-7",
    user_name="ada",
    name="Ada “A” Lovelace 🧮",
    given_name="Ada",
    family_name="Lovelace",
    email="Ada@Example.edu",
    employee_number="0007",
    title="Countess \\ \"'",
    department="R&D",
    work_location="London",
    time_zone="Europe/London",
    locale="en-GB",
    employment_type=EmploymentType.INTERN,
    status=EmploymentStatus.ON_LEAVE,
    start_date=date(2020, 2, 29),
    end_date=date(2030, 12, 31),
    manager_key="1",
)


@pytest.fixture
def connection(world):
    return world.new_connection()


@pytest.fixture
def other(world):
    return world.new_connection()


def save(world, *entries):
    with world.tenant() as work:
        work.directory_entries.save_many(entries)


class TestEntries:
    def test_everything_said_of_one_comes_back(self, world, connection):
        full = replace(
            world.entry(connection, "", world.ada),
            record=EVERYTHING,
            candidates=(world.ben.id, world.ada.id),
            present=False,
            source={"schemas": ["urn:x"], "active": True, "n": 1.5, "none": None},
            version=7,
            updated_at=NOW + timedelta(days=1),
        )
        bare = world.entry(connection, "2")
        save(world, full, bare)
        with world.tenant() as work:
            assert work.directory_entries.get(connection.id, EVERYTHING.key) == full
            assert work.directory_entries.get(connection.id, "Ä7") is None
            assert work.directory_entries.get_many(connection.id, ["2", "3"]) == {"2": bare}
            assert work.directory_entries.get_many(connection.id, []) == {}

    def test_one_with_the_same_key_is_replaced(self, world, connection, other):
        first = world.entry(connection, "1", name="Ada")
        elsewhere = world.entry(other, "1", name="Eve")
        save(world, first, elsewhere)
        later = world.entry(connection, "1", world.ada, name="Ada L.", version=2)
        save(world, first, later)
        save(world)
        with world.tenant() as work:
            assert work.directory_entries.get(connection.id, "1") == later
            assert work.directory_entries.get(other.id, "1") == elsewhere

    def test_some_can_be_removed(self, world, connection, other):
        save(world, *(world.entry(c, key) for c in (connection, other) for key in "123"))
        with world.tenant() as work:
            work.directory_entries.remove(connection.id, ["1", "3", "9"])
            assert work.directory_entries.count(connection.id) == 1
            assert work.directory_entries.count(other.id) == 3

    def test_only_those_there_are_counted(self, world, connection):
        save(world, world.entry(connection, "1"), world.entry(connection, "2", present=False))
        with world.tenant() as work:
            assert work.directory_entries.count(connection.id) == 1

    def test_thousands_at_once(self, world, connection):
        entries = [world.entry(connection, str(number)) for number in range(2_500)]
        save(world, *entries)
        with world.tenant() as work:
            assert work.directory_entries.count(connection.id) == 2_500
            found = work.directory_entries.get_many(connection.id, [e.key for e in entries])
            assert list(map(found.get, (e.key for e in entries))) == entries

    def test_others_have_none_of_it(self, world, connection):
        save(world, world.entry(connection, "1", world.ada, email="ada@example.edu"))
        with World(world.storage).tenant() as work:
            assert work.directory_entries.get(connection.id, "1") is None
            assert work.directory_entries.of_people([world.ada.id]) == []
            assert work.directory_entries.find({LinkKey.EMAIL: ["ada@example.edu"]}) == []
            assert work.directory_entries.count(connection.id) == 0


def test_digests_are_those_of_entries_that_need_nothing_more(world, connection, other):
    known = world.entry(connection, "1", world.ada, name="Ada", source={"a": 1})
    save(
        world,
        known,
        world.entry(connection, "2", candidates=(world.ada.id,)),
        world.entry(connection, "3", world.ben, present=False),
        world.entry(other, "4", world.ben),
    )
    with world.tenant() as work:
        digests = work.directory_entries.digests(connection.id, ["1", "2", "3", "4", "5"])
        assert digests == {"1": digest_of(known.record, known.source)}
        assert digests["1"] != digest_of(known.record, {})


class TestWhoTheyAreAbout:
    def test_all_entries_about_somebody_gone_ones_too(self, world, connection, other):
        one = world.entry(connection, "1", world.ada)
        gone = world.entry(other, "2", world.ada, present=False)
        bens = world.entry(connection, "3", world.ben)
        save(world, one, gone, bens, world.entry(connection, "4"))
        with world.tenant() as work:
            assert {e.key for e in work.directory_entries.of_people([world.ada.id])} == {"1", "2"}
            both = work.directory_entries.of_people([world.ada.id, world.ben.id])
            assert {e.key for e in both} == {"1", "2", "3"}
            assert work.directory_entries.of_people([]) == []

    def test_those_that_wait_for_a_decision_oldest_first(self, world, connection):
        newer = world.entry(connection, "1", candidates=(world.ada.id, world.ben.id))
        older = replace(newer, record=DirectoryRecord(key="2"), created_at=NOW - timedelta(days=1))
        gone = world.entry(connection, "3", present=False)
        save(world, newer, older, gone, world.entry(connection, "4", world.ada))
        with world.tenant() as work:
            assert work.directory_entries.undecided(9) == [older, newer]
            assert work.directory_entries.undecided(1) == [older]

    def test_they_follow_identities_to_somebody_else(self, world, connection):
        save(world, world.entry(connection, "1", world.ada))
        with world.tenant() as work:
            work.people.hand_over(world.ada.id, world.ben.id)
            assert work.directory_entries.get(connection.id, "1").person_id == world.ben.id

    def test_they_go_with_whom_they_are_about(self, world, connection):
        save(world, world.entry(connection, "1", world.ada))
        with world.tenant() as work:
            work.people.remove(world.ada.id)
            assert work.directory_entries.get(connection.id, "1") is None


class TestFinding:
    @pytest.mark.parametrize(
        ("key", "wanted"),
        [
            (LinkKey.EMPLOYEE_NUMBER, "0007"),
            (LinkKey.EXTERNAL_ID, "x-7"),
            (LinkKey.USER_NAME, "ada"),
            (LinkKey.EMAIL, "ada@example.edu"),
            (LinkKey.NAME, "ada “a” lovelace 🧮"),
        ],
    )
    def test_by_each_key_without_case_and_blanks(self, world, connection, key, wanted):
        about_ada = replace(world.entry(connection, ""), record=EVERYTHING)
        save(world, about_ada, world.entry(connection, "8", email="ada@example.com"))
        with world.tenant() as work:
            assert work.directory_entries.find({key: ["nobody", wanted]}) == [about_ada]
            assert work.directory_entries.find({key: [wanted[:-1]]}) == []

    def test_by_any_of_several_keys_in_any_connection(self, world, connection, other):
        one = world.entry(connection, "1", email="a@example.edu")
        two = world.entry(other, "2", world.ada, employee_number="2")
        save(world, one, two, world.entry(other, "3", email="c@example.edu"))
        with world.tenant() as work:
            by = {LinkKey.EMAIL: ["a@example.edu"], LinkKey.EMPLOYEE_NUMBER: ["2"]}
            assert {e.key for e in work.directory_entries.find(by)} == {"1", "2"}
            assert work.directory_entries.find({}) == []
            assert work.directory_entries.find({LinkKey.EMAIL: []}) == []

    def test_what_is_not_said_finds_nobody(self, world, connection):
        save(world, world.entry(connection, "1"))
        with world.tenant() as work:
            assert work.directory_entries.find({LinkKey.EMAIL: [""], LinkKey.NAME: [""]}) == []

    def test_who_is_gone_is_not_found(self, world, connection):
        save(world, world.entry(connection, "1", email="a@example.edu", present=False))
        with world.tenant() as work:
            assert work.directory_entries.find({LinkKey.EMAIL: ["a@example.edu"]}) == []

    def test_a_value_too_long_to_call_somebody_by_is_kept_and_finds_nobody(self, world, connection):
        name = "ä" * (LONGEST_KEY + 1)
        entry = world.entry(connection, "1", name=name * 20, manager_key="m")
        save(world, entry)
        with world.tenant() as work:
            assert work.directory_entries.find({LinkKey.NAME: [name * 20]}) == []
            assert work.directory_entries.get(connection.id, "1") == entry


def test_reports_of_managers(world, connection, other):
    save(
        world,
        world.entry(connection, "1", manager_key="9"),
        world.entry(connection, "2", manager_key="8"),
        world.entry(connection, "3", manager_key="9", present=False),
        world.entry(connection, "4"),
        world.entry(other, "5", manager_key="9"),
    )
    with world.tenant() as work:
        assert work.directory_entries.reports(connection.id, ["9"]) == ["1"]
        assert set(work.directory_entries.reports(connection.id, ["9", "8", ""])) == {"1", "2"}


def test_who_reports_to_whom_everywhere(world, connection, other):
    known = world.entry(connection, "1", world.ada, manager_key="9")
    elsewhere = world.entry(other, "2", world.ada)
    gone = world.entry(connection, "3", world.ben, manager_key="9", present=False)
    waiting = world.entry(connection, "4", candidates=(world.ada.id,))
    with world.tenant() as work:
        assert list(work.directory_entries.reporting()) == []
    save(world, known, elsewhere, gone, waiting)
    with world.tenant() as work:
        (rows,) = work.directory_entries.reporting()
    assert sorted(rows, key=lambda row: row.key) == [
        (connection.id, "1", known.person_id, "9"),
        (other.id, "2", elsewhere.person_id, ""),
    ]


class TestUnseen:
    def test_those_on_no_page_of_a_run(self, world, connection, other):
        run = world.sync_run(connection)
        keys = [f"{number:04}" for number in range(2_300)]
        save(
            world,
            *(world.entry(connection, key) for key in keys),
            world.entry(connection, "gone", present=False),
            world.entry(other, "elsewhere"),
        )
        with world.tenant() as work:
            work.sync_runs.save(run)
            work.sync_runs.note_seen(run.id, 0, keys[:50])
            work.sync_runs.note_seen(run.id, 1, [*keys[50:100], "new"])
        with world.tenant() as work:
            assert work.directory_entries.count_unseen(connection.id, run.id) == 2_200
            parts = list(work.directory_entries.unseen(connection.id, run.id))
            assert [len(part) for part in parts] == [1_000, 1_000, 200]
            assert sorted(key for part in parts for key in part) == keys[100:]

    def test_a_run_that_saw_all_leaves_none(self, world, connection):
        run = world.sync_run(connection)
        save(world, world.entry(connection, "1"))
        with world.tenant() as work:
            work.sync_runs.save(run)
            assert work.directory_entries.count_unseen(connection.id, run.id) == 1
            work.sync_runs.note_seen(run.id, 0, ["1"])
            assert work.directory_entries.count_unseen(connection.id, run.id) == 0
            assert list(work.directory_entries.unseen(connection.id, run.id)) == []
