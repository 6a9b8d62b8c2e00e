"""Mentees' ranked lists of mentors."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.choice import ChoiceState
from storage.tables.base import Base, TenantOwned, same_tenant, word


class ChoiceRow(TenantOwned, Base):
    """core.domain.choice.Choice."""

    __tablename__ = "choice"
    __table_args__ = (
        same_tenant("program_id", "program", "CASCADE"),
        same_tenant("mentee_id", "person", "CASCADE"),
        same_tenant("mentor_id", "person", "CASCADE"),
        same_tenant("match_id", "match"),
        CheckConstraint("mentee_id <> mentor_id", name="two_people"),
    )

    program_id: Mapped[UUID] = mapped_column(primary_key=True)
    mentee_id: Mapped[UUID] = mapped_column(primary_key=True)
    mentor_id: Mapped[UUID] = mapped_column(primary_key=True)
    rank: Mapped[int]
    state: Mapped[ChoiceState] = mapped_column(word(ChoiceState, "state"))
    note: Mapped[str]
    score: Mapped[float | None]
    match_id: Mapped[UUID | None]
    not_before: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SearchRow(TenantOwned, Base):
    """core.domain.choice.Search; of a person in a programme there is at most one."""

    __tablename__ = "search"
    __table_args__ = (
        same_tenant("program_id", "program", "CASCADE"),
        same_tenant("mentee_id", "person", "CASCADE"),
        Index(None, "program_id", "began_at"),
    )

    program_id: Mapped[UUID] = mapped_column(primary_key=True)
    mentee_id: Mapped[UUID] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    waitlisted_at: Mapped[datetime | None]
