"""What people said about themselves for the fairness report. No other table refers to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.demographics import Dimension
from storage.tables.base import Base, TenantOwned, same_tenant, word


class DemographicAnswerRow(TenantOwned, Base):
    """One answer of core.domain.demographics.Answers."""

    __tablename__ = "demographic_answer"
    __table_args__ = (
        PrimaryKeyConstraint("person_id", "dimension"),
        same_tenant("person_id", "person", "CASCADE"),
    )

    person_id: Mapped[UUID]
    dimension: Mapped[Dimension] = mapped_column(word(Dimension, "dimension"))
    answer: Mapped[str]
    answered_at: Mapped[datetime]
