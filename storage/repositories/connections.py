"""Configured connectors, their secrets and their files."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, type_coerce, update
from sqlalchemy import Connection as Database
from sqlalchemy.dialects.postgresql import JSONB

from core.domain.connection import Connection, ConnectionStatus, SecretFact
from core.domain.identifiers import ConnectionId, OrganizationId
from core.errors import ConflictError
from core.ports.cipher import SecretCipher
from storage.repositories.connection_columns import as_problem, as_rules, problem_row, rules_row
from storage.repositories.statements import TenantRepository, upsert, values_of
from storage.tables import ConnectionFileRow, ConnectionRow, ConnectionSecretRow


class PostgresConnections(TenantRepository):
    """Adapter of core.ports.connection_repositories.Connections."""

    def __init__(
        self, connection: Database, organization_id: OrganizationId, cipher: SecretCipher
    ) -> None:
        super().__init__(connection, organization_id)
        self._cipher = cipher

    def get(self, connection_id: ConnectionId) -> Connection | None:
        """See the port."""
        found = self._connections(self._select().where(ConnectionRow.id == connection_id))
        return next(iter(found), None)

    def lock(self, connection_id: ConnectionId) -> Connection | None:
        """See the port."""
        own = self._select().where(ConnectionRow.id == connection_id)
        # Others may still write rows that refer to it.
        found = self._connections(own.with_for_update(key_share=True))
        return next(iter(found), None)

    def all(self) -> list[Connection]:
        """See the port."""
        return self._connections(
            self._select().order_by(ConnectionRow.created_at, ConnectionRow.id)
        )

    def due(self, at: datetime) -> list[Connection]:
        """See the port."""
        row = ConnectionRow
        waiting = self._select().where(row.status == ConnectionStatus.ON, row.due_at <= at)
        return self._connections(waiting.order_by(row.due_at, row.id))

    def add(self, connection: Connection) -> None:
        """See the port."""
        self.connection.execute(insert(ConnectionRow).values(_as_row(connection)))

    def update(self, connection: Connection) -> None:
        """See the port."""
        row = ConnectionRow
        stored = self.connection.execute(
            update(row)
            .where(
                row.organization_id == self.organization_id,
                row.id == connection.id,
                row.version == connection.version - 1,
            )
            .values(_as_row(connection))
        )
        if stored.rowcount != 1:
            raise ConflictError("Somebody changed this meanwhile. Reload the page and try again.")

    def remove(self, connection_id: ConnectionId) -> None:
        """See the port; foreign keys remove what is its own."""
        row = ConnectionRow
        own = (row.organization_id == self.organization_id) & (row.id == connection_id)
        self.connection.execute(delete(row).where(own))

    def secret(self, connection_id: ConnectionId, name: str) -> str | None:
        """See the port."""
        row = ConnectionSecretRow
        sealed = self.connection.scalar(
            select(row.sealed).where(
                row.organization_id == self.organization_id,
                row.connection_id == connection_id,
                row.name == name,
            )
        )
        return self._cipher.decrypt(sealed, secret_context(connection_id, name)) if sealed else None

    def set_secret(
        self, connection_id: ConnectionId, name: str, value: str | None, at: datetime
    ) -> None:
        """See the port."""
        row = ConnectionSecretRow
        if value is None:
            own = (row.connection_id == connection_id) & (row.name == name)
            self.connection.execute(
                delete(row).where(row.organization_id == self.organization_id, own)
            )
            return
        self.connection.execute(
            upsert(row, "connection_id", "name").values(
                organization_id=self.organization_id,
                connection_id=connection_id,
                name=name,
                sealed=self._cipher.encrypt(value, secret_context(connection_id, name)),
                **values_of(SecretFact.of(value, at)),
            )
        )

    def file(self, connection_id: ConnectionId) -> bytes | None:
        """See the port."""
        row = ConnectionFileRow
        sealed = self.connection.scalar(
            select(row.sealed).where(
                row.organization_id == self.organization_id, row.connection_id == connection_id
            )
        )
        if sealed is None:
            return None
        return self._cipher.decrypt_bytes(sealed, file_context(connection_id))

    def set_file(self, connection_id: ConnectionId, content: bytes | None, at: datetime) -> None:
        """See the port."""
        row = ConnectionFileRow
        if content is None:
            own = row.connection_id == connection_id
            self.connection.execute(
                delete(row).where(row.organization_id == self.organization_id, own)
            )
            return
        self.connection.execute(
            upsert(row, "connection_id").values(
                organization_id=self.organization_id,
                connection_id=connection_id,
                sealed=self._cipher.encrypt_bytes(content, file_context(connection_id)),
                set_at=at,
            )
        )

    def purge_files(self, before: datetime) -> int:
        """See the port."""
        row = ConnectionFileRow
        old = (row.organization_id == self.organization_id) & (row.set_at < before)
        return self.connection.execute(delete(row).where(old)).rowcount

    def _select(self) -> Select[Any]:
        return select(ConnectionRow, _facts()).where(
            ConnectionRow.organization_id == self.organization_id
        )

    def _connections(self, statement: Select[Any]) -> list[Connection]:
        return [_as_connection(row._asdict()) for row in self.connection.execute(statement)]


def _facts() -> ColumnElement[dict[str, Any] | None]:
    """What may be shown of a connection's secrets, in the same statement."""
    row = ConnectionSecretRow
    fact = func.jsonb_build_object("set_at", row.set_at, "ends", row.ends)
    return (
        select(type_coerce(func.jsonb_object_agg(row.name, fact), JSONB))
        .where(
            row.organization_id == ConnectionRow.organization_id,
            row.connection_id == ConnectionRow.id,
        )
        .scalar_subquery()
        .label("secrets")
    )


def secret_context(connection_id: object, name: str) -> str:
    """Where an encrypted secret belongs: it cannot be moved into another row."""
    return f"connection_secret/{connection_id}/{name}"


def file_context(connection_id: object) -> str:
    """Where an encrypted file belongs."""
    return f"connection_file/{connection_id}/content"


def _as_row(connection: Connection) -> dict[str, Any]:
    row = values_of(connection)
    del row["secrets"]
    return {
        **row,
        "settings": dict(connection.settings),
        "link_rules": rules_row(connection.link_rules),
        "problem": problem_row(connection.problem),
    }


def _as_connection(row: Mapping[str, Any]) -> Connection:
    return Connection(
        **{
            **row,
            "secrets": _as_facts(row["secrets"]),
            "link_rules": as_rules(row["link_rules"]),
            "problem": as_problem(row["problem"]),
        }
    )


def _as_facts(told: Mapping[str, Any] | None) -> dict[str, SecretFact]:
    return {
        name: SecretFact(set_at=datetime.fromisoformat(fact["set_at"]), ends=fact["ends"])
        for name, fact in sorted((told or {}).items())
    }
