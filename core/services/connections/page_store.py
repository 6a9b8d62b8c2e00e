"""Storing one page of a run: its records, its cursor and what is told of it, or nothing of that.

The connection's row is locked meanwhile, so that pages, edits and deletions come one after the
other. What a page says that came before (a worker that was thought dead, a job that ran twice) is
left out: its run has gone on since.

When the last page of a full run is stored, everybody is known who is there. The others go in the
same unit of work, unless they are suspiciously many: then the run is held until an administrator
says yes, which has everything read again. In the same way pages wait that say of too many that they
left: a source that calls everybody inactive by mistake must not end all mentoring.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.domain.connection import Connection, ConnectionStatus, Problem, ProblemKind
from core.domain.sync import (
    MOST_CHANGES_KEPT,
    Counts,
    Outcome,
    Position,
    SyncIssue,
    SyncMode,
    SyncRun,
)
from core.ports.clock import Clock
from core.ports.connectors import BadRow, Page
from core.ports.sinks import Changes
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.connections.holding import hold_of, many, too_many, unsure, unusable
from core.services.connections.reading import Reading
from core.services.directory.storable import is_id
from core.services.webhooks.events import tell_connection_failed

LATEST = 50
"""Runs looked at to know how other streams stand."""


class PageStore:
    """Stores pages.

    Args:
        storage: where everything is.
        clock: now.
    """

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def store(self, reading: Reading, page: Page[Any]) -> Reading | None:
        """Store a page.

        Args:
            reading: with the run as the page before left it.
            page: what comes next.

        Returns:
            The reading after it; None when there is nothing more to do: the run was stopped, its
            connection deleted or changed, or another worker went on with it.
        """
        with self._storage.tenant(reading.run.organization_id) as work:
            connection = work.connections.lock(reading.run.connection_id)
            run = work.sync_runs.get(reading.run.id)
            if connection is None or run is None or run.outcome is not None:
                return None
            if (run.pages, run.cursor_after) != (reading.run.pages, reading.run.cursor_after):
                return None
            if connection.settings != reading.connection.settings:
                work.sync_runs.save(self._changed(run))
                return None
            after = self._stored(work, replace(reading, connection=connection, run=run), page)
            work.sync_runs.save(after)
            return replace(reading, connection=connection, run=after)

    def _stored(self, work: TenantWork, reading: Reading, page: Page[Any]) -> SyncRun:
        run, sink, connection = reading.run, reading.sink, reading.connection
        if run.dry:
            page = _without_seen(work, run, page)
        changes = sink.compare(work, connection, page)
        counts, held = changes.counts, hold_of(run)
        withheld = None if run.dry else self._withheld(work, reading, counts)
        if withheld is not None:
            leaving, bad = counts.leaving, counts.quarantined
            counts, held = Counts(leaving=leaving, withheld=leaving, quarantined=bad), withheld
        elif not run.dry:
            sink.store(work, connection, changes)
        if run.mode is SyncMode.FULL:
            work.sync_runs.note_seen(run.id, run.pages, _keys(page, changes))
        _tell(work, run, changes)
        after = replace(
            run,
            pages=run.pages + 1,
            counts=run.counts + counts,
            cursor_after=page.next_cursor,
            problem=held,
        )
        return self._ended(work, replace(reading, run=after)) if page.last else after

    def _withheld(self, work: TenantWork, reading: Reading, counts: Counts) -> Problem | None:
        """Why a page waits for a yes: with it too many would have left, or had before."""
        if not counts.leaving:
            return None
        leaving = reading.run.counts.leaving + counts.leaving
        return hold_of(reading.run) or too_many(work, reading, leaving)

    def _ended(self, work: TenantWork, reading: Reading) -> SyncRun:
        """The run after its last page, and what follows from that."""
        run, problem = reading.run, unusable(reading.run)
        complete_pages = hold_of(run) is None
        if problem is None:
            run, problem = self._swept(work, reading)
        outcome = Outcome.COMPLETE
        if problem is not None and not run.dry:
            outcome = Outcome.HELD if problem.kind is ProblemKind.HELD else Outcome.FAILED
        # What waits for a yes comes again as long as nobody says it.
        read = outcome is not Outcome.FAILED and complete_pages
        if read and not run.dry and run.window is None:
            self._go_on_from(work, reading, complete=outcome is Outcome.COMPLETE)
        work.sync_runs.forget_seen(run.id)
        self._settle(work, reading, problem, applied=not run.dry)
        now = self._clock.now()
        ended = replace(run, outcome=outcome, problem=problem, finished_at=now)
        if outcome is not Outcome.COMPLETE:
            tell_connection_failed(work, reading.connection, ended, now)
        return ended

    def _swept(self, work: TenantWork, reading: Reading) -> tuple[SyncRun, Problem | None]:
        """Take away whom no page of a full run had, or say why not; in a dry run count them."""
        run, sink, connection = reading.run, reading.sink, reading.connection
        full = run.mode is SyncMode.FULL
        going = sink.unseen(work, connection, run.id) if full else 0
        problem, counts = unsure(work, reading, going), run.counts
        if problem is None and hold_of(run) is not None:
            problem = many(work, reading, going + counts.leaving)
        if run.dry or problem is not None:
            if going:
                room = max(MOST_CHANGES_KEPT - counts.changed, 0)
                work.sync_runs.add_changes(sink.going(work, connection, run.id, room))
            told = counts.gone if run.dry else counts.leaving
            return replace(run, counts=replace(counts, gone=told + going)), problem
        while going:
            swept = sink.sweep(work, connection, run.id)
            counts, going = counts + swept, swept.gone
        return replace(run, counts=counts), None

    def _go_on_from(self, work: TenantWork, reading: Reading, *, complete: bool) -> None:
        run, now = reading.run, self._clock.now()
        before = work.sync_runs.position(run.connection_id, run.stream)
        changes = SyncMode.INCREMENTAL in reading.stream.modes
        full_at = before.full_at
        if run.mode is SyncMode.FULL:
            # Whom a held run missed only another full one misses: until there is a yes, each is.
            full_at = now if complete else None
        work.sync_runs.save_position(
            Position(
                connection_id=run.connection_id,
                stream=run.stream,
                cursor=run.cursor_after if changes else None,
                full_at=full_at,
            )
        )

    def _settle(
        self, work: TenantWork, reading: Reading, problem: Problem | None, *, applied: bool
    ) -> None:
        """Keep the connection's problem: the new one, or none where there is none any more."""
        connection, known = reading.connection, reading.connection.problem
        if problem is not None and not applied:
            problem = known if problem.kind is ProblemKind.HELD else problem
        elif problem is None and known is not None and known.kind is ProblemKind.HELD:
            # Only reading everything again shows that nobody has to be asked any more.
            solved = applied and reading.run.mode is SyncMode.FULL
            problem = None if solved else known
        if problem is None and known is not None and _of_another_stream(work, reading, known):
            problem = known
        if problem != known:
            settled = replace(connection, problem=problem, version=connection.version + 1)
            work.connections.update(self._going_on(settled))

    def _going_on(self, connection: Connection) -> Connection:
        """By its schedule again, where lost authority had ended that."""
        on = connection.status is ConnectionStatus.ON and connection.problem is None
        if not on or connection.every is None or connection.due_at is not None:
            return connection
        return replace(connection, due_at=self._clock.now() + connection.every)

    def _changed(self, run: SyncRun) -> SyncRun:
        told = sentence("The settings were changed while this run was going on.")
        problem = Problem(kind=ProblemKind.SETTINGS, sentence=told)
        return replace(run, outcome=Outcome.STOPPED, problem=problem, finished_at=self._clock.now())


