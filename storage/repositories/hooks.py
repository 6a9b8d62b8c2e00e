"""Addresses of vendors' webhooks, and what came there."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.hook import Hook
from core.domain.identifiers import ConnectionId
from storage.repositories.statements import PlatformRepository, upsert, values_of
from storage.tables import HookDeliveryRow, HookRow


class PostgresHooks(PlatformRepository):
    """Adapter of core.ports.hook_repositories.Hooks."""

    def find(self, token_hash: bytes) -> Hook | None:
        """See the port."""
        row = self.connection.execute(
            select(HookRow).where(HookRow.token_hash == token_hash)
        ).one_or_none()
        return Hook(**row._asdict()) if row else None

    def of_connection(self, connection_id: ConnectionId) -> Hook | None:
        """See the port."""
        row = self.connection.execute(
            select(HookRow).where(HookRow.connection_id == connection_id)
        ).one_or_none()
        return Hook(**row._asdict()) if row else None

    def save(self, hook: Hook) -> None:
        """See the port."""
        self.connection.execute(upsert(HookRow, "connection_id").values(values_of(hook)))

    def remove(self, connection_id: ConnectionId) -> None:
        """See the port."""
        self.connection.execute(delete(HookRow).where(HookRow.connection_id == connection_id))

    def expiring(self, before: datetime) -> list[Hook]:
        """See the port."""
        rows = self.connection.execute(
            select(HookRow).where(HookRow.expires_at < before).order_by(HookRow.expires_at)
        )
        return [Hook(**row._asdict()) for row in rows]

    def take(self, hook: Hook, delivery: bytes, at: datetime) -> bool:
        """See the port."""
        values = {"connection_id": hook.connection_id, "delivery": delivery, "received_at": at}
        taken = self.connection.execute(
            insert(HookDeliveryRow)
            .values(values)
            .on_conflict_do_nothing()
            .returning(HookDeliveryRow.delivery)
        ).one_or_none()
        if taken is None:
            return False
        heard = update(HookRow).where(HookRow.connection_id == hook.connection_id)
        self.connection.execute(heard.values(heard_at=at))
        return True

    def purge(self, before: datetime) -> int:
        """See the port."""
        gone = delete(HookDeliveryRow).where(HookDeliveryRow.received_at < before)
        return self.connection.execute(gone).rowcount
