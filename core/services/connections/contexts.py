"""What connectors work with: their settings, their secrets, and guarded ways out."""

from collections.abc import Callable, Mapping
from typing import Any

from core.domain.connection import Connection
from core.errors import NotFoundError
from core.ports.clock import Clock
from core.ports.connector_outlets import Outlets
from core.ports.connectors import Connector, Context, Widget
from core.ports.unit_of_work import Storage


class StoredSecrets:
    """The secrets of one connection; see core.ports.connectors.Secrets.

    Args:
        storage: where they are.
        clock: when one was replaced.
        connection: whose.
        given: values that are only tried out. While there are any, nothing is stored: what
            replaces one is put here.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        connection: Connection,
        given: dict[str, str] | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._connection = connection
        self._given = given

    def get(self, name: str) -> str:
        """See the port."""
        if self._given is not None and name in self._given:
            return self._given[name]
        with self._storage.tenant(self._connection.organization_id) as work:
            return work.connections.secret(self._connection.id, name) or ""

    def refreshed(self, name: str, stale: str, renew: Callable[[], str]) -> str:
        """See the port. The connection's row is the lock."""
        if self._given is not None:
            self._given[name] = renew()
            return self._given[name]
        with self._storage.tenant(self._connection.organization_id) as work:
            work.connections.lock(self._connection.id)
            newest = work.connections.secret(self._connection.id, name) or ""
            if newest == stale:
                newest = renew()
                work.connections.set_secret(self._connection.id, name, newest, self._clock.now())
            return newest


class Contexts:
    """Makes contexts.

    Args:
        storage: where secrets and uploaded files are.
        clock: now.
        outlets: the ways out.
    """

    def __init__(self, storage: Storage, clock: Clock, outlets: Outlets) -> None:
        self._storage = storage
        self._clock = clock
        self._outlets = outlets

    def of(
        self,
        connection: Connection,
        connector: Connector,
        *,
        given: dict[str, str] | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> Context:
        """The context of a connection.

        Args:
            connection: with its settings.
            connector: its connector.
            given: secrets to try out; see StoredSecrets.
            columns: a mapping to try out; else the one of the settings.
        """
        hosts = connector.hosts(connection.settings)

        def open_file() -> bytes:
            with self._storage.tenant(connection.organization_id) as work:
                found = work.connections.file(connection.id)
            if found is None:
                raise NotFoundError("There is no file any more. Upload it again.")
            return found

        return Context(
            settings=connection.settings,
            secrets=StoredSecrets(self._storage, self._clock, connection, given),
            http=self._outlets.http(hosts),
            clock=self._clock,
            open_file=open_file,
            dial=self._outlets.dial(hosts),
            columns=mapped(connector, connection.settings) if columns is None else columns,
        )


def mapped(connector: Connector, settings: Mapping[str, Any]) -> Mapping[str, str]:
    """What the settings say about the source's columns."""
    name = mapping_field(connector)
    return settings.get(name, {}) if name else {}


def mapping_field(connector: Connector) -> str | None:
    """The field of the form that maps columns, if it has one."""
    return next((f.name for f in connector.fields if f.widget is Widget.MAPPING), None)