def _of_another_stream(work: TenantWork, reading: Reading, known: Problem) -> bool:
    """Whether a problem is one of a stream that was not read well since."""
    runs = work.sync_runs.of_connection(reading.run.connection_id, LATEST)
    newest: dict[str, SyncRun] = {}
    for run in runs:
        if run.outcome is not None and not run.dry:
            newest.setdefault(run.stream, run)
    others = [run for stream, run in newest.items() if stream != reading.run.stream]
    bad = (run.problem for run in others if run.outcome in {Outcome.FAILED, Outcome.HELD})
    return any(problem is not None and problem.kind is known.kind for problem in bad)


def _keys(page: Page[Any], changes: Changes) -> list[str]:
    """Who is there. Records that cannot be used are there too."""
    told = [*(record.key for record in page.upserts), *(row.key for row in changes.bad)]
    return [key for key in told if is_id(key)]


def _without_seen(work: TenantWork, run: SyncRun, page: Page[Any]) -> Page[Any]:
    """What a dry run has not counted yet: nothing it saw before was stored."""
    before = work.sync_runs.seen_before(run.id, [record.key for record in page.upserts])
    return replace(page, upserts=[r for r in page.upserts if r.key not in before])


def _tell(work: TenantWork, run: SyncRun, changes: Changes) -> None:
    """Keep the first issues and changes of a run. A page that comes again tells nothing new."""
    if changes.bad:
        kept = work.sync_runs.issues(run.id, MOST_CHANGES_KEPT)
        found = [issue for issue in _issues(run, changes.bad) if issue not in kept]
        work.sync_runs.add_issues(found[: MOST_CHANGES_KEPT - len(kept)])
    if not changes.counts.changed or run.counts.changed >= MOST_CHANGES_KEPT:
        return
    listed = work.sync_runs.changes(run.id, MOST_CHANGES_KEPT)
    keys = {change.key for change in listed}
    fresh = [one for one in changes.listed(run.id, told=run.dry) if one.key not in keys]
    work.sync_runs.add_changes(fresh[: MOST_CHANGES_KEPT - len(listed)])


def _issues(run: SyncRun, bad: Sequence[BadRow]) -> list[SyncIssue]:
    return [
        SyncIssue(
            run_id=run.id,
            key=row.key if is_id(row.key) else "",
            place=row.place,
            sentence=row.sentence,
        )
        for row in bad
    ]
