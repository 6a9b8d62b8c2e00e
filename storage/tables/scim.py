"""What is kept for SCIM besides directory entries."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.scim import Lookup
from storage.tables.base import Base, TenantOwned, same_tenant, word


class ScimTokenRow(Base):
    """core.domain.scim.ScimToken; looked up before a tenant is known."""

    __tablename__ = "scim_token"
    __table_args__ = (same_tenant("connection_id", "connection", "CASCADE"),)

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    connection_id: Mapped[UUID] = mapped_column(index=True)
    organization_id: Mapped[UUID]
    ends: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ScimLookupRow(TenantOwned, Base):
    """core.domain.scim.lookup_value of what a user is looked up by.

    Under row-level security an index serves only comparisons that leak nothing, such as equality;
    so there is a hash to compare instead of an index on what is inside a resource.
    """

    __tablename__ = "scim_lookup"
    __table_args__ = (
        PrimaryKeyConstraint("connection_id", "kind", "value", "key"),
        ForeignKeyConstraint(
            ["connection_id", "key"],
            ["directory_entry.connection_id", "directory_entry.key"],
            ondelete="CASCADE",
        ),
        Index(None, "connection_id", "key"),
        Index(
            "uq_scim_lookup_user_name",
            "connection_id",
            "value",
            unique=True,
            postgresql_where=text("kind = 'user_name'"),
        ),
    )

    connection_id: Mapped[UUID]
    kind: Mapped[Lookup] = mapped_column(word(Lookup, "kind"))
    value: Mapped[bytes]
    key: Mapped[str]


class ScimGroupRow(TenantOwned, Base):
    """core.domain.scim.ScimGroup."""

    __tablename__ = "scim_group"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        same_tenant("connection_id", "connection", "CASCADE"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    connection_id: Mapped[UUID] = mapped_column(index=True)
    source: Mapped[dict[str, Any]] = mapped_column(JSONB)
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ScimMemberRow(TenantOwned, Base):
    """core.domain.scim.ScimMember of a group."""

    __tablename__ = "scim_group_member"
    __table_args__ = (
        PrimaryKeyConstraint("group_id", "key"),
        same_tenant("group_id", "scim_group", "CASCADE"),
        Index(None, "organization_id", "key"),
    )

    group_id: Mapped[UUID]
    key: Mapped[str]
    display: Mapped[str]
    type: Mapped[str]
    reference: Mapped[str]


class ScimLeaverRow(TenantOwned, Base):
    """A user who left, until their mentoring has ended and nobody has to ask how many do."""

    __tablename__ = "scim_leaver"
    __table_args__ = (
        PrimaryKeyConstraint("connection_id", "key"),
        ForeignKeyConstraint(
            ["connection_id", "key"],
            ["directory_entry.connection_id", "directory_entry.key"],
            ondelete="CASCADE",
        ),
    )

    connection_id: Mapped[UUID]
    key: Mapped[str]
    left_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
