"""Runs that would take away too many people wait for a yes."""

from dataclasses import replace

import pytest

from core.domain.connection import ProblemKind
from core.domain.directory import EmploymentStatus
from core.domain.sync import Effect, Outcome, SyncMode, Trigger
from core.errors import UnavailableError
from core.ports.connectors import (
    CursorExpiredError,
)
from core.services.connections.holding import FEW_GONE
from tests.core.services.connections.office import Office, counts

MANY = [f"p{number:02}" for number in range(20)]


class TestHeld:
    @pytest.fixture
    def emptied(self, office):
        office.has_on()
        office.source.hires(*MANY)
        office.syncs()
        office.source.loses(*MANY[: FEW_GONE + 1])
        return office

    def test_when_many_would_go_an_administrator_has_to_say_yes(self, emptied):
        emptied.source.hires("new")
        held = emptied.syncs(full=True)
        assert (held.outcome, held.problem.kind) == (Outcome.HELD, ProblemKind.HELD)
        assert str(held.problem.sentence).startswith("6 of 21 people would be gone.")
        assert counts(held) == (1, 0, 14, 6)
        assert emptied.connection.problem == held.problem
        assert len(emptied.present) == 21
        detail = emptied.uses.history.run(emptied.admin, emptied.id, held.id)
        assert [c.key for c in detail.changes if c.effect is Effect.GONE] == MANY[:6]
        emptied.clock.advance(seconds=1)
        emptied.uses.switches.confirm(emptied.admin, emptied.id, held.id)
        run = emptied.works()
        assert (run.outcome, run.confirmed, run.counts.gone) == (Outcome.COMPLETE, 6, 6)
        assert emptied.present == emptied.source.people
        assert emptied.connection.problem is None

    def test_more_than_were_confirmed_are_held_again(self, emptied):
        held = emptied.syncs(full=True)
        emptied.clock.advance(seconds=1)
        emptied.uses.switches.confirm(emptied.admin, emptied.id, held.id)
        emptied.source.loses(*MANY[10:12])
        assert emptied.works().outcome is Outcome.HELD

    def test_the_question_stays_until_it_is_answered(self, emptied):
        emptied.syncs(full=True)
        emptied.source.hires("new")
        emptied.source.raises[0] = UnavailableError("It does not answer.")
        emptied.syncs()
        assert emptied.connection.problem.kind is ProblemKind.TRANSIENT
        emptied.clock.advance(hours=1)
        emptied.works()
        run = emptied.syncs()
        assert (run.mode, run.outcome) == (SyncMode.FULL, Outcome.HELD)
        assert "new" in emptied.present
        assert emptied.connection.problem.kind is ProblemKind.HELD

    def test_changes_alone_do_not_answer_the_question(self, emptied):
        emptied.syncs(full=True)
        with emptied.tenant() as work:
            at = work.sync_runs.position(emptied.id, "people")
            work.sync_runs.save_position(replace(at, full_at=emptied.clock.now()))
        assert emptied.syncs().mode is SyncMode.INCREMENTAL
        assert emptied.connection.problem.kind is ProblemKind.HELD

    def test_a_dry_run_says_that_it_would_be_held_and_asks_nothing(self, emptied):
        run = emptied.syncs(Trigger.MANUAL, dry=True, full=True)
        assert (run.outcome, run.problem.kind) == (Outcome.COMPLETE, ProblemKind.HELD)
        assert emptied.connection.problem is None

    def test_an_empty_source_is_never_believed_unasked(self, reading):
        reading.syncs()
        reading.source.loses(*reading.source.people)
        assert reading.syncs(full=True).outcome is Outcome.HELD

    def test_a_few_may_always_go(self, reading):
        reading.syncs()
        reading.source.loses("ann", "ben", "cyd")
        assert counts(reading.syncs(full=True)) == (0, 0, 2, 3)


