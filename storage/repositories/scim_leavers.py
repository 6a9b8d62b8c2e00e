"""Users of SCIM who left."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Text,
    any_,
    delete,
    func,
    literal,
    select,
    update,
)

from core.domain.identifiers import ConnectionId
from storage.repositories.bulk import upsert_all
from storage.repositories.statements import TenantRepository
from storage.tables import ScimLeaverRow

_ROW = ScimLeaverRow


class PostgresScimLeavers(TenantRepository):
    """Adapter of core.ports.scim_repositories.ScimLeavers."""

    def note(self, connection_id: ConnectionId, keys: Collection[str], at: datetime) -> None:
        """See the port."""
        rows = [
            {
                "organization_id": self.organization_id,
                "connection_id": connection_id,
                "key": key,
                "left_at": at,
                "ended_at": None,
            }
            for key in keys
        ]
        upsert_all(self.connection, _ROW, rows, "connection_id", "key")

    def waiting(self, connection_id: ConnectionId) -> list[str]:
        """See the port."""
        theirs = select(_ROW.key).where(self._of(connection_id), _ROW.ended_at.is_(None))
        return list(self.connection.scalars(theirs.order_by(_ROW.left_at, _ROW.key)))

    def ended_since(self, connection_id: ConnectionId, at: datetime) -> int:
        """See the port."""
        recent = select(func.count()).where(self._of(connection_id), _ROW.ended_at >= at)
        return self.connection.scalar(recent) or 0

    def end(self, connection_id: ConnectionId, keys: Collection[str], at: datetime) -> None:
        """See the port."""
        theirs = update(_ROW).where(self._of(connection_id), _one_of(keys))
        self.connection.execute(theirs.values(ended_at=at))

    def forget(self, connection_id: ConnectionId, keys: Collection[str]) -> None:
        """See the port."""
        self.connection.execute(delete(_ROW).where(self._of(connection_id), _one_of(keys)))

    def purge(self, connection_id: ConnectionId, before: datetime) -> None:
        """See the port."""
        old = _ROW.ended_at < before
        self.connection.execute(delete(_ROW).where(self._of(connection_id), old))

    def _of(self, connection_id: ConnectionId) -> ColumnElement[bool]:
        own = _ROW.organization_id == self.organization_id
        return own & (_ROW.connection_id == connection_id)


def _one_of(keys: Collection[str]) -> ColumnElement[bool]:
    return _ROW.key == any_(literal(list(keys), ARRAY(Text())))
