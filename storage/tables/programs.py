"""Programmes, who takes part, the matches and their meetings."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Identity,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.match import OPEN_STATES, DeclineReason, EndReason, MatchState
from core.domain.program import Role
from storage.tables.base import Base, TenantOwned, same_tenant, word

ONE_OPEN_MATCH = text(f"state IN ({', '.join(sorted(repr(s.value) for s in OPEN_STATES))})")
"""Which matches are open, in SQL: the condition of the index below."""


class ProgramRow(TenantOwned, Base):
    """core.domain.program.Program."""

    __tablename__ = "program"
    __table_args__ = (UniqueConstraint("organization_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    open_request_limit: Mapped[int]
    default_capacity: Mapped[int]
    response_days: Mapped[int]
    reminders: Mapped[bool]
    mentor_request_limit: Mapped[int]
    mentors_per_mentee: Mapped[int]
    pulse_days: Mapped[int]
    open_to_all: Mapped[bool]
    created_at: Mapped[datetime]


class ProgramManagerRow(TenantOwned, Base):
    """core.domain.program.ProgramManager."""

    __tablename__ = "program_manager"
    __table_args__ = (
        PrimaryKeyConstraint("program_id", "person_id"),
        same_tenant("program_id", "program", "CASCADE"),
        same_tenant("person_id", "person", "CASCADE"),
        same_tenant("appointed_by", "person", "SET NULL (appointed_by)"),
    )

    program_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(index=True)
    appointed_by: Mapped[UUID | None]
    appointed_at: Mapped[datetime]


class ParticipationRow(TenantOwned, Base):
    """core.domain.program.Participation."""

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("program_id", "person_id", "role"),
        same_tenant("program_id", "program", "CASCADE"),
        same_tenant("person_id", "person", "CASCADE"),
        CheckConstraint("capacity >= 0", name="capacity"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    program_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(index=True)
    role: Mapped[Role] = mapped_column(word(Role, "role"))
    capacity: Mapped[int]
    paused: Mapped[bool]
    away: Mapped[bool]
    agreed: Mapped[bool]
    joined_at: Mapped[datetime]


class MatchRow(TenantOwned, Base):
    """core.domain.match.Match; the two have at most one open match in a programme."""

    __tablename__ = "match"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        same_tenant("program_id", "program"),
        same_tenant("mentee_id", "person"),
        same_tenant("mentor_id", "person"),
        same_tenant("group_id", "mentoring_group"),
        Index(
            "uq_match_open",
            "program_id",
            "mentee_id",
            "mentor_id",
            unique=True,
            postgresql_where=ONE_OPEN_MATCH,
        ),
        Index(None, "program_id", "mentee_id"),
        Index(None, "program_id", "mentor_id", "state"),
        Index(
            "ix_match_answer_by",
            "organization_id",
            "program_id",
            "answer_by",
            postgresql_where=text("state = 'offered'"),
        ),
        CheckConstraint("mentee_id <> mentor_id", name="two_people"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    program_id: Mapped[UUID]
    mentee_id: Mapped[UUID]
    mentor_id: Mapped[UUID]
    state: Mapped[MatchState] = mapped_column(word(MatchState, "state"))
    note: Mapped[str]
    score: Mapped[float | None]
    end_reason: Mapped[EndReason | None] = mapped_column(word(EndReason, "end_reason"))
    decline_reason: Mapped[DeclineReason | None] = mapped_column(
        word(DeclineReason, "decline_reason")
    )
    decline_note: Mapped[str]
    answer_by: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    group_id: Mapped[UUID | None] = mapped_column(index=True)
    version: Mapped[int]


class MatchEventRow(TenantOwned, Base):
    """core.domain.match.MatchEvent; `id` keeps the order of steps at the same moment."""

    __tablename__ = "match_event"
    __table_args__ = (
        same_tenant("match_id", "match"),
        same_tenant("actor_id", "person"),
        UniqueConstraint("match_id", "version"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    match_id: Mapped[UUID]
    version: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    before: Mapped[MatchState | None] = mapped_column(word(MatchState, "before"))
    after: Mapped[MatchState] = mapped_column(word(MatchState, "after"))
    end_reason: Mapped[EndReason | None] = mapped_column(word(EndReason, "end_reason"))
    decline_reason: Mapped[DeclineReason | None] = mapped_column(
        word(DeclineReason, "decline_reason")
    )
    undoes: Mapped[int | None]


class MeetingRow(TenantOwned, Base):
    """core.domain.meeting.Meeting."""

    __tablename__ = "meeting"
    __table_args__ = (
        same_tenant("match_id", "match"),
        same_tenant("logged_by", "person"),
        same_tenant("confirmed_by", "person"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("confirmed_by <> logged_by", name="the_other_confirms"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    match_id: Mapped[UUID] = mapped_column(index=True)
    held_on: Mapped[date]
    minutes: Mapped[int]
    logged_by: Mapped[UUID]
    confirmed_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
