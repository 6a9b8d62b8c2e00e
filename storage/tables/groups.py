"""Groups and who is in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.program import Role
from storage.tables.base import Base, TenantOwned, same_tenant, word


class GroupRow(TenantOwned, Base):
    """core.domain.group.Group."""

    __tablename__ = "mentoring_group"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        same_tenant("program_id", "program", "CASCADE"),
        CheckConstraint("1 <= least AND least <= most", name="size"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    program_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str]
    topic: Mapped[str]
    whereabouts: Mapped[str]
    least: Mapped[int]
    most: Mapped[int]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class GroupMemberRow(TenantOwned, Base):
    """core.domain.group.GroupMember."""

    __tablename__ = "mentoring_group_member"
    __table_args__ = (
        same_tenant("group_id", "mentoring_group", "CASCADE"),
        same_tenant("person_id", "person", "CASCADE"),
    )

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(word(Role, "role"))
    joined_at: Mapped[datetime]
