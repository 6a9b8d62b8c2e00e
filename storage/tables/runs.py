"""Whole-cohort runs: the runs, their pairs, who is left over, and what editing changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.match_run import PairOrigin, RunPhase, RunState
from core.domain.program import Role
from storage.tables.base import Base, TenantOwned, same_tenant, word


def _of_run() -> ForeignKeyConstraint:
    return same_tenant("run_id", "match_run", "CASCADE")


class MatchRunRow(TenantOwned, Base):
    """core.domain.match_run.MatchRun."""

    __tablename__ = "match_run"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        same_tenant("program_id", "program", "CASCADE"),
        same_tenant("started_by", "person", "SET NULL (started_by)"),
        same_tenant("published_by", "person", "SET NULL (published_by)"),
        Index(None, "program_id", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    program_id: Mapped[UUID]
    state: Mapped[RunState] = mapped_column(word(RunState, "state"))
    options: Mapped[dict[str, Any]] = mapped_column(JSONB)
    started_by: Mapped[UUID | None]
    started_at: Mapped[datetime]
    phase: Mapped[RunPhase] = mapped_column(word(RunPhase, "phase"))
    done: Mapped[int]
    total: Mapped[int]
    told_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB)
    problem: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    published_by: Mapped[UUID | None]
    published_at: Mapped[datetime | None]


class MatchRunPairRow(TenantOwned, Base):
    """core.domain.match_run.RunPair."""

    __tablename__ = "match_run_pair"
    __table_args__ = (
        _of_run(),
        same_tenant("mentee_id", "person", "CASCADE"),
        same_tenant("mentor_id", "person", "CASCADE"),
        same_tenant("approved_by", "person", "SET NULL (approved_by)"),
        same_tenant("match_id", "match", "SET NULL (match_id)"),
        CheckConstraint("mentee_id <> mentor_id", name="two_people"),
    )

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    mentee_id: Mapped[UUID] = mapped_column(primary_key=True)
    mentor_id: Mapped[UUID]
    score: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    reasons: Mapped[list[Any]] = mapped_column(JSONB)
    origin: Mapped[PairOrigin] = mapped_column(word(PairOrigin, "origin"))
    locked: Mapped[bool]
    approved_by: Mapped[UUID | None]
    match_id: Mapped[UUID | None]
    problem: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    price: Mapped[float | None]


class MatchRunLeftOverRow(TenantOwned, Base):
    """core.domain.match_run.RunLeftOver."""

    __tablename__ = "match_run_left_over"
    __table_args__ = (_of_run(), same_tenant("person_id", "person", "CASCADE"))

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(word(Role, "role"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    why: Mapped[list[Any]] = mapped_column(JSONB)


class MatchRunEditRow(TenantOwned, Base):
    """core.domain.match_run.RunEdit; without a mentor there was no pair before."""

    __tablename__ = "match_run_edit"
    __table_args__ = (
        _of_run(),
        same_tenant("mentee_id", "person", "CASCADE"),
        same_tenant("mentor_id", "person", "CASCADE"),
        same_tenant("edited_by", "person", "SET NULL (edited_by)"),
        same_tenant("approved_by", "person", "SET NULL (approved_by)"),
    )

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    mentee_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    edited_by: Mapped[UUID | None]
    mentor_id: Mapped[UUID | None]
    score: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    reasons: Mapped[list[Any]] = mapped_column(JSONB)
    origin: Mapped[PairOrigin] = mapped_column(word(PairOrigin, "origin"))
    locked: Mapped[bool]
    approved_by: Mapped[UUID | None]
