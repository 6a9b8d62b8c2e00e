"""Connections with their connectors, and what administrators see of the two."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.actor import Actor
from core.domain.connection import Connection
from core.domain.identifiers import ConnectionId
from core.domain.sync import SyncRun
from core.errors import NotFoundError
from core.ports.connectors import Connector
from core.ports.unit_of_work import Storage, TenantWork

Connectors = Mapping[str, Connector]
"""Every connector by its slug (integrations/registry.py)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownConnection:
    """A connection and its connector.

    Attributes:
        connector: its manifest, fields and streams.
        running: the run that is going on or waits to; None if none is.
        newest: the one before it.
        tried: whether a dry run or a run was completed since it was made: what is needed before
            anything is applied.
        present: how many records of it are there now.
    """

    connection: Connection
    connector: Connector
    running: SyncRun | None = None
    newest: SyncRun | None = None
    tried: bool = False
    present: int = 0


def connector_of(connectors: Connectors, slug: str) -> Connector:
    """The connector of a slug.

    Raises:
        NotFoundError: there is none.
    """
    found = connectors.get(slug)
    if found is None:
        raise NotFoundError("This Mentorloom has no connector %(slug)s.", slug=slug)
    return found


def own_connection(
    work: TenantWork, connection_id: ConnectionId, *, lock: bool = False
) -> Connection:
    """A connection of the organization; locked, it stays as it is until the unit of work ends.

    Raises:
        NotFoundError: there is none.
    """
    repository = work.connections
    found = repository.lock(connection_id) if lock else repository.get(connection_id)
    if found is None:
        raise NotFoundError("There is no such connection. Perhaps it was deleted.")
    return found


def read_connection(storage: Storage, actor: Actor, connection_id: ConnectionId) -> Connection:
    """A connection that the actor may configure.

    Raises:
        ForbiddenError: they may not.
        NotFoundError: there is none.
    """
    actor.must_configure()
    with storage.tenant(actor.organization_id) as work:
        return own_connection(work, connection_id)
