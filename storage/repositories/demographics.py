"""What people said about themselves for the fairness report."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select

from core.domain.demographics import Answers, Dimension
from core.domain.identifiers import PersonId
from storage.repositories.statements import TenantRepository, among
from storage.tables import DemographicAnswerRow, table_of


class PostgresDemographics(TenantRepository):
    """Adapter of core.ports.demographic_repositories.Demographics."""

    def of_people(self, person_ids: Collection[PersonId]) -> dict[PersonId, Answers]:
        """See the port."""
        row = DemographicAnswerRow
        rows = self.connection.execute(
            select(row.person_id, row.dimension, row.answer).where(
                row.organization_id == self.organization_id, among(row.person_id, person_ids)
            )
        )
        found: dict[PersonId, dict[Dimension, str]] = defaultdict(dict)
        for person_id, dimension, answer in rows:
            found[PersonId(person_id)][dimension] = answer
        return dict(found)

    def replace(self, person_id: PersonId, answers: Answers, at: datetime) -> None:
        """See the port."""
        row = DemographicAnswerRow
        self.connection.execute(
            delete(row).where(
                row.organization_id == self.organization_id, row.person_id == person_id
            )
        )
        if answers:
            own = {"organization_id": self.organization_id, "person_id": person_id}
            self.connection.execute(
                insert(table_of(row)),
                [
                    {**own, "dimension": dimension, "answer": answer, "answered_at": at}
                    for dimension, answer in answers.items()
                ],
            )
