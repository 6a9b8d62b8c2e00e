"""Whole-cohort runs and the steps of editing them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import MatchRunId, ProgramId
from core.domain.match_run import MatchRun, RunEdit, RunPhase, RunState
from storage.repositories.run_columns import as_edit, as_run, edit_row, run_row
from storage.repositories.statements import TenantRepository, upsert
from storage.tables import MatchRunEditRow, MatchRunRow


class PostgresMatchRuns(TenantRepository):
    """Adapter of core.ports.run_repositories.MatchRuns."""

    def get(self, run_id: MatchRunId) -> MatchRun | None:
        """See the port."""
        return self._one(self._select().where(MatchRunRow.id == run_id))

    def lock(self, run_id: MatchRunId) -> MatchRun | None:
        """See the port."""
        return self._one(self._select().where(MatchRunRow.id == run_id).with_for_update())

    def of_program(self, program_id: ProgramId, most: int = 50) -> list[MatchRun]:
        """See the port."""
        rows = self.connection.execute(
            self._select()
            .where(MatchRunRow.program_id == program_id)
            .order_by(MatchRunRow.started_at.desc(), MatchRunRow.id.desc())
            .limit(most)
        )
        return [as_run(row._asdict()) for row in rows]

    def save(self, run: MatchRun) -> None:
        """See the port."""
        self.connection.execute(upsert(MatchRunRow, "id"), run_row(run))

    def tell(
        self, run_id: MatchRunId, phase: RunPhase, done: int, total: int, at: datetime
    ) -> bool:
        """See the port."""
        told = self.connection.execute(
            update(MatchRunRow)
            .where(
                MatchRunRow.organization_id == self.organization_id,
                MatchRunRow.id == run_id,
                MatchRunRow.state == RunState.RUNNING,
            )
            .values(phase=phase, done=done, total=total, told_at=at)
        )
        return told.rowcount == 1

    def add_edits(self, edits: Sequence[RunEdit]) -> None:
        """See the port."""
        rows = [{"organization_id": self.organization_id, **edit_row(edit)} for edit in edits]
        self.connection.execute(insert(MatchRunEditRow), rows)

    def edits(self, run_id: MatchRunId) -> list[RunEdit]:
        """See the port."""
        row = MatchRunEditRow
        rows = self.connection.execute(
            select(row)
            .where(row.organization_id == self.organization_id, row.run_id == run_id)
            .order_by(row.number.desc(), row.mentee_id)
        )
        return [as_edit(found) for found in rows]

    def last_edits(self, run_id: MatchRunId) -> list[RunEdit]:
        """See the port."""
        row = MatchRunEditRow
        mine = (row.organization_id == self.organization_id) & (row.run_id == run_id)
        newest = select(func.max(row.number)).where(mine).scalar_subquery()
        rows = self.connection.execute(
            select(row).where(mine, row.number == newest).order_by(row.mentee_id)
        )
        return [as_edit(found) for found in rows]

    def remove_edits(self, run_id: MatchRunId, number: int) -> None:
        """See the port."""
        row = MatchRunEditRow
        self.connection.execute(
            delete(row).where(
                row.organization_id == self.organization_id,
                row.run_id == run_id,
                row.number == number,
            )
        )

    def _select(self) -> Select[MatchRunRow]:
        return select(MatchRunRow).where(MatchRunRow.organization_id == self.organization_id)

    def _one(self, statement: Select[MatchRunRow]) -> MatchRun | None:
        row = self.connection.execute(statement).one_or_none()
        return as_run(row._asdict()) if row else None
