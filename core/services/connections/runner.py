"""Reading connections: the jobs.

1. A promise (promises.py) names its runs. The job goes on with runs of the connection that are not
   finished, the oldest first, then with its own.
2. A run pulls page after page, outside any transaction, from where it stands; each page is stored
   with the cursor behind it (page_store.py). So it can be killed at any point, and goes on.
3. When the source does not know the cursor any more, the run begins again and reads everything.
4. A busy or silent source is asked again after growing pauses, or when it says; the run waits
   unfinished. Other problems end the run; what an administrator can do is kept with the connection.
5. Lost authority is never tried again by itself.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from core.domain.connection import Connection, ConnectionStatus, Problem, ProblemKind
from core.domain.identifiers import ConnectionId, OrganizationId
from core.domain.sync import Counts, Outcome, SyncMode, SyncRun, Trigger
from core.errors import NotFoundError, UnavailableError
from core.ports.clock import Clock
from core.ports.connectors import Connector, CursorExpiredError, RecordKind
from core.ports.entropy import Entropy
from core.ports.sinks import Sink
from core.ports.unit_of_work import Storage, TenantWork
from core.services.connections.contexts import Contexts
from core.services.connections.holding import hold_of
from core.services.connections.known import Connectors
from core.services.connections.page_store import PageStore
from core.services.connections.problems import problem_of
from core.services.connections.promises import Wish, promise_run, runs_of
from core.services.connections.reading import Reading
from core.services.webhooks.events import tell_connection_failed

SYNC_CONNECTIONS = "sync_connections"
LOST_AFTER = timedelta(minutes=10)
"""How long a run may have been going on, or be overdue, before it is looked after."""
RESTARTS = 3
"""How often a cursor may expire in one attempt."""
_BY_ITSELF = frozenset({Trigger.SCHEDULE, Trigger.WEBHOOK})


class SyncRunner:
    """The jobs that read connections.

    Args:
        storage: where everything is.
        clock: now.
        entropy: names runs.
        connectors: every connector by its slug.
        contexts: makes what they work with.
        sinks: who stores which kind of records; streams of other kinds are not read.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        connectors: Connectors,
        contexts: Contexts,
        sinks: Mapping[RecordKind, Sink],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._connectors = connectors
        self._contexts = contexts
        self._sinks = sinks
        self._pages = PageStore(storage, clock)

    def sync_connections(self) -> None:
        """Promise a run of every connection that is due, and the rest of runs that stand still."""
        with self._storage.platform() as platform:
            organizations = [organization.id for organization in platform.organizations.all()]
        now = self._clock.now()
        for organization_id in organizations:
            with self._storage.tenant(organization_id) as work:
                for connection in work.connections.due(now):
                    self._promise_due(work, connection.id, now)
                self._promise_rest(work, now)

    def sync_connection(
        self,
        organization_id: str,
        connection_id: str,
        run_id: str,
        trigger: str,
        tried: int = 0,
        rest: bool = False,  # noqa: FBT001, FBT002 - jobs are called by name
    ) -> None:
        """Read one connection. Again it changes nothing.

        Args:
            organization_id: whose it is.
            connection_id: which.
            run_id: names its runs; a retry goes on with them.
            trigger: a Trigger.
            tried: how often the page that comes next was tried.
            rest: only go on with runs that were begun.
        """
        wish = Wish(run_id=UUID(run_id), trigger=Trigger(trigger), rest=rest)
        self.run(
            OrganizationId(UUID(organization_id)), ConnectionId(UUID(connection_id)), wish, tried
        )

    def run(
        self,
        organization_id: OrganizationId,
        connection_id: ConnectionId,
        wish: Wish,
        tried: int = 0,
    ) -> None:
        """Fulfil a wish now, after what was begun before."""
        with self._storage.tenant(organization_id) as work:
            connection = work.connections.get(connection_id)
            connector = self._connectors.get(connection.connector) if connection else None
            if connection is None or connector is None:
                return
            begun = work.sync_runs.unfinished(connection_id)
            if self._waits(work, connection, wish, begun):
                return
        for run in begun:
            if not self._attempt(connector, run, wish, tried):
                return
        if wish.rest:
            return
        with self._storage.tenant(organization_id) as work:
            now_there = work.connections.lock(connection_id)
            if now_there is None or (wish.trigger in _BY_ITSELF and not _runs(now_there)):
                return
            own = runs_of(work, now_there, connector, wish, self._clock.now())
        for run in own:
            if run.outcome is None and not self._attempt(connector, run, wish, tried):
                return

    def _promise_due(self, work: TenantWork, connection_id: ConnectionId, now: datetime) -> None:
        connection = work.connections.lock(connection_id)
        if connection is None or connection.due_at is None or connection.due_at > now:
            return
        due_at = now + connection.every if connection.every else None
        after = replace(connection, due_at=due_at, version=connection.version + 1)
        work.connections.update(after)
        promise_run(work.jobs, after, Wish(run_id=self._entropy.uuid(), trigger=Trigger.SCHEDULE))

    def _promise_rest(self, work: TenantWork, now: datetime) -> None:
        """Have runs gone on with whose job may be lost, as with a backup that was restored.

        If it is not, this one comes after it and finds nothing to do.
        """
        latest = now - LOST_AFTER
        still = {
            run.connection_id
            for run in work.sync_runs.left_open(latest)
            if run.problem is None or run.problem.retry_at is None or run.problem.retry_at < latest
        }
        for connection in (work.connections.get(one) for one in sorted(still)):
            assert connection is not None, "its runs go with it"
            wish = Wish(run_id=self._entropy.uuid(), trigger=Trigger.SCHEDULE, rest=True)
            promise_run(work.jobs, connection, wish)

    def _waits(
        self, work: TenantWork, connection: Connection, wish: Wish, begun: list[SyncRun]
    ) -> bool:
        """Whether another run waits for the moment its source named: then this comes after it."""
        now = self._clock.now()
        for run in begun:
            retry_at = run.problem.retry_at if run.problem else None
            own = run.id == uuid5(wish.run_id, run.stream)
            if not own and retry_at is not None and retry_at > now:
                promise_run(work.jobs, connection, wish, delay=retry_at - now)
                return True
        return False

    def _attempt(self, connector: Connector, run: SyncRun, wish: Wish, tried: int) -> bool:
        """Go on with a run; whether the next one may begin."""
        begun = self._begun(run)
        if begun is None:
            return True
        try:
            self._read(connector, *begun)
        except Exception as error:  # noqa: BLE001 - whatever a connector raises ends in the run's problem
            return self._failed(begun[1], wish, tried, error)
        return True

    def _begun(self, run: SyncRun) -> tuple[Connection, SyncRun] | None:
        """The connection and the run as they are now; None if the run is finished."""
        with self._storage.tenant(run.organization_id) as work:
            connection = work.connections.lock(run.connection_id)
            current = work.sync_runs.get(run.id)
            if connection is None or current is None or current.outcome is not None:
                return None
            if current.pages and current.cursor_after is None:
                # This source can be read from its beginning only.
                current = _restarted(work, current)
            return connection, current

    def _read(self, connector: Connector, connection: Connection, run: SyncRun) -> None:
        stream = next((s for s in connector.streams if s.name == run.stream), None)
        if stream is None:
            raise NotFoundError("This connection is not read in this way any more.")
        sink = self._sinks[stream.records]
        for _ in range(RESTARTS):
            try:
                self._pull(
                    connector, Reading(connection=connection, stream=stream, sink=sink, run=run)
                )
            except CursorExpiredError:
                with self._storage.tenant(run.organization_id) as work:
                    work.connections.lock(run.connection_id)
                    run = _restarted(work, work.sync_runs.get(run.id) or run)
            else:
                return
        raise UnavailableError("The source forgets again and again where reading stood.")

    def _pull(self, connector: Connector, reading: Reading) -> None:
        context = self._contexts.of(reading.connection, connector)
        run = reading.run
        for page in connector.pull(run.stream, context, run.cursor_after, run.window):
            stored = self._pages.store(reading, page)
            if stored is None or page.last:
                return
            reading = stored
        raise UnavailableError("The source ended before its last page. It is read again later.")

    def _failed(self, begun: SyncRun, wish: Wish, tried: int, error: Exception) -> bool:
        """Keep what went wrong; whether the next run may begin."""
        now = self._clock.now()
        with self._storage.tenant(begun.organization_id) as work:
            connection = work.connections.lock(begun.connection_id)
            run = work.sync_runs.get(begun.id)
            if connection is None or run is None or run.outcome is not None:
                return True
            tried = 1 if run.pages > begun.pages else tried + 1
            problem = problem_of(error, now, tried)
            if problem.retry_at is not None:
                work.sync_runs.save(replace(run, problem=_waiting(run, problem)))
                promise_run(work.jobs, connection, wish, delay=problem.retry_at - now, tried=tried)
            else:
                failed = replace(run, outcome=Outcome.FAILED, problem=problem, finished_at=now)
                work.sync_runs.save(failed)
                if not run.dry:
                    tell_connection_failed(work, connection, failed, now)
                work.sync_runs.forget_seen(run.id)
            work.connections.update(_troubled(connection, problem))
            return problem.retry_at is None


