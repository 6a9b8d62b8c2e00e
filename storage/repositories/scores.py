"""Scores on their way into gradebooks."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import ActivityId, PersonId
from core.domain.score import Score
from core.errors import ConflictError
from storage.repositories.statements import TenantRepository, among
from storage.tables import ScoreRow, table_of

CHANGED = "Somebody changed this meanwhile. Reload the page and try again."


class PostgresScores(TenantRepository):
    """Adapter of core.ports.course_repositories.Scores."""

    def get(self, activity_id: ActivityId, person_id: PersonId) -> Score | None:
        """See the port."""
        return next(iter(self._scores(self._one(activity_id, person_id))), None)

    def lock(self, activity_id: ActivityId, person_id: PersonId) -> Score | None:
        """See the port."""
        locked = self._one(activity_id, person_id).with_for_update()
        return next(iter(self._scores(locked)), None)

    def of_activities(self, activity_ids: Collection[ActivityId]) -> list[Score]:
        """See the port."""
        return self._scores(self._select().where(among(ScoreRow.activity_id, activity_ids)))

    def add(self, score: Score) -> Score:
        """See the port."""
        table = table_of(ScoreRow)
        # Unlike DO NOTHING, an update that changes nothing hands back the row of somebody quicker.
        statement = (
            insert(table)
            .on_conflict_do_update(
                index_elements=["activity_id", "person_id"], set_={"version": table.c.version}
            )
            .returning(table)
        )
        return Score(**self.connection.execute(statement, _as_row(score)).one()._asdict())

    def update(self, score: Score) -> None:
        """See the port."""
        updated = self.connection.execute(
            update(ScoreRow)
            .where(
                ScoreRow.organization_id == self.organization_id,
                ScoreRow.activity_id == score.activity_id,
                ScoreRow.person_id == score.person_id,
                ScoreRow.version == score.version - 1,
            )
            .values(_as_row(score))
        )
        if updated.rowcount != 1:
            raise ConflictError(CHANGED)

    def _select(self) -> Select[ScoreRow]:
        return select(ScoreRow).where(ScoreRow.organization_id == self.organization_id)

    def _one(self, activity_id: ActivityId, person_id: PersonId) -> Select[ScoreRow]:
        one = (ScoreRow.activity_id == activity_id) & (ScoreRow.person_id == person_id)
        return self._select().where(one)

    def _scores(self, statement: Select[ScoreRow]) -> list[Score]:
        ordered = statement.order_by(ScoreRow.updated_at, ScoreRow.activity_id, ScoreRow.person_id)
        return [Score(**row._asdict()) for row in self.connection.execute(ordered)]


def _as_row(score: Score) -> dict[str, Any]:
    return {name: getattr(score, name) for name in Score.__dataclass_fields__}
