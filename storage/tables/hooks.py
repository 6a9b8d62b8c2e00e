"""Vendors' webhooks: found before a tenant is known."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, same_tenant


class HookRow(Base):
    """core.domain.hook.Hook."""

    __tablename__ = "hook"
    __table_args__ = (same_tenant("connection_id", "connection", "CASCADE"),)

    connection_id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    organization_id: Mapped[UUID]
    subscription_id: Mapped[str]
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    heard_at: Mapped[datetime | None]


class HookDeliveryRow(Base):
    """What came to a hook."""

    __tablename__ = "hook_delivery"
    __table_args__ = (PrimaryKeyConstraint("connection_id", "delivery"),)

    connection_id: Mapped[UUID] = mapped_column(
        ForeignKey("hook.connection_id", ondelete="CASCADE")
    )
    delivery: Mapped[bytes]
    received_at: Mapped[datetime] = mapped_column(index=True)
