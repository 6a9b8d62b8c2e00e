"""Reading connections: pages, kills, holds, problems."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.connection import ConnectionStatus, ProblemKind
from core.domain.directory import EmploymentStatus
from core.domain.sync import Counts, Effect, Outcome, SyncMode, Trigger
from core.errors import ConflictError, UnavailableError
from core.ports.connectors import (
    BadRow,
    CursorExpiredError,
    ForbiddenScopeError,
    Page,
    RateLimitedError,
)
from core.services.connections import holding, page_store
from core.services.connections.holding import FEW_GONE
from core.services.connections.problems import LONGEST_ASKED, LONGEST_PAUSE, TRIES
from core.services.connections.promises import FULL_EVERY, Wish, promise_run
from tests.core.services.connections.office import Office
from tests.fakes.connection_storage import FakeConnections
from tests.fakes.source import BAD, Killed

MANY = [f"p{number:02}" for number in range(20)]


@pytest.fixture
def reading(office):
    """A connection that is on, with five people."""
    office.has_on()
    office.source.hires("ann", "ben", "cyd", "dan", "eve")
    return office


def counts(run):
    found = run.counts
    return found.created, found.updated, found.unchanged, found.gone


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


class TestKilled:
    @pytest.mark.parametrize("page", [0, 1, 2])
    def test_a_killed_run_goes_on_after_its_last_page(self, reading, page):
        reading.source.raises[page] = Killed()
        with pytest.raises(Killed):
            reading.syncs()
        assert reading.run.pages == page
        # Whoever comes next goes on with it first.
        reading.syncs()
        assert [run.outcome for run in reading.runs] == [Outcome.COMPLETE] * 2
        assert reading.source.pulled[1] == (
            reading.source.pulled[0] if not page else {"all": ["", "ben", "dan"][page], "since": 5}
        )
        assert reading.present == reading.source.people
        assert counts(reading.runs[-1]) == (5, 0, 0, 0)

    def test_the_same_job_again_reads_nothing(self, reading):
        reading.uses.switches.turn_on(reading.admin, reading.id)
        job = reading.promised[0]["arguments"]
        reading.works()
        pulled = len(reading.source.pulled)
        reading.runner.sync_connection(**job)
        assert (len(reading.runs), len(reading.source.pulled)) == (1, pulled)

    def test_a_source_without_cursors_is_read_from_its_beginning(self, reading):
        everybody = list(reading.source.people.values())

        def pages(_cursor, _window):
            yield Page(upserts=everybody[:3])
            reading.source.before_page(1)
            yield Page(upserts=everybody[3:], last=True)

        reading.source.pages = pages
        reading.source.before_page = kill
        with pytest.raises(Killed):
            reading.syncs()
        reading.source.before_page = lambda _: None
        reading.syncs()
        first = reading.runs[-1]
        assert (first.outcome, first.pages, counts(first)) == (Outcome.COMPLETE, 2, (5, 0, 3, 0))

    def test_a_page_of_a_worker_that_was_thought_dead_is_left_out(self, reading):
        reading.source.before_page = lambda number: number == 1 and overtaken(reading)
        reading.syncs()
        assert [run.outcome for run in reading.runs] == [Outcome.COMPLETE] * 2
        assert counts(reading.runs[-1]) == (5, 0, 0, 0)

    def test_a_worker_that_was_overtaken_leaves_the_rest_to_the_other(self, reading):
        def overtake(number):
            if number == 1:
                reading.source.before_page = lambda _: None
                reading.source.raises[1] = UnavailableError("It does not answer.")
                reading.syncs()

        reading.source.before_page = overtake
        reading.syncs()
        first = reading.runs[-1]
        assert (first.pages, first.outcome) == (2, None)
        assert len(reading.present) == 4
        reading.clock.advance(hours=1)
        reading.works()
        assert reading.present == reading.source.people


def kill(_number):
    raise Killed


def overtaken(office):
    office.source.before_page = lambda _: None
    office.syncs()


class TestStopped:
    def test_all_runs_are_stopped_at_once(self, reading):
        for _ in range(2):
            reading.source.raises[0] = Killed()
            with pytest.raises(Killed):
                reading.syncs()
            with reading.tenant() as work:
                work.sync_runs.save(replace(reading.run, id=reading.campus.entropy.uuid()))
        reading.source.before_page = lambda _: reading.uses.switches.stop(reading.admin, reading.id)
        reading.syncs()
        assert {run.outcome for run in reading.runs} == {Outcome.STOPPED}

    def test_a_stopped_run_does_not_begin_again(self, reading):
        def stop_and_forget(number):
            if number == 1:
                reading.uses.switches.stop(reading.admin, reading.id)
                reading.source.raises[1] = CursorExpiredError("Too old.")

        reading.source.before_page = stop_and_forget
        run = reading.syncs()
        assert (run.outcome, run.pages) == (Outcome.STOPPED, 1)

    def test_a_stopped_run_stores_no_further_page(self, reading):
        reading.source.before_page = lambda number: (
            number == 1 and reading.uses.switches.stop(reading.admin, reading.id)
        )
        run = reading.syncs()
        assert (run.outcome, run.pages) == (Outcome.STOPPED, 1)
        assert len(reading.present) == 2
        assert reading.position.cursor is None

    def test_other_settings_stop_a_run(self, reading):
        def change(number):
            if number == 1:
                with reading.tenant() as work:
                    now = work.connections.get(reading.id)
                    settings = {**now.settings, "address": "https://other.example"}
                    work.connections.update(
                        replace(now, settings=settings, version=now.version + 1)
                    )

        reading.source.before_page = change
        run = reading.syncs()
        assert (run.outcome, run.problem.kind) == (Outcome.STOPPED, ProblemKind.SETTINGS)

    def test_a_deleted_connection_is_read_no_more(self, reading):
        reading.source.before_page = lambda number: (
            number == 1 and reading.uses.setup.delete(reading.admin, reading.id)
        )
        with reading.tenant() as work:
            before = len(work.people.own("people"))
        with pytest.raises(Exception, match="no such connection"):
            reading.syncs()
        with reading.tenant() as work:
            assert len(work.people.own("people")) == before + 2
        reading.runner.run(
            reading.campus.organization.id, reading.id, run_wish(reading)
        )  # nothing to do

    def test_a_stopped_run_that_fails_keeps_its_end(self, reading):
        def stop_and_fail(number):
            if number == 1:
                reading.uses.switches.stop(reading.admin, reading.id)
                raise UnavailableError("It does not answer.")

        reading.source.before_page = stop_and_fail
        run = reading.syncs()
        assert (run.outcome, run.problem) == (Outcome.STOPPED, None)

    def test_a_paused_connection_is_not_read_by_itself(self, reading):
        reading.uses.switches.pause(reading.admin, reading.id)
        reading.runner.run(reading.campus.organization.id, reading.id, run_wish(reading))
        assert reading.runs == []


def run_wish(office):
    return Wish(run_id=office.campus.entropy.uuid(), trigger=Trigger.SCHEDULE)


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


class TestSeveralStreams:
    """What one stream finds says nothing about another one."""

    @pytest.fixture
    def two(self, office):
        office.has_on()
        office.source.hires(*MANY)
        (people,) = office.connector.streams
        office.connector.streams = (people, replace(people, name="more"))
        self.reads = office.connector.pull
        everybody = [*office.source.people.values()]

        def pull(stream, *given):
            if stream == "people":
                yield from self.reads(stream, *given)
            else:
                yield Page(upserts=everybody, next_cursor={"since": 0}, last=True)

        office.connector.pull = pull
        office.syncs()
        return office

    def test_a_problem_stays_until_its_own_stream_is_read_well(self, two):
        two.source.raises[0] = ForbiddenScopeError("It may not read people.")
        two.syncs()
        assert {run.outcome for run in two.runs[:2]} == {Outcome.FAILED, Outcome.COMPLETE}
        assert two.connection.problem.kind is ProblemKind.SCOPE
        two.syncs()
        assert two.connection.problem is None

    def test_a_yes_is_asked_and_given_for_one_stream(self, two):
        two.source.loses(*MANY[:9])
        two.syncs(full=True)
        held, complete = sorted(two.runs[:2], key=lambda run: run.outcome, reverse=True)
        assert (held.stream, held.outcome) == ("people", Outcome.HELD)
        assert complete.outcome is Outcome.COMPLETE
        assert two.connection.problem == held.problem
        two.clock.advance(seconds=1)
        runs = two.uses.switches.confirm(two.admin, two.id, held.id)
        assert {run.stream: run.confirmed for run in runs} == {"people": 9, "more": 0}
        two.works()
        assert two.connection.problem is None
        with pytest.raises(ConflictError, match="read again since"):
            two.uses.switches.confirm(two.admin, two.id, held.id)


class TestBadRows:
    def test_rows_that_cannot_be_used_are_told_and_the_rest_is_stored(self, reading):
        reading.source.bad = ["ben"]
        run = reading.syncs()
        assert (run.outcome, run.counts.quarantined, run.counts.created) == (
            Outcome.COMPLETE,
            1,
            4,
        )
        issues = reading.uses.history.run(reading.admin, reading.id, run.id).issues
        assert [(issue.key, issue.place) for issue in issues] == [("ben", "row 7")]

    def test_whoever_has_a_bad_row_is_not_gone(self, reading):
        reading.syncs()
        reading.source.bad = ["ben"]
        assert reading.syncs(full=True).counts.gone == 0
        assert "ben" in reading.present

    def test_a_row_without_a_name_may_be_about_anybody(self, reading):
        reading.syncs()
        reading.source.bad = [""]
        reading.source.loses("ann")
        run = reading.syncs(full=True)
        assert run.outcome is Outcome.HELD
        assert "some rows do not say" in str(run.problem.sentence)
        reading.clock.advance(seconds=1)
        reading.uses.switches.confirm(reading.admin, reading.id, run.id)
        assert reading.works().outcome is Outcome.COMPLETE
        assert "ann" not in reading.present

    def test_so_many_bad_rows_that_not_all_are_kept_may_be_about_anybody(
        self, reading, monkeypatch
    ):
        for module in (holding, page_store):
            monkeypatch.setattr(module, "MOST_CHANGES_KEPT", 2)
        reading.syncs()
        rows = [BadRow(key="dan", sentence=BAD), BadRow(key="eve", sentence=BAD)]
        ben, cyd = (reading.source.people[name] for name in ("ben", "cyd"))
        listed = [Page(upserts=[ben, cyd], bad=[*rows, BadRow(sentence=BAD)], last=True)]
        reading.source.pages = lambda *_: iter(listed)
        assert reading.syncs(full=True).outcome is Outcome.HELD
        assert "ann" in reading.present

    def test_ids_that_no_database_keeps_are_told_and_the_rest_is_stored(self, reading):
        broken = replace(reading.source.people["ann"], key="a\0n")
        bad = BadRow(key="b\0b", sentence=BAD)
        ben = reading.source.people["ben"]
        listed = [Page(upserts=[broken, ben], bad=[bad], last=True)]
        reading.source.pages = lambda *_: iter(listed)
        run = reading.syncs()
        assert (run.outcome, run.counts.quarantined) == (Outcome.COMPLETE, 2)
        assert list(reading.present) == ["ben"]
        issues = reading.uses.history.run(reading.admin, reading.id, run.id).issues
        assert [issue.key for issue in issues] == ["", ""]

    def test_too_many_bad_rows_fail_the_run_and_nobody_goes(self, reading):
        reading.syncs()
        reading.source.loses("ann")
        reading.source.bad = [f"bad-{number}" for number in range(11)]
        run = reading.syncs(full=True)
        assert (run.outcome, run.problem.kind) == (Outcome.FAILED, ProblemKind.DATA)
        assert "ann" in reading.present
        assert reading.connection.problem.kind is ProblemKind.DATA

    def test_a_page_that_comes_again_tells_nothing_twice(self, reading):
        reading.source.bad = ["ben"]
        reading.source.raises[3] = Killed()
        reading.source.forgets_before = 0
        run = reading.syncs(Trigger.MANUAL, dry=True, full=True)
        with reading.tenant() as work:
            work.sync_runs.save(replace(run, outcome=None, cursor_after=None))
        reading.syncs()
        detail = reading.uses.history.run(reading.admin, reading.id, run.id)
        assert (len(detail.issues), len(detail.changes)) == (1, 4)
        assert counts(detail.run) == (4, 0, 0, 0)


class TestProblems:
    def test_a_cursor_that_expired_has_everything_read_again(self, reading):
        reading.syncs()
        reading.source.hires("fay")
        reading.source.forgets_before = 6
        run = reading.syncs()
        assert (run.mode, run.outcome, run.cursor_before) == (
            SyncMode.FULL,
            Outcome.COMPLETE,
            None,
        )
        assert reading.present == reading.source.people

    def test_a_source_that_always_forgets_is_left_for_later(self, reading):
        reading.source.forgets_before = 99
        run = reading.syncs()
        assert (run.outcome, run.problem.kind) == (None, ProblemKind.TRANSIENT)

    def test_a_silent_source_is_asked_again_after_growing_pauses(self, reading):
        reading.uses.switches.turn_on(reading.admin, reading.id)
        pauses = []
        for _ in range(TRIES):
            reading.source.raises[0] = UnavailableError("It does not answer.")
            run = reading.works()
            pauses.append(run.problem.retry_at and run.problem.retry_at - reading.clock.now())
            if pauses[-1]:
                reading.clock.advance(seconds=pauses[-1].total_seconds())
        assert pauses[:3] == [timedelta(minutes=n) for n in (1, 2, 4)]
        assert max(pauses[:-1]) <= LONGEST_PAUSE
        assert (pauses[-1], run.outcome) == (None, Outcome.FAILED)
        # The schedule tries again; the page says when.
        assert reading.connection.problem.retry_at == reading.connection.due_at
        assert reading.promised == []

    def test_a_page_that_was_stored_begins_the_pauses_anew(self, reading):
        reading.uses.switches.turn_on(reading.admin, reading.id)
        for page in (0, 1, 1):
            reading.source.raises[page] = ConflictError("Somebody else was faster.")
            reading.works()
        assert reading.promised[0]["arguments"]["tried"] == 1

    def test_a_busy_source_says_when(self, reading):
        reading.source.raises[1] = RateLimitedError("Later.", timedelta(minutes=30))
        run = reading.syncs()
        assert run.problem.kind is ProblemKind.RATE
        assert run.problem.retry_at == reading.clock.now() + timedelta(minutes=30)
        assert reading.promised[0]["delay"] == timedelta(minutes=30)
        # A hint that comes meanwhile waits as long.
        reading.clock.advance(minutes=10)
        reading.syncs()
        reading.syncs()
        assert [job["delay"] for job in reading.promised] == [
            timedelta(minutes=30),
            timedelta(minutes=20) - timedelta(seconds=1),
        ]
        assert len(reading.source.pulled) == 1
        reading.clock.advance(minutes=20)
        reading.works()
        reading.works()
        assert reading.present == reading.source.people
        assert reading.connection.problem is None

    def test_nobody_is_waited_for_longer_than_a_day(self, reading):
        reading.source.raises[0] = RateLimitedError("Later.", timedelta(days=4000))
        run = reading.syncs()
        assert run.problem.retry_at == reading.clock.now() + LONGEST_ASKED

    def test_lost_authority_is_not_tried_again_by_itself(self, reading):
        reading.uses.switches.turn_on(reading.admin, reading.id)
        reading.source.key = "another"
        run = reading.works()
        assert (run.outcome, run.problem.kind) == (Outcome.FAILED, ProblemKind.AUTHORISATION)
        assert reading.connection.due_at is None
        reading.syncs()
        assert len(reading.runs) == 1
        reading.uses.checks.reauthorise(reading.admin, reading.id, {"key": "another"})
        reading.ticks()
        assert reading.works().outcome is Outcome.COMPLETE

    def test_a_run_by_hand_that_goes_well_lets_the_schedule_go_on(self, reading):
        reading.uses.switches.turn_on(reading.admin, reading.id)
        reading.source.key = "another"
        reading.works()
        assert reading.connection.due_at is None
        reading.source.key = "s3cret"
        reading.clock.advance(seconds=1)
        reading.uses.switches.run_now(reading.admin, reading.id)
        assert reading.works().outcome is Outcome.COMPLETE
        assert reading.connection.problem is None
        assert reading.connection.due_at == reading.clock.now() + reading.connection.every

    @pytest.mark.parametrize(
        ("error", "kind"),
        [
            (ForbiddenScopeError("It may not read people."), ProblemKind.SCOPE),
            (CursorExpiredError("Again."), None),
            (KeyError("ada@x.test"), ProblemKind.DEFECT),
        ],
    )
    def test_other_problems_end_the_run(self, reading, error, kind, caplog):
        reading.source.raises[0] = error
        run = reading.syncs()
        assert (run.problem and run.problem.kind) == kind
        assert run.outcome is (Outcome.FAILED if kind else Outcome.COMPLETE)
        assert "ada@x.test" not in caplog.text

    def test_a_stream_that_is_gone_is_said_to_be(self, reading):
        run = reading.uses.switches.dry_run(reading.admin, reading.id)[0]
        with reading.tenant() as work:
            work.sync_runs.save(replace(run, stream="salaries"))
        reading.works()
        found = next(one for one in reading.runs if one.stream == "salaries")
        assert found.problem.kind is ProblemKind.SETTINGS


class TestSchedule:
    def test_what_is_due_is_promised_once_and_then_waits(self, reading):
        with reading.tenant() as work:
            now = work.connections.get(reading.id)
            work.connections.update(
                replace(now, due_at=reading.clock.now(), version=now.version + 1)
            )
        reading.ticks()
        reading.ticks()
        assert len(reading.promised) == 1
        assert reading.connection.due_at == reading.clock.now() + timedelta(days=1)
        assert reading.works().trigger is Trigger.SCHEDULE

    def test_what_is_paused_is_not_due(self, reading):
        reading.uses.switches.pause(reading.admin, reading.id)
        reading.ticks()
        assert reading.promised == []
        assert reading.connection.status is ConnectionStatus.PAUSED

    def test_what_is_paused_in_that_moment_is_not_promised(self, reading, monkeypatch):
        late = replace(reading.connection, due_at=reading.clock.now())
        monkeypatch.setattr(FakeConnections, "due", lambda *_: [late])
        reading.ticks()
        assert reading.promised == []

    def test_hints_that_wait_are_one(self, reading):
        for _ in range(3):
            with reading.tenant() as work:
                promise_run(
                    work.jobs,
                    reading.connection,
                    replace(run_wish(reading), trigger=Trigger.WEBHOOK),
                )
        assert len(reading.promised) == 1

    def test_a_connector_that_is_gone_is_left_alone(self, reading):
        reading.connectors.clear()
        reading.runner.run(reading.campus.organization.id, reading.id, run_wish(reading))
        assert reading.runs == []


def test_counts_add_up():
    assert (Counts(created=1, gone=2) + Counts(updated=3, quarantined=1)).seen == 5
