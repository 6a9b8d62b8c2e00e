"""What sources say about people, who was found to be one, and whom to believe."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, PrimaryKeyConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.people_rules import LinkKey
from storage.tables.base import Base, TenantOwned, same_tenant


def _known_by(key: LinkKey) -> Index:
    said = text(f"present AND {key.value} <> ''")
    return Index(None, "organization_id", key.value, postgresql_where=said)


class DirectoryEntryRow(TenantOwned, Base):
    """core.domain.directory.DirectoryEntry.

    What a rule may link people by has its own column, as core.domain.people_rules.key_values.
    """

    __tablename__ = "directory_entry"
    __table_args__ = (
        PrimaryKeyConstraint("connection_id", "key"),
        same_tenant("connection_id", "connection", "CASCADE"),
        same_tenant("person_id", "person", "CASCADE"),
        *(_known_by(key) for key in LinkKey),
        Index(
            None,
            "connection_id",
            "manager_key",
            postgresql_where=text("present AND manager_key <> ''"),
        ),
        Index(
            "ix_directory_entry_undecided",
            "organization_id",
            "created_at",
            postgresql_where=text("present AND person_id IS NULL"),
        ),
    )

    connection_id: Mapped[UUID]
    key: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    candidates: Mapped[list[UUID]]
    present: Mapped[bool]
    record: Mapped[dict[str, Any]] = mapped_column(JSONB)
    source: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[bytes]
    employee_number: Mapped[str]
    external_id: Mapped[str]
    user_name: Mapped[str]
    email: Mapped[str]
    name: Mapped[str]
    manager_key: Mapped[str]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class MergeRow(TenantOwned, Base):
    """core.domain.people_rules.Merge."""

    __tablename__ = "person_merge"
    __table_args__ = (
        same_tenant("kept", "person", "CASCADE"),
        same_tenant("gone", "person", "CASCADE"),
        same_tenant("by", "person", "SET NULL (by)"),
        Index(None, "organization_id", "merged_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kept: Mapped[UUID]
    gone: Mapped[UUID]
    identities: Mapped[list[Any]] = mapped_column(JSONB)
    by: Mapped[UUID | None]
    rule: Mapped[str]
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class PrecedenceRow(TenantOwned, Base):
    """core.domain.people_rules.Precedence."""

    __tablename__ = "people_precedence"
    __table_args__ = (PrimaryKeyConstraint("organization_id"),)

    orders: Mapped[dict[str, Any]] = mapped_column(JSONB)
