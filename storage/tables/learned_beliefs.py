"""What was learned in programmes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, TenantOwned, same_tenant


class LearnedBeliefRow(TenantOwned, Base):
    """core.domain.learned_belief.LearnedBelief."""

    __tablename__ = "learned_belief"
    __table_args__ = (same_tenant("program_id", "program", "CASCADE"),)

    program_id: Mapped[UUID] = mapped_column(primary_key=True)
    learned_at: Mapped[datetime]
    outcomes: Mapped[int]
    mentees: Mapped[int]
    mentors: Mapped[int]
    accuracy: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    model: Mapped[str]
