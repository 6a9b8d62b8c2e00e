"""What whoever runs commands on the hub's machine does with connections, of any organization."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from core.domain.connection import Connection
from core.domain.identifiers import SyncRunId
from core.domain.organization import Organization
from core.domain.sync import SyncRun, Trigger
from core.errors import NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.sentence import sentence
from core.services.administration.deeds import Deeds
from core.services.connections.checks import Checked, ConnectionChecks
from core.services.connections.known import Connectors, connector_of
from core.services.connections.promises import Wish
from core.services.connections.runner import SyncRunner
from core.services.connections.switches import must_be_tried


@dataclass(frozen=True, slots=True)
class OwnedConnection:
    """A connection and whose it is."""

    organization: Organization
    connection: Connection


class ConnectionCommands:
    """Lists, checks and runs connections.

    Args:
        storage: where they are.
        clock: now.
        entropy: names runs.
        connectors: every connector by its slug.
        checks: asks the other side.
        runner: reads.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        connectors: Connectors,
        checks: ConnectionChecks,
        runner: SyncRunner,
    ) -> None:
        self._storage = storage
        self._entropy = entropy
        self._connectors = connectors
        self._checks = checks
        self._runner = runner
        self._deeds = Deeds(clock, entropy)

    def all(self) -> list[OwnedConnection]:
        """Every connection, by organization, oldest first."""
        with self._storage.platform() as platform:
            organizations = platform.organizations.all()
        found = []
        for organization in organizations:
            with self._storage.tenant(organization.id) as work:
                found += [OwnedConnection(organization, one) for one in work.connections.all()]
        return found

    def named(self, name: str) -> Connection:
        """The connection of an id or a title.

        Raises:
            NotFoundError: there is none, or several have this title.
        """
        known = [owned.connection for owned in self.all()]
        found = [one for one in known if str(one.id) == name.lower()] or [
            one for one in known if one.title.casefold() == name.casefold()
        ]
        if len(found) != 1:
            raise NotFoundError(
                "%(count)s connections are called %(name)s. Give the id of one: mentorloom "
                "connections list",
                count=len(found),
                name=name,
            )
        return found[0]

    def check(self, connection: Connection) -> Checked:
        """Ask the other side whether the connection works."""
        return self._checks.examine(connection, None)

    def sync(
        self, connection: Connection, *, full: bool = False, dry: bool = False
    ) -> list[SyncRun]:
        """Read a connection here and now, after what was begun before.

        Args:
            connection: which.
            full: everything, although changes alone could be read.
            dry: only find out what a full run would change.

        Returns:
            Its runs, one a stream; one without an outcome waits to be tried again by a worker.

        Raises:
            NotFoundError: its connector is gone.
            ConflictError: it was never tried, and this is no dry run.
        """
        connector = connector_of(self._connectors, connection.connector)
        wish = Wish(run_id=self._entropy.uuid(), trigger=Trigger.MANUAL, dry=dry, full=full or dry)
        with self._storage.tenant(connection.organization_id) as work:
            if not dry:
                must_be_tried(work, connection, connector)
            told = sentence("A run of %(title)s was started.", title=connection.title)
            if dry:
                told = sentence("A dry run of %(title)s was started.", title=connection.title)
            deed = "connection.dry_run" if dry else "connection.run"
            self._deeds.note(work, None, deed, f"connection:{connection.id}", told)
        self._runner.run(connection.organization_id, connection.id, wish)
        with self._storage.tenant(connection.organization_id) as work:
            found = [
                work.sync_runs.get(_run_id(wish.run_id, stream.name))
                for stream in connector.streams
            ]
        return [run for run in found if run is not None]


def _run_id(wish_id: UUID, stream: str) -> SyncRunId:
    return SyncRunId(uuid5(wish_id, stream))
