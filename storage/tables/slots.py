"""Drop-in mentoring: times that mentors offer, and who took a place."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, TenantOwned, same_tenant


class SlotRow(TenantOwned, Base):
    """core.domain.slot.Slot."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        same_tenant("program_id", "program", "CASCADE"),
        same_tenant("mentor_id", "person", "CASCADE"),
        Index(None, "program_id", "starts_at"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("places > 0", name="places"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    program_id: Mapped[UUID]
    mentor_id: Mapped[UUID] = mapped_column(index=True)
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    places: Mapped[int]
    topic: Mapped[str]
    whereabouts: Mapped[str]
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class BookingRow(TenantOwned, Base):
    """core.domain.slot.Booking."""

    __tablename__ = "booking"
    __table_args__ = (
        same_tenant("slot_id", "slot", "CASCADE"),
        same_tenant("mentee_id", "person", "CASCADE"),
    )

    slot_id: Mapped[UUID] = mapped_column(primary_key=True)
    mentee_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    note: Mapped[str]
    created_at: Mapped[datetime]
