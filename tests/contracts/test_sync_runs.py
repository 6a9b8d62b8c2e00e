from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.connection import Problem, ProblemKind
from core.domain.sync import (
    Counts,
    Effect,
    Outcome,
    Position,
    SyncChange,
    SyncIssue,
    SyncMode,
    Trigger,
    Window,
)
from core.sentence import sentence
from tests.contracts.world import NOW, fresh

LATER = NOW + timedelta(days=1)
ROW = sentence("The row has no %(field)s.", field="id")


@pytest.fixture
def connection(world):
    return world.new_connection()


@pytest.fixture
def run(world, connection):
    made = world.sync_run(connection)
    with world.tenant() as work:
        work.sync_runs.save(made)
    return made


class TestRuns:
    def test_everything_said_of_one_comes_back(self, world, connection):
        full = world.sync_run(
            connection,
            trigger=Trigger.BACKFILL,
            mode=SyncMode.INCREMENTAL,
            dry=True,
            window=Window(since=NOW, until=LATER),
            by=world.dora.id,
            confirmed=12,
            cursor_before={"version": 1, "at": "ä"},
            cursor_after={},
            pages=3,
            counts=Counts(created=1, updated=2, unchanged=3, gone=4, quarantined=5),
            outcome=Outcome.FAILED,
            problem=Problem(kind=ProblemKind.DATA, sentence=ROW, retry_at=LATER),
            finished_at=LATER,
        )
        bare = world.sync_run(connection, minutes=1)
        with world.tenant() as work:
            work.sync_runs.save(full)
            work.sync_runs.save(bare)
            assert work.sync_runs.get(full.id) == full
            assert work.sync_runs.get(bare.id) == bare
            assert work.sync_runs.get(fresh()) is None
            later = replace(bare, pages=1, cursor_after={"at": 2}, counts=Counts(created=7))
            work.sync_runs.save(later)
            assert work.sync_runs.get(bare.id) == later

    def test_they_are_listed_by_age(self, world, connection):
        other = world.new_connection()
        first, second, third = (world.sync_run(connection, minutes=m) for m in (1, 2, 3))
        done = replace(second, outcome=Outcome.COMPLETE)
        with world.tenant() as work:
            assert work.sync_runs.newest() == {}
            elsewhere = world.sync_run(other)
            for one in (third, first, done, elsewhere):
                work.sync_runs.save(one)
            assert work.sync_runs.newest() == {connection.id: third, other.id: elsewhere}
            assert work.sync_runs.of_connection(connection.id, 9) == [third, done, first]
            assert work.sync_runs.of_connection(connection.id, 2) == [third, done]
            assert work.sync_runs.unfinished(connection.id) == [first, third]
            assert work.sync_runs.left_open(third.started_at) == [elsewhere, first]

    def test_a_person_who_started_one_may_go(self, world, run):
        with world.tenant() as work:
            work.sync_runs.save(replace(run, by=world.dora.id))
            work.people.remove(world.dora.id)
            assert work.sync_runs.get(run.id) == run


class TestPositions:
    def test_a_stream_stands_somewhere(self, world, connection):
        unknown = Position(connection_id=connection.id, stream="people")
        known = replace(unknown, cursor={"version": 1, "at": ["x", 2]}, full_at=NOW)
        with world.tenant() as work:
            assert work.sync_runs.position(connection.id, "people") == unknown
            work.sync_runs.save_position(known)
            assert work.sync_runs.position(connection.id, "people") == known
            assert work.sync_runs.position(connection.id, "others").cursor is None
            work.sync_runs.save_position(replace(known, cursor=None))
            assert work.sync_runs.position(connection.id, "people") == replace(known, cursor=None)


