"""Endpoints that are told of events, and their deliveries."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Database
from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from core.domain.identifiers import OrganizationId, WebhookEndpointId, WebhookEventId
from core.domain.webhook import (
    DeliveryState,
    EventType,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from core.ports.cipher import SecretCipher
from storage.repositories.outbox import event_row, new_row
from storage.repositories.run_columns import as_sentence, sentence_row
from storage.repositories.statements import TenantRepository, values_of
from storage.tables import OutboxRow, WebhookDeliveryRow, WebhookEndpointRow

_SECRETS = frozenset({"sealed", "old_sealed"})


def endpoint_context(endpoint_id: WebhookEndpointId) -> str:
    """Where an endpoint's secrets are: a rotation moves one as it is."""
    return f"webhook_endpoint/{endpoint_id}/secret"


class PostgresWebhookEndpoints(TenantRepository):
    """Adapter of core.ports.webhook_repositories.WebhookEndpoints."""

    def __init__(
        self, connection: Database, organization_id: OrganizationId, cipher: SecretCipher
    ) -> None:
        super().__init__(connection, organization_id)
        self._cipher = cipher

    def get(self, endpoint_id: WebhookEndpointId) -> WebhookEndpoint | None:
        """See the port."""
        return next(iter(self._endpoints(self._one(endpoint_id))), None)

    def lock(self, endpoint_id: WebhookEndpointId) -> WebhookEndpoint | None:
        """See the port."""
        # Others may still write rows that refer to it.
        locked = self._one(endpoint_id).with_for_update(key_share=True)
        return next(iter(self._endpoints(locked)), None)

    def all(self) -> list[WebhookEndpoint]:
        """See the port."""
        row = WebhookEndpointRow
        return self._endpoints(self._select().order_by(row.created_at, row.id))

    def add(self, endpoint: WebhookEndpoint, secret: str) -> None:
        """See the port."""
        sealed = self._cipher.encrypt(secret, endpoint_context(endpoint.id))
        row = {**_endpoint_row(endpoint), "sealed": sealed, "old_sealed": None}
        self.connection.execute(insert(WebhookEndpointRow).values(row))

    def save(self, endpoint: WebhookEndpoint) -> None:
        """See the port."""
        self._update(endpoint, {})

    def rotate(self, endpoint: WebhookEndpoint, secret: str) -> None:
        """See the port."""
        sealed = self._cipher.encrypt(secret, endpoint_context(endpoint.id))
        self._update(endpoint, {"sealed": sealed, "old_sealed": WebhookEndpointRow.sealed})

    def secrets(self, endpoint_id: WebhookEndpointId, at: datetime) -> list[str]:
        """See the port."""
        row = WebhookEndpointRow
        own = (row.organization_id == self.organization_id) & (row.id == endpoint_id)
        found = self.connection.execute(
            select(row.sealed, row.old_sealed, row.old_secret_until).where(own)
        )
        signing = []
        for sealed, old, until in found:
            signing.append(sealed)
            if old is not None and until is not None and at < until:
                signing.append(old)
        place = endpoint_context(endpoint_id)
        return [self._cipher.decrypt(sealed, place) for sealed in signing]

    def remove(self, endpoint_id: WebhookEndpointId) -> None:
        """See the port; foreign keys remove what is its own."""
        row = WebhookEndpointRow
        own = (row.organization_id == self.organization_id) & (row.id == endpoint_id)
        self.connection.execute(delete(row).where(own))

    def _update(self, endpoint: WebhookEndpoint, secrets: Mapping[str, Any]) -> None:
        row = WebhookEndpointRow
        own = (row.organization_id == self.organization_id) & (row.id == endpoint.id)
        self.connection.execute(
            update(row).where(own).values({**_endpoint_row(endpoint), **secrets})
        )

    def _one(self, endpoint_id: WebhookEndpointId) -> Select[Any]:
        return self._select().where(WebhookEndpointRow.id == endpoint_id)

    def _select(self) -> Select[Any]:
        row = WebhookEndpointRow
        columns = [c for c in row.__table__.columns if c.name not in _SECRETS]
        return select(*columns).where(row.organization_id == self.organization_id)

    def _endpoints(self, statement: Select[Any]) -> list[WebhookEndpoint]:
        return [
            WebhookEndpoint(
                **{**row._asdict(), "events": frozenset(map(EventType, row.events))},
            )
            for row in self.connection.execute(statement)
        ]


