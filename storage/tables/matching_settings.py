"""What programmes decide about matching."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, TenantOwned, same_tenant


class MatchingSettingsRow(TenantOwned, Base):
    """core.domain.matching_settings.MatchingSettings; sets are stored as sorted arrays."""

    __tablename__ = "matching_settings"
    __table_args__ = (same_tenant("program_id", "program", "CASCADE"),)

    program_id: Mapped[UUID] = mapped_column(primary_key=True)
    template: Mapped[str]
    importance: Mapped[dict[str, int]] = mapped_column(JSONB)
    must_haves: Mapped[list[str]]
    skills: Mapped[list[str]]
    languages: Mapped[list[str]]
    repeat_pairs: Mapped[bool]
    updated_at: Mapped[datetime | None]
