"""What courses offer, and what they show about people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, PrimaryKeyConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.evidence import Showing
from core.domain.resource import ResourceKind
from storage.tables.base import Base, TenantOwned, same_tenant, word
from storage.types import Vector


class ResourceRow(TenantOwned, Base):
    """core.domain.resource.Resource with its record."""

    __tablename__ = "resource"
    __table_args__ = (
        PrimaryKeyConstraint("connection_id", "key"),
        same_tenant("connection_id", "connection", "CASCADE"),
        Index(None, "organization_id", "text_hash", postgresql_where=text("present")),
    )

    connection_id: Mapped[UUID]
    key: Mapped[str]
    title: Mapped[str]
    kind: Mapped[ResourceKind] = mapped_column(word(ResourceKind, "kind"))
    url: Mapped[str]
    course: Mapped[str]
    module: Mapped[str]
    minutes: Mapped[int | None]
    skills: Mapped[list[str]]
    present: Mapped[bool]
    text_hash: Mapped[bytes]
    updated_at: Mapped[datetime]


class ResourceVectorRow(TenantOwned, Base):
    """The vector of a text of the catalogue, whatever resources have it."""

    __tablename__ = "resource_vector"
    __table_args__ = (PrimaryKeyConstraint("organization_id", "model", "text_hash"),)

    model: Mapped[str]
    text_hash: Mapped[bytes]
    vector: Mapped[bytes] = mapped_column(Vector)


class EvidenceRow(TenantOwned, Base):
    """core.domain.evidence.Evidence."""

    __tablename__ = "evidence"
    __table_args__ = (
        PrimaryKeyConstraint("connection_id", "key"),
        same_tenant("connection_id", "connection", "CASCADE"),
        same_tenant("person_id", "person", "CASCADE"),
    )

    connection_id: Mapped[UUID]
    key: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(index=True)
    skills: Mapped[list[str]]
    title: Mapped[str]
    course: Mapped[str]
    how: Mapped[Showing] = mapped_column(word(Showing, "how"))
    strength: Mapped[float]
    at: Mapped[datetime]
    hidden: Mapped[bool]
    present: Mapped[bool]
