"""Connections with their secrets and files, and who did what in the settings."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.connection import ConnectionStatus
from storage.tables.base import Base, TenantOwned, same_tenant, word


class ConnectionRow(TenantOwned, Base):
    """core.domain.connection.Connection."""

    __tablename__ = "connection"
    __table_args__ = (UniqueConstraint("organization_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    connector: Mapped[str]
    title: Mapped[str]
    status: Mapped[ConnectionStatus] = mapped_column(word(ConnectionStatus, "status"))
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB)
    every: Mapped[timedelta | None]
    link_rules: Mapped[list[Any]] = mapped_column(JSONB)
    held_share: Mapped[float]
    account_id: Mapped[str]
    account_label: Mapped[str]
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    due_at: Mapped[datetime | None]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ConnectionSecretRow(TenantOwned, Base):
    """One secret of a connection, encrypted, and core.domain.connection.SecretFact about it."""

    __tablename__ = "connection_secret"
    __table_args__ = (
        PrimaryKeyConstraint("connection_id", "name"),
        same_tenant("connection_id", "connection", "CASCADE"),
    )

    connection_id: Mapped[UUID]
    name: Mapped[str]
    sealed: Mapped[str]
    set_at: Mapped[datetime]
    ends: Mapped[str]


class ConnectionFileRow(TenantOwned, Base):
    """The file uploaded last for a connection, encrypted."""

    __tablename__ = "connection_file"
    __table_args__ = (same_tenant("connection_id", "connection", "CASCADE"),)

    connection_id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    set_at: Mapped[datetime]


class AuditEntryRow(TenantOwned, Base):
    """core.domain.audit.AuditEntry; it outlives whom it names."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        same_tenant("by", "person", "SET NULL (by)"),
        Index(None, "organization_id", "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[UUID | None]
    deed: Mapped[str]
    subject: Mapped[str]
    sentence: Mapped[list[Any]] = mapped_column(JSONB)
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    after: Mapped[dict[str, Any]] = mapped_column(JSONB)
