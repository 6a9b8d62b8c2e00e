"""Events on their way to endpoints: stored once a unit of work, for those who listen."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection as Database
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import OrganizationId, WebhookEndpointId
from core.domain.webhook import DeliveryState, WebhookEvent
from core.ports.jobs import JobQueue
from core.ports.webhook_repositories import promise_deliveries
from storage.repositories.statements import TenantRepository, values_of
from storage.tables import OutboxRow, WebhookDeliveryRow, WebhookEndpointRow


class PostgresOutbox(TenantRepository):
    """Adapter of core.ports.webhook_repositories.Outbox.

    Args:
        connection: in the transaction of a unit of work.
        organization_id: whose it is.
        jobs: takes promises.
    """

    def __init__(
        self, connection: Database, organization_id: OrganizationId, jobs: JobQueue
    ) -> None:
        super().__init__(connection, organization_id)
        self._jobs = jobs
        self._events: list[WebhookEvent] = []

    def add(self, events: Iterable[WebhookEvent]) -> None:
        """See the port."""
        self._events.extend(events)

    def flush(self) -> None:
        """Store what was added, for whoever listens. At the end of a unit of work."""
        listeners = self._listeners() if self._events else {}
        told = {kind for kinds in listeners.values() for kind in kinds}
        events = [event for event in self._events if event.type in told]
        self._events = []
        if not events:
            return
        stored = insert(OutboxRow).on_conflict_do_nothing()
        self.connection.execute(stored, [event_row(event) for event in events])
        for endpoint_id, kinds in listeners.items():
            deliveries = [new_row(endpoint_id, event) for event in events if event.type in kinds]
            if deliveries:
                fresh = insert(WebhookDeliveryRow).on_conflict_do_nothing()
                self.connection.execute(fresh, deliveries)
                promise_deliveries(self._jobs, self.organization_id, endpoint_id)

    def _listeners(self) -> dict[WebhookEndpointId, frozenset[str]]:
        row = WebhookEndpointRow
        on = (row.organization_id == self.organization_id) & row.off.is_(None)
        found = self.connection.execute(select(row.id, row.events).where(on))
        return {WebhookEndpointId(id_): frozenset(events) for id_, events in found}


def event_row(event: WebhookEvent) -> dict[str, Any]:
    """The columns of an event."""
    return {**values_of(event), "data": dict(event.data)}


def new_row(endpoint_id: WebhookEndpointId, event: WebhookEvent) -> dict[str, Any]:
    """The columns of a delivery that was never tried."""
    return {
        "organization_id": event.organization_id,
        "endpoint_id": endpoint_id,
        "event_id": event.id,
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "next_at": event.at,
    }
