"""Planned meetings of matches, and how the two say it is going."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, TIMESTAMP, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.appointment import AppointmentState
from storage.tables.base import Base, TenantOwned, same_tenant, word

UNANSWERED = text("answered_at IS NULL")


class AppointmentRow(TenantOwned, Base):
    """core.domain.appointment.Appointment."""

    __tablename__ = "appointment"
    __table_args__ = (
        same_tenant("match_id", "match"),
        same_tenant("proposed_by", "person", "CASCADE"),
        Index(
            None,
            "organization_id",
            "starts_at",
            postgresql_where=text("state = 'planned' AND NOT asked_after"),
        ),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("(state = 'planned') <= (starts_at IS NOT NULL)", name="planned_when"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    match_id: Mapped[UUID] = mapped_column(index=True)
    proposed_by: Mapped[UUID] = mapped_column(index=True)
    times: Mapped[list[datetime]] = mapped_column(ARRAY(TIMESTAMP(timezone=True)))
    minutes: Mapped[int]
    whereabouts: Mapped[str]
    state: Mapped[AppointmentState] = mapped_column(word(AppointmentState, "state"))
    starts_at: Mapped[datetime | None]
    reminded: Mapped[bool]
    asked_after: Mapped[bool]
    created_at: Mapped[datetime]
    version: Mapped[int]


class PulseRow(TenantOwned, Base):
    """core.domain.pulse.Pulse."""

    __tablename__ = "pulse"
    __table_args__ = (
        same_tenant("match_id", "match"),
        same_tenant("person_id", "person", "CASCADE"),
        UniqueConstraint("match_id", "person_id", "asked_at"),
        Index("ix_pulse_unanswered", "person_id", "closes_at", postgresql_where=UNANSWERED),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    match_id: Mapped[UUID]
    person_id: Mapped[UUID]
    asked_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    answers: Mapped[dict[str, int]] = mapped_column(JSONB)
    answered_at: Mapped[datetime | None]
