"""Runs of connections: what they read and changed, and where the next ones go on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKeyConstraint,
    Identity,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.sync import Effect, Outcome, SyncMode, Trigger
from storage.tables.base import Base, TenantOwned, same_tenant, word


def _of_run() -> ForeignKeyConstraint:
    return same_tenant("run_id", "sync_run", "CASCADE")


class SyncRunRow(TenantOwned, Base):
    """core.domain.sync.SyncRun."""

    __tablename__ = "sync_run"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        same_tenant("connection_id", "connection", "CASCADE"),
        same_tenant("by", "person", "SET NULL (by)"),
        Index(None, "connection_id", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    connection_id: Mapped[UUID]
    stream: Mapped[str]
    trigger: Mapped[Trigger] = mapped_column(word(Trigger, "trigger"))
    mode: Mapped[SyncMode] = mapped_column(word(SyncMode, "mode"))
    dry: Mapped[bool]
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]
    by: Mapped[UUID | None]
    confirmed: Mapped[int]
    cursor_before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    cursor_after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    pages: Mapped[int]
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome, "outcome"))
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class SyncPositionRow(TenantOwned, Base):
    """core.domain.sync.Position."""

    __tablename__ = "sync_position"
    __table_args__ = (
        PrimaryKeyConstraint("connection_id", "stream"),
        same_tenant("connection_id", "connection", "CASCADE"),
    )

    connection_id: Mapped[UUID]
    stream: Mapped[str]
    cursor: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    full_at: Mapped[datetime | None]


class SyncIssueRow(TenantOwned, Base):
    """core.domain.sync.SyncIssue; `id` keeps the order in which they were found."""

    __tablename__ = "sync_issue"
    __table_args__ = (_of_run(), Index(None, "run_id", "id"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    run_id: Mapped[UUID]
    key: Mapped[str]
    place: Mapped[str]
    sentence: Mapped[list[Any]] = mapped_column(JSONB)


class SyncChangeRow(TenantOwned, Base):
    """core.domain.sync.SyncChange; a dry run may name people who were never made."""

    __tablename__ = "sync_change"
    __table_args__ = (_of_run(), Index(None, "run_id", "id"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    run_id: Mapped[UUID]
    key: Mapped[str]
    effect: Mapped[Effect] = mapped_column(word(Effect, "effect"))
    person_id: Mapped[UUID | None]
    fields: Mapped[list[str]]
    name: Mapped[str]
    told: Mapped[dict[str, Any]] = mapped_column(JSONB)


class SyncSeenRow(TenantOwned, Base):
    """The keys that were on a page of a full run."""

    __tablename__ = "sync_seen"
    __table_args__ = (PrimaryKeyConstraint("run_id", "page"), _of_run())

    run_id: Mapped[UUID]
    page: Mapped[int]
    keys: Mapped[list[str]]
