"""What programmes decide about matching."""

from sqlalchemy import select

from core.domain.identifiers import ProgramId
from core.domain.matching_settings import MatchingSettings
from core.domain.must_have import MustHave
from storage.repositories.statements import TenantRepository, upsert
from storage.tables import MatchingSettingsRow


class PostgresMatchingSettings(TenantRepository):
    """Adapter of core.ports.matching_repositories.MatchingSettingsOfPrograms."""

    def get(self, program_id: ProgramId) -> MatchingSettings:
        """See the port."""
        row = MatchingSettingsRow
        found = self.connection.execute(
            select(row).where(
                row.organization_id == self.organization_id, row.program_id == program_id
            )
        ).one_or_none()
        if found is None:
            return MatchingSettings(program_id=program_id)
        return MatchingSettings(
            program_id=program_id,
            template=found.template,
            importance=dict(found.importance),
            must_haves=frozenset(MustHave(must) for must in found.must_haves),
            skills=tuple(found.skills),
            languages=tuple(found.languages),
            repeat_pairs=found.repeat_pairs,
            updated_at=found.updated_at,
        )

    def save(self, settings: MatchingSettings) -> None:
        """See the port."""
        self.connection.execute(
            upsert(MatchingSettingsRow, "program_id"),
            {
                "organization_id": self.organization_id,
                "program_id": settings.program_id,
                "template": settings.template,
                "importance": dict(settings.importance),
                "must_haves": sorted(settings.must_haves),
                "skills": list(settings.skills),
                "languages": list(settings.languages),
                "repeat_pairs": settings.repeat_pairs,
                "updated_at": settings.updated_at,
            },
        )