class TestLeaving:
    """Whoever is told to have left, by a deletion or by their status."""

    @pytest.fixture
    def staffed(self, office):
        office.has_on()
        office.source.hires(*MANY)
        office.syncs()
        return office

    def dismisses(self, office, names):
        for name in names:
            record = replace(office.source.people[name], status=EmploymentStatus.TERMINATED)
            office.source.people[name] = record
            office.source.log.append(name)

    def test_a_few_may_always_leave(self, staffed):
        self.dismisses(staffed, MANY[:3])
        staffed.source.loses(*MANY[3:5])
        run = staffed.syncs()
        assert (run.outcome, run.counts.leaving) == (Outcome.COMPLETE, FEW_GONE)

    @pytest.mark.parametrize("full", [True, False])
    def test_when_everybody_is_said_to_have_left_somebody_has_to_say_yes(self, staffed, full):
        self.dismisses(staffed, MANY)
        held = staffed.syncs(full=full)
        assert (held.outcome, held.problem.kind) == (Outcome.HELD, ProblemKind.HELD)
        assert (held.pages, held.counts.gone) == (10, 20)
        assert staffed.connection.problem == held.problem
        left = [key for key, one in staffed.present.items() if one.presence == "gone"]
        assert left == MANY[:4]
        detail = staffed.uses.history.run(staffed.admin, staffed.id, held.id)
        assert [change.key for change in detail.changes] == MANY
        # What was not stored comes again.
        assert staffed.syncs().outcome is Outcome.HELD

    def test_a_yes_reads_everything_again(self, staffed):
        self.dismisses(staffed, MANY)
        held = staffed.syncs()
        staffed.clock.advance(seconds=1)
        staffed.uses.switches.confirm(staffed.admin, staffed.id, held.id)
        again = staffed.works()
        assert (again.mode, again.outcome) == (SyncMode.FULL, Outcome.COMPLETE)
        assert {one.presence for one in staffed.present.values()} == {"gone"}
        assert staffed.connection.problem is None

    def test_a_source_that_is_corrected_needs_no_yes(self, staffed):
        before = dict(staffed.source.people)
        self.dismisses(staffed, MANY)
        staffed.syncs()
        staffed.source.people.update(before)
        staffed.source.log += MANY
        assert staffed.syncs(full=True).outcome is Outcome.COMPLETE
        assert staffed.present == before
        assert staffed.connection.problem is None

    def test_a_trouble_in_between_does_not_make_it_forget(self, staffed):
        self.dismisses(staffed, MANY)
        staffed.source.raises[5] = UnavailableError("It does not answer.")
        waiting = staffed.syncs()
        assert (waiting.outcome, waiting.problem.kind) == (None, ProblemKind.HELD)
        assert waiting.problem.retry_at is not None
        staffed.clock.advance(hours=1)
        staffed.source.hires("new")
        run = staffed.works()
        assert (run.outcome, run.counts.gone) == (Outcome.HELD, len(MANY))
        # It did not go on from there: what waits for a yes has to come again.
        assert staffed.position.cursor == {"since": len(MANY)}

    def test_pages_that_do_not_wait_are_stored(self, staffed):
        staffed.source.loses(*MANY[:8])
        staffed.source.hires("new")
        run = staffed.syncs()
        assert (run.outcome, run.counts.created) == (Outcome.HELD, 1)
        assert "new" in staffed.present

    def test_newcomers_do_not_hide_who_waits(self, office):
        office.has_on()
        office.source.hires("ben")
        office.syncs()
        office.source.hires("ann")
        office.source.loses("ben")
        office.source.hires("cyd")
        held = office.syncs()
        assert (held.outcome, held.counts.gone) == (Outcome.HELD, 1)
        assert set(office.present) == {"ben", "cyd"}

    def test_deletions_in_many_pages_add_up(self, staffed):
        staffed.source.loses(*MANY[:8])
        assert staffed.syncs().outcome is Outcome.HELD
        assert len(staffed.present) == 16

    def test_what_waits_is_not_forgotten_because_many_others_come(self):
        office = Office(page_size=10)
        office.has_on()
        office.source.hires(*MANY[:12])
        at = office.syncs().cursor_after
        self.dismisses(office, MANY[:6])
        office.source.hires(*(f"q{number:03}" for number in range(100)))
        held = office.syncs()
        assert len(office.present) > 100
        assert (held.outcome, held.counts.gone, office.position.cursor) == (Outcome.HELD, 6, at)
        office.clock.advance(seconds=1)
        office.uses.switches.confirm(office.admin, office.id, held.id)
        office.works()
        assert office.present == office.source.people

    def test_what_waits_is_counted_once_when_everything_is_read_anew(self, staffed):
        self.dismisses(staffed, MANY[:8])
        staffed.source.raises[3] = CursorExpiredError("Too old.")
        held = staffed.syncs()
        assert (held.outcome, held.counts.gone) == (Outcome.HELD, 8)

    def test_a_dry_run_says_that_so_many_would_leave(self, staffed):
        self.dismisses(staffed, MANY[:8])
        run = staffed.syncs(Trigger.MANUAL, dry=True, full=True)
        assert (run.outcome, run.problem.kind) == (Outcome.COMPLETE, ProblemKind.HELD)
        assert str(run.problem.sentence).startswith("8 of 20 people would be gone.")

    def test_who_had_left_before_does_not_leave_again(self, staffed):
        self.dismisses(staffed, MANY[:5])
        staffed.syncs()
        staffed.source.loses(*MANY[:5])
        run = staffed.syncs()
        assert (run.outcome, run.counts.gone, run.counts.leaving) == (Outcome.COMPLETE, 5, 0)
