"""Who manages programmes without teaching a course of theirs."""

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import PersonId, ProgramId
from core.domain.program import ProgramManager
from storage.repositories.statements import TenantRepository, values_of
from storage.tables import ProgramManagerRow, table_of


class PostgresProgramManagers(TenantRepository):
    """Adapter of core.ports.program_managers.ProgramManagers."""

    def of_program(self, program_id: ProgramId) -> list[ProgramManager]:
        """See the port."""
        return self._managers(ProgramManagerRow.program_id == program_id)

    def of_person(self, person_id: PersonId) -> list[ProgramManager]:
        """See the port."""
        return self._managers(ProgramManagerRow.person_id == person_id)

    def all(self) -> list[ProgramManager]:
        """See the port."""
        return self._managers()

    def add(self, manager: ProgramManager) -> bool:
        """See the port."""
        table = table_of(ProgramManagerRow)
        added = insert(table).on_conflict_do_nothing().returning(table.c.person_id)
        return self.connection.execute(added, values_of(manager)).first() is not None

    def remove(self, program_id: ProgramId, person_id: PersonId) -> bool:
        """See the port."""
        row = ProgramManagerRow
        gone = delete(row).where(
            row.organization_id == self.organization_id,
            row.program_id == program_id,
            row.person_id == person_id,
        )
        return self.connection.execute(gone).rowcount > 0

    def _managers(self, *which: ColumnElement[bool]) -> list[ProgramManager]:
        table = table_of(ProgramManagerRow)
        statement = (
            select(table)
            .where(table.c.organization_id == self.organization_id, *which)
            .order_by(table.c.appointed_at, table.c.program_id, table.c.person_id)
        )
        return [ProgramManager(**row._asdict()) for row in self.connection.execute(statement)]
