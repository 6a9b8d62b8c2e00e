"""What runs of connections did, down to their rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.actor import Actor
from core.domain.connection import Connection
from core.domain.identifiers import ConnectionId, PersonId, SyncRunId
from core.domain.person import Person
from core.domain.sync import MOST_CHANGES_KEPT, SyncChange, SyncIssue, SyncRun
from core.errors import NotFoundError
from core.ports.unit_of_work import Storage
from core.services.connections.known import own_connection

MOST_RUNS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDetail:
    """One run, as far as it is kept.

    Attributes:
        issues: records that could not be used.
        changes: records that it changed, or would change; at most MOST_CHANGES_KEPT.
        people: who the changes are about, where they are known.
    """

    run: SyncRun
    connection: Connection
    issues: list[SyncIssue]
    changes: list[SyncChange]
    people: Mapping[PersonId, Person]


class SyncHistory:
    """Looks back. Who may not configure gets ForbiddenError."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def runs(
        self, actor: Actor, connection_id: ConnectionId, limit: int = MOST_RUNS
    ) -> list[SyncRun]:
        """Runs of a connection, newest first. Raises NotFoundError."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            own_connection(work, connection_id)
            return work.sync_runs.of_connection(connection_id, limit)

    def newest(self, actor: Actor) -> dict[ConnectionId, SyncRun]:
        """The newest run of each connection that has any."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            return work.sync_runs.newest()

    def run(self, actor: Actor, connection_id: ConnectionId, run_id: SyncRunId) -> RunDetail:
        """One of them, with its rows.

        Raises:
            NotFoundError: there is no such run of this connection.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            connection, run = own_connection(work, connection_id), work.sync_runs.get(run_id)
            if run is None or run.connection_id != connection_id:
                raise NotFoundError("There is no such run.")
            changes = work.sync_runs.changes(run_id, MOST_CHANGES_KEPT)
            known = {change.person_id for change in changes if change.person_id is not None}
            return RunDetail(
                run=run,
                connection=connection,
                issues=work.sync_runs.issues(run_id, MOST_CHANGES_KEPT),
                changes=changes,
                people=work.people.get_many(known),
            )
