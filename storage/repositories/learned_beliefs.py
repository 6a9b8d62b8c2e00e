"""What was learned in programmes."""

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import delete, select

from core.domain.identifiers import ProgramId
from core.domain.learned_belief import LearnedBelief, LearnedFigures
from storage.repositories.statements import TenantRepository, upsert
from storage.tables import LearnedBeliefRow

FIELDS = tuple(field.name for field in fields(LearnedBelief))
FIGURES = tuple(field.name for field in fields(LearnedFigures))


class PostgresLearnedBeliefs(TenantRepository):
    """Adapter of core.ports.matching_repositories.LearnedBeliefs."""

    def get(self, program_id: ProgramId) -> LearnedBelief | None:
        """See the port."""
        row = LearnedBeliefRow
        found = self.connection.execute(
            select(row).where(
                row.organization_id == self.organization_id, row.program_id == program_id
            )
        ).one_or_none()
        if found is None:
            return None
        return LearnedBelief(**{name: getattr(found, name) for name in FIELDS})

    def learned_at(self, program_id: ProgramId) -> datetime | None:
        """See the port."""
        row = LearnedBeliefRow
        return self.connection.scalar(
            select(row.learned_at).where(
                row.organization_id == self.organization_id, row.program_id == program_id
            )
        )

    def figures(self) -> dict[ProgramId, LearnedFigures]:
        """See the port."""
        row = LearnedBeliefRow
        found = self.connection.execute(
            select(*(getattr(row, name) for name in FIGURES)).where(
                row.organization_id == self.organization_id
            )
        ).mappings()
        return {one["program_id"]: LearnedFigures(**one) for one in found}

    def save(self, belief: LearnedBelief) -> None:
        """See the port."""
        self.connection.execute(
            upsert(LearnedBeliefRow, "program_id"),
            {"organization_id": self.organization_id, **asdict(belief)},
        )

    def remove(self, program_id: ProgramId) -> None:
        """See the port."""
        row = LearnedBeliefRow
        self.connection.execute(
            delete(row).where(
                row.organization_id == self.organization_id, row.program_id == program_id
            )
        )
