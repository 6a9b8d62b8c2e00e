"""What was learned in programmes."""

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import delete, select

from core.domain.identifiers import ProgramId
from core.domain.learned_belief import LearnedBelief
from storage.repositories.statements import TenantRepository, upsert
from storage.tables import LearnedBeliefRow

FIELDS = tuple(field.name for field in fields(LearnedBelief))


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
