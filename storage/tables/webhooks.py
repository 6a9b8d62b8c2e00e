"""Endpoints that are told of events, events on their way, and each endpoint's deliveries."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.webhook import DeliveryState, EventType, OffReason
from storage.tables.base import Base, TenantOwned, same_tenant, word


class WebhookEndpointRow(TenantOwned, Base):
    """core.domain.webhook.WebhookEndpoint with its secrets, encrypted."""

    __tablename__ = "webhook_endpoint"
    __table_args__ = (UniqueConstraint("organization_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    url: Mapped[str]
    events: Mapped[list[str]]
    off: Mapped[OffReason | None] = mapped_column(word(OffReason, "off"))
    failing_since: Mapped[datetime | None]
    sealed: Mapped[str]
    secret_set_at: Mapped[datetime]
    old_sealed: Mapped[str | None]
    old_secret_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class OutboxRow(TenantOwned, Base):
    """core.domain.webhook.WebhookEvent."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        Index(None, "organization_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[EventType] = mapped_column(word(EventType, "type"))
    at: Mapped[datetime]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)


class WebhookDeliveryRow(TenantOwned, Base):
    """core.domain.webhook.WebhookDelivery; its event is in the outbox."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        PrimaryKeyConstraint("endpoint_id", "event_id"),
        same_tenant("endpoint_id", "webhook_endpoint", "CASCADE"),
        same_tenant("event_id", "outbox", "CASCADE"),
        Index(None, "endpoint_id", "number"),
        Index(None, "organization_id", "event_id"),
    )

    endpoint_id: Mapped[UUID]
    event_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    state: Mapped[DeliveryState] = mapped_column(word(DeliveryState, "state"))
    attempts: Mapped[int]
    next_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    status: Mapped[int | None]
    problem: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
