"""What is kept about endpoints that are told of events.

Adapters: storage/repositories/webhooks.py and tests/fakes/webhook_storage.py.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.identifiers import OrganizationId, WebhookEndpointId, WebhookEventId
from core.domain.webhook import WebhookDelivery, WebhookEndpoint, WebhookEvent
from core.ports.jobs import JobQueue

DELIVER_WEBHOOKS = "deliver_webhooks"


class Outbox(Protocol):
    """Events of a unit of work, on their way to endpoints."""

    def add(self, events: Iterable[WebhookEvent]) -> None:
        """Tell of events when this unit of work ends.

        Whoever listens then, and is switched on, gets deliveries, which are promised. All events of
        a unit of work cost one query if nobody listens; without events there is none.
        """
        ...


class WebhookEndpoints(Protocol):
    """Endpoints of the organization, with their secrets."""

    def get(self, endpoint_id: WebhookEndpointId) -> WebhookEndpoint | None: ...
    def lock(self, endpoint_id: WebhookEndpointId) -> WebhookEndpoint | None:
        """Like `get`, and nobody else changes or locks it until this unit of work ends."""
        ...

    def all(self) -> list[WebhookEndpoint]:
        """Oldest first."""
        ...

    def add(self, endpoint: WebhookEndpoint, secret: str) -> None: ...
    def save(self, endpoint: WebhookEndpoint) -> None:
        """Replace what is stored of it, except its secrets."""
        ...

    def rotate(self, endpoint: WebhookEndpoint, secret: str) -> None:
        """Save it with another secret; the present one becomes the old one."""
        ...

    def secrets(self, endpoint_id: WebhookEndpointId, at: datetime) -> list[str]:
        """What signs at a moment, the newest first."""
        ...

    def remove(self, endpoint_id: WebhookEndpointId) -> None:
        """With its deliveries."""
        ...


class WebhookDeliveries(Protocol):
    """Deliveries of the organization's endpoints."""

    def next(self, endpoint_id: WebhookEndpointId) -> WebhookDelivery | None:
        """The first that waits, whenever it is due."""
        ...

    def get(
        self, endpoint_id: WebhookEndpointId, event_id: WebhookEventId
    ) -> WebhookDelivery | None: ...
    def latest(
        self, endpoint_id: WebhookEndpointId, limit: int, before: int | None = None
    ) -> list[WebhookDelivery]:
        """The newest first; only those with a number below `before`, if that is given."""
        ...

    def add(self, endpoint_id: WebhookEndpointId, event: WebhookEvent) -> WebhookDelivery:
        """Keep an event for one endpoint alone. Nothing is promised."""
        ...

    def save(self, delivery: WebhookDelivery) -> None: ...
    def waiting(self) -> dict[WebhookEndpointId, int]:
        """How many wait, of endpoints that have any."""
        ...

    def due(self, at: datetime) -> Sequence[WebhookEndpointId]:
        """Endpoints, switched on, whose first waiting delivery is due."""
        ...

    def purge(self, before: datetime) -> int:
        """Forget events from before, with their deliveries; how many events."""
        ...


def promise_deliveries(
    jobs: JobQueue, organization_id: OrganizationId, endpoint_id: WebhookEndpointId
) -> None:
    """Promise that what waits for an endpoint is sent, one after the other."""
    jobs.defer(
        DELIVER_WEBHOOKS,
        lock=f"webhook:{endpoint_id}",
        once=f"webhook:{endpoint_id}",
        organization_id=str(organization_id),
        endpoint_id=str(endpoint_id),
    )
