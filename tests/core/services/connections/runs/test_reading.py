"""Reading a connection page by page."""

from core.domain.connection import ProblemKind
from core.domain.sync import Counts, Effect, Outcome, SyncMode, Trigger
from core.ports.connectors import (
    Page,
)
from core.services.connections.promises import FULL_EVERY
from tests.core.services.connections.office import Office, counts


class TestReading:
    def test_everything_is_read_first_and_then_what_changed(self, reading):
        full = reading.syncs()
        assert (full.mode, full.outcome, full.pages) == (SyncMode.FULL, Outcome.COMPLETE, 3)
        assert counts(full) == (5, 0, 0, 0)
        assert full.finished_at == reading.clock.now()
        reading.source.hires("fay")
        reading.source.loses("ann")
        reading.clock.advance(hours=1)
        after = reading.syncs()
        assert (after.mode, counts(after)) == (SyncMode.INCREMENTAL, (1, 0, 0, 1))
        assert after.cursor_before == full.cursor_after
        assert reading.present == reading.source.people
        assert reading.connection.problem is None

    def test_everything_is_read_again_after_a_week(self, reading):
        reading.syncs()
        reading.clock.advance(seconds=FULL_EVERY.total_seconds())
        assert reading.syncs().mode is SyncMode.FULL

    def test_changes_alone_do_not_count_as_everything(self, reading):
        reading.syncs()
        for _ in range(2):
            reading.clock.advance(days=3)
            assert reading.syncs().mode is SyncMode.INCREMENTAL
        reading.clock.advance(days=1)
        assert reading.syncs().mode is SyncMode.FULL

    def test_where_changes_cannot_be_read_everything_is(self):
        office = Office(modes=frozenset({SyncMode.FULL}))
        office.has_on()
        office.source.hires("ann", "ben", "cyd")
        office.syncs()
        office.source.loses("cyd")
        assert counts(office.syncs()) == (0, 0, 2, 1)
        assert office.position.cursor is None

    def test_a_run_lists_what_it_changed(self, reading):
        run = reading.syncs()
        detail = reading.uses.history.run(reading.admin, reading.id, run.id)
        assert [(change.key, change.effect) for change in detail.changes] == [
            (key, Effect.CREATED) for key in sorted(reading.source.people)
        ]
        assert {person.name for person in detail.people.values()} == {
            "Ann",
            "Ben",
            "Cyd",
            "Dan",
            "Eve",
        }

    def test_a_dry_run_applies_nothing_and_says_who_would_go(self, reading):
        reading.syncs()
        reading.source.hires("fay")
        reading.source.loses("ann")
        at = reading.position
        run = reading.syncs(Trigger.MANUAL, dry=True, full=True)
        assert (run.outcome, counts(run)) == (Outcome.COMPLETE, (1, 0, 4, 1))
        detail = reading.uses.history.run(reading.admin, reading.id, run.id)
        assert [(c.key, c.effect) for c in detail.changes] == [
            ("fay", Effect.CREATED),
            ("ann", Effect.GONE),
        ]
        assert "ann" in reading.present
        assert reading.position == at

    def test_a_dry_run_counts_nobody_twice(self, reading):
        again = reading.source.people["ann"]
        listed = [Page(upserts=[again], next_cursor={"n": 1}), Page(upserts=[again], last=True)]
        reading.source.pages = lambda *_: iter(listed)
        assert counts(reading.syncs(Trigger.MANUAL, dry=True, full=True)) == (1, 0, 0, 0)

    def test_a_source_that_ends_early_is_read_again_later(self, reading):
        reading.source.pages = lambda *_: iter([Page(next_cursor={"n": 1})])
        run = reading.syncs()
        assert (run.outcome, run.problem.kind) == (None, ProblemKind.TRANSIENT)


def test_counts_add_up():
    assert (Counts(created=1, gone=2) + Counts(updated=3, quarantined=1)).seen == 5
