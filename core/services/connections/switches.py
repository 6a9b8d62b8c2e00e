"""Running connections: trying them out, turning them on, pausing them, saying yes."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.domain.actor import Actor
from core.domain.connection import Connection, ConnectionStatus
from core.domain.identifiers import ConnectionId, SyncRunId
from core.domain.sync import Outcome, SyncMode, SyncRun, Trigger, Window
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.connectors import Connector
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.administration.deeds import Deeds
from core.services.connections.known import Connectors, connector_of, own_connection
from core.services.connections.promises import Wish, promise_run, runs_of

LATEST = 50
"""Runs looked at to know whether the connection was tried."""
LONGEST_WINDOW = timedelta(days=366)


class ConnectionSwitches:
    """What an administrator sets going. Who may not configure gets ForbiddenError.

    Every method raises NotFoundError where there is no such connection.
    """

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, connectors: Connectors
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._connectors = connectors
        self._deeds = Deeds(clock, entropy)

    def dry_run(self, actor: Actor, connection_id: ConnectionId) -> list[SyncRun]:
        """Find out what a full run would change; nothing is applied.

        Returns:
            The promised runs, one a stream; a worker begins them at once.

        Raises:
            ConflictError: it cannot be read, or a run is going on.
        """
        wish = self._wish(actor, Trigger.MANUAL, dry=True, full=True)
        told = sentence("A dry run of %(title)s was started.")
        return self._start(actor, connection_id, wish, "connection.dry_run", told)

    def run_now(
        self, actor: Actor, connection_id: ConnectionId, *, full: bool = False
    ) -> list[SyncRun]:
        """Read it now.

        Args:
            actor: an administrator.
            connection_id: which.
            full: everything, although changes alone could be read.

        Raises:
            ConflictError: it was never tried, or a run is going on.
        """
        wish = self._wish(actor, Trigger.MANUAL, full=full)
        told = sentence("A run of %(title)s was started.")
        return self._start(actor, connection_id, wish, "connection.run", told)

    def backfill(self, actor: Actor, connection_id: ConnectionId, window: Window) -> list[SyncRun]:
        """Read again what changed in a span of time; where the next run goes on stays.

        Raises:
            InvalidInputError: the span ends before it begins, or is longer than a year ("since").
            ConflictError: no stream of it can be read so, it was never tried, or a run is going on.
        """
        if not timedelta() < window.until - window.since <= LONGEST_WINDOW:
            told = sentence("Choose a span of at most a year that ends after it begins.")
            raise InvalidInputError("Nothing was started.", {"since": [told]})
        wish = self._wish(actor, Trigger.BACKFILL, window=window)
        told = sentence("Changes of %(title)s in a span of time were read again.")
        return self._start(actor, connection_id, wish, "connection.backfill", told)

    def confirm(
        self, actor: Actor, connection_id: ConnectionId, run_id: SyncRunId
    ) -> list[SyncRun]:
        """Let as many people go as a held run found: everything is read again, and applied.

        Raises:
            NotFoundError: there is no such run.
            ConflictError: it is not held, or a newer one was completed.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            held = work.sync_runs.get(run_id)
            runs = work.sync_runs.of_connection(connection_id, LATEST)
        if held is None or held.connection_id != connection_id:
            raise NotFoundError("There is no such run.")
        if held.outcome is not Outcome.HELD:
            raise ConflictError("This run does not wait for anybody.")
        if any(_answers(run, held) for run in runs):
            raise ConflictError("Everything was read again since. Look at the newest run.")
        wish = self._wish(actor, Trigger.MANUAL, full=True)
        wish = replace(wish, confirmed=held.counts.gone, of=held.stream)
        told = sentence("It was confirmed for %(title)s that so many people are gone.")
        return self._start(actor, connection_id, wish, "connection.confirmed", told)

    def stop(self, actor: Actor, connection_id: ConnectionId) -> None:
        """End the runs that are going on; what they stored stays."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            connection = own_connection(work, connection_id, lock=True)
            for run in work.sync_runs.unfinished(connection_id):
                work.sync_runs.save(_stopped(run, self._clock.now()))
            told = sentence("Runs of %(title)s were stopped.", title=connection.title)
            self._note(work, actor, connection, "connection.stopped", told)

    def turn_on(self, actor: Actor, connection_id: ConnectionId) -> Connection:
        """Read it now, and from now on by its schedule.

        Raises:
            ConflictError: it was never tried, or its problem has to be solved first.
        """
        actor.must_configure()
        now = self._clock.now()
        with self._storage.tenant(actor.organization_id) as work:
            connection = own_connection(work, connection_id, lock=True)
            connector = connector_of(self._connectors, connection.connector)
            must_be_tried(work, connection, connector)
            due = now + connection.every if connection.every and connector.streams else None
            on = self._set(work, connection, ConnectionStatus.ON, due)
            if due is not None and not work.sync_runs.unfinished(connection_id):
                promise_run(work.jobs, on, self._wish(actor, Trigger.SCHEDULE))
            told = sentence("The connection %(title)s was turned on.", title=connection.title)
            self._note(work, actor, connection, "connection.on", told)
            return on

    def pause(self, actor: Actor, connection_id: ConnectionId) -> Connection:
        """Read it no more by itself; runs that are going on end."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            connection = own_connection(work, connection_id, lock=True)
            for run in work.sync_runs.unfinished(connection_id):
                work.sync_runs.save(_stopped(run, self._clock.now()))
            paused = self._set(work, connection, ConnectionStatus.PAUSED, None)
            told = sentence("The connection %(title)s was paused.", title=connection.title)
            self._note(work, actor, connection, "connection.paused", told)
            return paused

    def _start(
        self,
        actor: Actor,
        connection_id: ConnectionId,
        wish: Wish,
        deed: str,
        told: Sentence,
    ) -> list[SyncRun]:
        with self._storage.tenant(actor.organization_id) as work:
            connection = own_connection(work, connection_id, lock=True)
            connector = connector_of(self._connectors, connection.connector)
            if not wish.dry:
                must_be_tried(work, connection, connector)
            if work.sync_runs.unfinished(connection_id):
                raise ConflictError(
                    "A run of this connection is going on. Wait until it is done, or stop it."
                )
            runs = runs_of(work, connection, connector, wish, self._clock.now())
            if not runs:
                raise ConflictError("There is nothing that could be read in this way.")
            if connection.status is ConnectionStatus.DRAFT and not wish.dry:
                self._set(work, connection, ConnectionStatus.PAUSED, None)
            promise_run(work.jobs, connection, wish)
            named = sentence(told.message, title=connection.title)
            self._note(work, actor, connection, deed, named)
            return runs

    def _wish(
        self,
        actor: Actor,
        trigger: Trigger,
        *,
        dry: bool = False,
        full: bool = False,
        window: Window | None = None,
    ) -> Wish:
        actor.must_configure()
        return Wish(
            run_id=self._entropy.uuid(),
            trigger=trigger,
            dry=dry,
            full=full,
            window=window,
            by=actor.person_id,
        )

    def _set(
        self,
        work: TenantWork,
        connection: Connection,
        status: ConnectionStatus,
        due_at: datetime | None,
    ) -> Connection:
        after = replace(
            connection,
            status=status,
            due_at=due_at,
            version=connection.version + 1,
            updated_at=self._clock.now(),
        )
        work.connections.update(after)
        return after

    def _note(
        self, work: TenantWork, actor: Actor, connection: Connection, deed: str, told: Sentence
    ) -> None:
        self._deeds.note(work, actor.person_id, deed, f"connection:{connection.id}", told)


def must_be_tried(work: TenantWork, connection: Connection, connector: Connector) -> None:
    """Nothing is applied before somebody could see what it would be.

    Raises:
        ConflictError: nobody could.
    """
    runs = work.sync_runs.of_connection(connection.id, LATEST)
    tried = any(run.outcome in {Outcome.COMPLETE, Outcome.HELD} for run in runs)
    if connector.streams and connection.status is ConnectionStatus.DRAFT and not tried:
        raise ConflictError("Try this connection first: a dry run shows what it would change.")


def _answers(run: SyncRun, held: SyncRun) -> bool:
    """Whether a run read everything after a held one, and nobody had to be asked any more."""
    later = run.stream == held.stream and run.started_at > held.started_at
    complete = run.mode is SyncMode.FULL and run.outcome is Outcome.COMPLETE
    return later and complete and not run.dry


def _stopped(run: SyncRun, now: datetime) -> SyncRun:
    return replace(run, outcome=Outcome.STOPPED, finished_at=now)