def _restarted(work: TenantWork, run: SyncRun) -> SyncRun:
    """The run before its first page; it reads everything, or all of its window."""
    # Pages that wait for a yes come again, with those who leave in them.
    leaving = run.counts.leaving - run.counts.withheld
    kept = replace(run.counts, unchanged=0, quarantined=0, leaving=leaving, withheld=0)
    again = replace(
        run,
        mode=SyncMode.FULL if run.window is None else run.mode,
        cursor_before=None,
        cursor_after=None,
        pages=0,
        counts=Counts() if run.dry else kept,
        problem=None,
    )
    if run.outcome is None:
        work.sync_runs.save(again)
        work.sync_runs.forget_seen(run.id)
    return again


def _waiting(run: SyncRun, problem: Problem) -> Problem:
    """What an unfinished run waits for. That pages of it wait for a yes stays known."""
    hold = hold_of(run)
    return problem if hold is None else replace(hold, retry_at=problem.retry_at)


def _troubled(connection: Connection, problem: Problem) -> Connection:
    """The connection with its problem. Lost authority is not tried again by the schedule."""
    lost = problem.kind is ProblemKind.AUTHORISATION
    due_at = None if lost else connection.due_at
    told = problem if problem.retry_at else replace(problem, retry_at=due_at)
    return replace(connection, problem=told, due_at=due_at, version=connection.version + 1)


def _runs(connection: Connection) -> bool:
    """Whether it is read by itself: neither a draft, nor paused, nor without authority."""
    problem = connection.problem
    lost = problem is not None and problem.kind is ProblemKind.AUTHORISATION
    return connection.status is ConnectionStatus.ON and not lost