class PostgresWebhookDeliveries(TenantRepository):
    """Adapter of core.ports.webhook_repositories.WebhookDeliveries."""

    def next(self, endpoint_id: WebhookEndpointId) -> WebhookDelivery | None:
        """See the port."""
        row = WebhookDeliveryRow
        waiting = self._of(endpoint_id).where(row.state == DeliveryState.WAITING)
        return self._first(waiting.order_by(row.number).limit(1))

    def get(
        self, endpoint_id: WebhookEndpointId, event_id: WebhookEventId
    ) -> WebhookDelivery | None:
        """See the port."""
        return self._first(self._of(endpoint_id).where(WebhookDeliveryRow.event_id == event_id))

    def latest(
        self, endpoint_id: WebhookEndpointId, limit: int, before: int | None = None
    ) -> list[WebhookDelivery]:
        """See the port."""
        row = WebhookDeliveryRow
        newest = self._of(endpoint_id).order_by(row.number.desc()).limit(limit)
        if before is not None:
            newest = newest.where(row.number < before)
        return [_as_delivery(found) for found in self.connection.execute(newest)]

    def add(self, endpoint_id: WebhookEndpointId, event: WebhookEvent) -> WebhookDelivery:
        """See the port."""
        self.connection.execute(insert(OutboxRow).values(event_row(event)))
        number = self.connection.scalar(
            insert(WebhookDeliveryRow)
            .values(new_row(endpoint_id, event))
            .returning(WebhookDeliveryRow.number)
        )
        assert number is not None, "identity columns have values"
        return WebhookDelivery(
            number=number, endpoint_id=endpoint_id, event=event, next_at=event.at
        )

    def save(self, delivery: WebhookDelivery) -> None:
        """See the port."""
        row = WebhookDeliveryRow
        self.connection.execute(
            update(row)
            .where(
                row.organization_id == self.organization_id,
                row.endpoint_id == delivery.endpoint_id,
                row.event_id == delivery.event.id,
            )
            .values(
                state=delivery.state,
                attempts=delivery.attempts,
                next_at=delivery.next_at,
                tried_at=delivery.tried_at,
                status=delivery.status,
                problem=sentence_row(delivery.problem),
            )
        )

    def waiting(self) -> dict[WebhookEndpointId, int]:
        """See the port."""
        row = WebhookDeliveryRow
        own = row.organization_id == self.organization_id
        counted = (
            select(row.endpoint_id, func.count())
            .where(own, row.state == DeliveryState.WAITING)
            .group_by(row.endpoint_id)
        )
        return {WebhookEndpointId(id_): count for id_, count in self.connection.execute(counted)}

    def due(self, at: datetime) -> Sequence[WebhookEndpointId]:
        """See the port."""
        row, endpoint = WebhookDeliveryRow, WebhookEndpointRow
        first = (
            select(row.endpoint_id, row.next_at)
            .join(endpoint, endpoint.id == row.endpoint_id)
            .where(row.organization_id == self.organization_id, endpoint.off.is_(None))
            .where(row.state == DeliveryState.WAITING)
            .ext(distinct_on(row.endpoint_id))
            .order_by(row.endpoint_id, row.number)
            .subquery()
        )
        due = select(first.c.endpoint_id).where(first.c.next_at <= at)
        return [WebhookEndpointId(id_) for id_ in self.connection.scalars(due)]

    def purge(self, before: datetime) -> int:
        """See the port."""
        row = OutboxRow
        old = (row.organization_id == self.organization_id) & (row.at < before)
        return self.connection.execute(delete(row).where(old)).rowcount

    def _of(self, endpoint_id: WebhookEndpointId) -> Select[Any]:
        row, event = WebhookDeliveryRow, OutboxRow
        return (
            select(row, event.id, event.type, event.at, event.data)
            .join(event, event.id == row.event_id)
            .where(row.organization_id == self.organization_id, row.endpoint_id == endpoint_id)
        )

    def _first(self, statement: Select[Any]) -> WebhookDelivery | None:
        found = self.connection.execute(statement).one_or_none()
        return _as_delivery(found) if found else None


def _endpoint_row(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {**values_of(endpoint), "events": sorted(endpoint.events)}


def _as_delivery(row: Any) -> WebhookDelivery:
    return WebhookDelivery(
        number=row.number,
        endpoint_id=WebhookEndpointId(row.endpoint_id),
        event=WebhookEvent(
            id=WebhookEventId(row.id),
            organization_id=row.organization_id,
            type=row.type,
            at=row.at,
            data=row.data,
        ),
        state=row.state,
        attempts=row.attempts,
        next_at=row.next_at,
        tried_at=row.tried_at,
        status=row.status,
        problem=as_sentence(row.problem),
    )