class TestWhatRunsFound:
    def test_issues_in_the_order_they_were_found(self, world, run):
        issues = [
            SyncIssue(run_id=run.id, key=f"{n}", place=f"row {n}", sentence=ROW) for n in (3, 1, 2)
        ]
        with world.tenant() as work:
            work.sync_runs.add_issues(issues[:2])
            work.sync_runs.add_issues(issues[2:])
            work.sync_runs.add_issues([])
            assert work.sync_runs.issues(run.id, 9) == issues
            assert work.sync_runs.issues(run.id, 2) == issues[:2]
            assert work.sync_runs.issues(fresh(), 9) == []

    def test_changes_in_the_order_they_were_made(self, world, run):
        changes = [
            SyncChange(run_id=run.id, key="b", effect=Effect.CREATED),
            SyncChange(run_id=run.id, key="ä", effect=Effect.UPDATED, fields=("name", "email")),
            SyncChange(run_id=run.id, key="a", effect=Effect.GONE, person_id=world.ada.id),
            # Of a dry run: nobody was made.
            SyncChange(run_id=run.id, key="c", effect=Effect.CREATED, person_id=fresh(), name="Ä"),
            SyncChange(run_id=run.id, key="d", effect=Effect.UPDATED, told={"title": ("", "Ä")}),
        ]
        with world.tenant() as work:
            work.sync_runs.add_changes(changes[:1])
            work.sync_runs.add_changes(changes[1:])
            work.sync_runs.add_changes([])
            assert work.sync_runs.changes(run.id, 9) == changes
            assert work.sync_runs.changes(run.id, 2) == changes[:2]

    def test_names_and_values_are_forgotten_before_their_run(self, world, connection, run):
        later = world.sync_run(connection, minutes=1)
        plain = {"key": "a", "effect": Effect.UPDATED, "fields": ("title",)}
        said = {"name": "Ada", "told": {"title": ("", "Lead")}}
        with world.tenant() as work:
            work.sync_runs.save(later)
            for one in (run, later):
                work.sync_runs.add_changes([SyncChange(run_id=one.id, **plain, **said)])
            assert work.sync_runs.forget_told(later.started_at) == 1
            assert work.sync_runs.forget_told(later.started_at) == 0
            assert work.sync_runs.changes(run.id, 9) == [SyncChange(run_id=run.id, **plain)]
            (kept,) = work.sync_runs.changes(later.id, 9)
            assert (kept.name, kept.told) == ("Ada", {"title": ("", "Lead")})


class TestSeenKeys:
    def test_keys_of_every_page_are_remembered(self, world, connection, run):
        other = world.sync_run(connection)
        with world.tenant() as work:
            work.sync_runs.save(other)
            work.sync_runs.note_seen(run.id, 0, ["a", "b"])
            work.sync_runs.note_seen(run.id, 1, ["c"])
            work.sync_runs.note_seen(other.id, 0, ["d"])
            assert work.sync_runs.seen_before(run.id, ["b", "c", "d", "e"]) == {"b", "c"}
            assert work.sync_runs.seen_before(run.id, []) == set()

    def test_a_page_that_comes_again_replaces_itself(self, world, run):
        with world.tenant() as work:
            work.sync_runs.note_seen(run.id, 0, ["a", "b"])
            work.sync_runs.note_seen(run.id, 0, ["b", "c"])
            assert work.sync_runs.seen_before(run.id, "abc") == {"b", "c"}
            work.sync_runs.note_seen(run.id, 0, [])
            assert work.sync_runs.seen_before(run.id, "abc") == set()

    def test_they_can_be_forgotten(self, world, run):
        with world.tenant() as work:
            work.sync_runs.note_seen(run.id, 0, ["a"])
            work.sync_runs.forget_seen(run.id)
            assert work.sync_runs.seen_before(run.id, ["a"]) == set()


def test_old_runs_are_forgotten_but_the_newest_applied_one_of_each_stream(world, connection):
    done = {"outcome": Outcome.COMPLETE}
    older, newest = (world.sync_run(connection, minutes=m, **done) for m in (-9, -8))
    other_stream = world.sync_run(connection, minutes=-9, stream="courses", **done)
    tried = world.sync_run(connection, minutes=-7, dry=True, **done)
    failed = world.sync_run(connection, minutes=-6, outcome=Outcome.FAILED)
    running = world.sync_run(connection, minutes=-9)
    young = world.sync_run(connection, minutes=0, outcome=Outcome.STOPPED)
    with world.tenant() as work:
        for one in (older, newest, other_stream, tried, failed, running, young):
            work.sync_runs.save(one)
            work.sync_runs.add_issues([SyncIssue(run_id=one.id, sentence=ROW)])
        assert work.sync_runs.purge(NOW) == 3
        left = {one.id for one in work.sync_runs.of_connection(connection.id, 9)}
        assert left == {newest.id, other_stream.id, running.id, young.id}
        assert work.sync_runs.issues(failed.id, 9) == []
        assert len(work.sync_runs.issues(newest.id, 9)) == 1
        assert work.sync_runs.purge(NOW) == 0
