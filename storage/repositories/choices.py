"""Mentees' ranked lists and the searches they are for."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, delete, select

from core.domain.choice import Choice, Search
from core.domain.identifiers import PersonId, ProgramId
from storage.repositories.statements import TenantRepository, among, upsert, values_of
from storage.tables import ChoiceRow, SearchRow


class PostgresChoices(TenantRepository):
    """Adapter of core.ports.choice_repositories.Choices."""

    def of_mentees(self, program_id: ProgramId, mentee_ids: Collection[PersonId]) -> list[Choice]:
        """See the port."""
        row = ChoiceRow
        rows = self.connection.execute(
            select(row)
            .where(
                row.organization_id == self.organization_id,
                row.program_id == program_id,
                among(row.mentee_id, mentee_ids),
            )
            .order_by(row.mentee_id, row.rank, row.mentor_id)
        )
        return [Choice(**found._asdict()) for found in rows]

    def save_many(self, choices: Sequence[Choice]) -> None:
        """See the port."""
        if choices:
            statement = upsert(ChoiceRow, "program_id", "mentee_id", "mentor_id")
            self.connection.execute(statement, [values_of(choice) for choice in choices])

    def remove(
        self, program_id: ProgramId, mentee_id: PersonId, mentor_ids: Collection[PersonId]
    ) -> None:
        """See the port."""
        self.connection.execute(
            delete(ChoiceRow).where(
                ChoiceRow.organization_id == self.organization_id,
                ChoiceRow.program_id == program_id,
                ChoiceRow.mentee_id == mentee_id,
                among(ChoiceRow.mentor_id, mentor_ids),
            )
        )

    def clear(self, program_id: ProgramId, mentee_ids: Collection[PersonId]) -> None:
        """See the port."""
        self.connection.execute(
            delete(ChoiceRow).where(
                ChoiceRow.organization_id == self.organization_id,
                ChoiceRow.program_id == program_id,
                among(ChoiceRow.mentee_id, mentee_ids),
            )
        )


class PostgresSearches(TenantRepository):
    """Adapter of core.ports.choice_repositories.Searches."""

    def of_program(self, program_id: ProgramId) -> list[Search]:
        """See the port."""
        return self._searches(self._of(program_id))

    def of_mentees(self, program_id: ProgramId, mentee_ids: Collection[PersonId]) -> list[Search]:
        """See the port."""
        return self._searches(self._of(program_id).where(among(SearchRow.mentee_id, mentee_ids)))

    def programs(self) -> list[ProgramId]:
        """See the port."""
        found = self.connection.scalars(
            select(SearchRow.program_id)
            .where(SearchRow.organization_id == self.organization_id)
            .distinct()
            .order_by(SearchRow.program_id)
        )
        return [ProgramId(program_id) for program_id in found]

    def save_many(self, searches: Sequence[Search]) -> None:
        """See the port."""
        if searches:
            statement = upsert(SearchRow, "program_id", "mentee_id")
            self.connection.execute(statement, [values_of(search) for search in searches])

    def end(self, program_id: ProgramId, mentee_ids: Collection[PersonId]) -> None:
        """See the port."""
        self.connection.execute(
            delete(SearchRow).where(
                SearchRow.organization_id == self.organization_id,
                SearchRow.program_id == program_id,
                among(SearchRow.mentee_id, mentee_ids),
            )
        )

    def _of(self, program_id: ProgramId) -> Select[SearchRow]:
        return (
            select(SearchRow)
            .where(
                SearchRow.organization_id == self.organization_id,
                SearchRow.program_id == program_id,
            )
            .order_by(SearchRow.began_at, SearchRow.mentee_id)
        )

    def _searches(self, statement: Select[SearchRow]) -> list[Search]:
        return [Search(**found._asdict()) for found in self.connection.execute(statement)]
