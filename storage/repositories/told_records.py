"""What all records have in common that connections tell: a key, and whether a run has seen it."""

from collections.abc import Collection
from typing import ClassVar

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    any_,
    func,
    literal,
    select,
)

from core.domain.identifiers import ConnectionId, SyncRunId
from storage.repositories.statements import TenantRepository
from storage.tables import EvidenceRow, ResourceRow, SyncSeenRow


class ToldRecords(TenantRepository):
    """A repository of such records, in the table `row`."""

    row: ClassVar[type[ResourceRow] | type[EvidenceRow]]

    def count(self, connection_id: ConnectionId) -> int:
        """See the port."""
        return self._count(select(self.row.key).where(self._present(connection_id)))

    def unseen(self, connection_id: ConnectionId, run_id: SyncRunId, limit: int) -> list[str]:
        """See the port."""
        unseen = self._unseen(connection_id, run_id).subquery()
        some = select(unseen.c.key).order_by(unseen.c.key).limit(limit)
        return list(self.connection.scalars(some))

    def count_unseen(self, connection_id: ConnectionId, run_id: SyncRunId) -> int:
        """See the port."""
        return self._count(self._unseen(connection_id, run_id))

    def _unseen(self, connection_id: ConnectionId, run_id: SyncRunId) -> CompoundSelect[str]:
        seen = select(func.unnest(SyncSeenRow.keys)).where(
            SyncSeenRow.organization_id == self.organization_id, SyncSeenRow.run_id == run_id
        )
        return select(self.row.key).where(self._present(connection_id)).except_(seen)

    def _count(self, statement: Select[str] | CompoundSelect[str]) -> int:
        counted = select(func.count()).select_from(statement.subquery())
        return self.connection.execute(counted).scalar_one()

    def _with_keys(self, connection_id: ConnectionId, keys: Collection[str]) -> ColumnElement[bool]:
        one_of = any_(literal(list(keys), ARRAY(Text())))
        return self._of(connection_id) & (self.row.key == one_of)

    def _present(self, connection_id: ConnectionId) -> ColumnElement[bool]:
        return self._of(connection_id) & self.row.present

    def _of(self, connection_id: ConnectionId) -> ColumnElement[bool]:
        return self._own() & (self.row.connection_id == connection_id)

    def _own(self) -> ColumnElement[bool]:
        return self.row.organization_id == self.organization_id
