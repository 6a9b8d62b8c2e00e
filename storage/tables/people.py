"""Organizations, their people, and what the people tell about themselves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.directory import Presence
from core.domain.profile import TextKind
from storage.tables.base import Base, TenantOwned, same_tenant, word
from storage.types import Vector

_TRANSACTION = "(pg_current_xact_id()::text)::bigint"


class OrganizationRow(Base):
    """core.domain.organization.Organization."""

    __tablename__ = "organization"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[datetime]


class PersonRow(TenantOwned, Base):
    """core.domain.person.Person."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        Index("ix_person_email", "organization_id", text("lower(email)")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    locale: Mapped[str]
    test_user: Mapped[bool]
    presence: Mapped[Presence] = mapped_column(word(Presence, "presence"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class IdentityRow(TenantOwned, Base):
    """core.domain.person.Identity."""

    __tablename__ = "identity"
    __table_args__ = (
        PrimaryKeyConstraint("organization_id", "issuer", "subject"),
        same_tenant("person_id", "person", "CASCADE"),
    )

    issuer: Mapped[str]
    subject: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(index=True)


class ProfileRow(TenantOwned, Base):
    """core.domain.profile.Profile; sets are stored as sorted arrays.

    `style` holds the answers in the order of SCALES, 0 for none.
    """

    __tablename__ = "profile"
    __table_args__ = (same_tenant("person_id", "person", "CASCADE"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    headline: Mapped[str]
    goals: Mapped[list[str]]
    skills_wanted: Mapped[list[str]]
    skills_offered: Mapped[list[str]]
    experience: Mapped[list[str]]
    interests: Mapped[list[str]]
    languages: Mapped[list[str]]
    time_zone: Mapped[str]
    location: Mapped[str]
    department: Mapped[str]
    seniority: Mapped[int | None] = mapped_column(SmallInteger)
    availability: Mapped[list[str]]
    meeting_modes: Mapped[list[str]]
    avoid: Mapped[list[UUID]]
    values: Mapped[list[str]]
    ways: Mapped[list[str]]
    principles: Mapped[list[str]]
    style: Mapped[list[int]]
    personality: Mapped[list[int]]
    topics: Mapped[list[str]]
    levels: Mapped[list[int]]
    must_haves: Mapped[list[str]]
    managers: Mapped[list[UUID]]
    conflicts: Mapped[list[UUID]]
    meet_again: Mapped[list[UUID]]
    updated_at: Mapped[datetime | None]


class PersonChangeRow(TenantOwned, Base):
    """Somebody of whom something was stored, written by triggers."""

    __tablename__ = "person_change"
    __table_args__ = (PrimaryKeyConstraint("organization_id", "noted_in", "person_id"),)

    noted_in: Mapped[int] = mapped_column(BigInteger, server_default=text(_TRANSACTION))
    person_id: Mapped[UUID]
    noted_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class TextEmbeddingRow(TenantOwned, Base):
    """core.domain.profile.TextEmbedding."""

    __tablename__ = "text_embedding"
    __table_args__ = (
        PrimaryKeyConstraint("person_id", "model", "kind", "text_hash"),
        same_tenant("person_id", "person", "CASCADE"),
    )

    person_id: Mapped[UUID]
    model: Mapped[str]
    kind: Mapped[TextKind] = mapped_column(word(TextKind, "text_kind"))
    text_hash: Mapped[bytes]
    vector: Mapped[bytes] = mapped_column(Vector)
