"""The audit of what was done in the settings."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, tuple_

from core.domain.audit import AuditEntry
from core.domain.identifiers import AuditEntryId, PersonId
from storage.repositories.run_columns import as_sentence, sentence_row
from storage.repositories.statements import TenantRepository, values_of
from storage.tables import AuditEntryRow


class PostgresAudit(TenantRepository):
    """Adapter of core.ports.connection_repositories.Audit."""

    def add(self, entry: AuditEntry) -> None:
        """See the port."""
        self.connection.execute(insert(AuditEntryRow).values(_as_row(entry)))

    def page(
        self,
        before: AuditEntryId | None,
        limit: int,
        *,
        subject: str = "",
        deed: str = "",
        by: PersonId | None = None,
    ) -> list[AuditEntry]:
        """See the port."""
        row = AuditEntryRow
        own = row.organization_id == self.organization_id
        statement = select(row).where(own).order_by(row.at.desc(), row.id.desc()).limit(limit)
        if subject:
            statement = statement.where(row.subject == subject)
        if deed:
            statement = statement.where(row.deed == deed)
        if by is not None:
            statement = statement.where(row.by == by)
        if before is not None:
            place = select(row.at, row.id).where(own, row.id == before).scalar_subquery()
            statement = statement.where(tuple_(row.at, row.id) < place)
        return [_as_entry(found._asdict()) for found in self.connection.execute(statement)]

    def deeds(self) -> list[str]:
        """See the port."""
        row = AuditEntryRow
        own = row.organization_id == self.organization_id
        names = select(row.deed).where(own).distinct().order_by(row.deed)
        return list(self.connection.scalars(names))

    def doers(self) -> set[PersonId]:
        """See the port."""
        row = AuditEntryRow
        own = (row.organization_id == self.organization_id) & row.by.is_not(None)
        return set(self.connection.scalars(select(row.by).where(own).distinct()))

    def purge(self, before: datetime) -> int:
        """See the port."""
        row = AuditEntryRow
        old = (row.organization_id == self.organization_id) & (row.at < before)
        return self.connection.execute(delete(row).where(old)).rowcount


def _as_row(entry: AuditEntry) -> dict[str, Any]:
    return {
        **values_of(entry),
        "sentence": sentence_row(entry.sentence),
        "before": dict(entry.before),
        "after": dict(entry.after),
    }


def _as_entry(row: dict[str, Any]) -> AuditEntry:
    return AuditEntry(**{**row, "sentence": as_sentence(row["sentence"])})
