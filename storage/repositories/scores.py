"""Scores on their way into gradebooks."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ARRAY, Select, Text, Update, any_, bindparam, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import ActivityId, PersonId, RegistrationId
from core.domain.score import Score, ScoreState
from core.errors import ConflictError
from storage.repositories.statements import TenantRepository, among, values_of
from storage.tables import ActivityRow, ScoreRow, table_of

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

    def waiting(self) -> list[Score]:
        """See the port."""
        return self._scores(self._select().where(ScoreRow.state == ScoreState.WAITING))

    def parked(
        self, registration_id: RegistrationId, context_id: str, subjects: Collection[str]
    ) -> list[Score]:
        """See the port."""
        in_course = (
            (ActivityRow.organization_id == ScoreRow.organization_id)
            & (ActivityRow.id == ScoreRow.activity_id)
            & (ActivityRow.registration_id == registration_id)
            & (ActivityRow.context_id == context_id)
        )
        theirs = ScoreRow.subject == any_(literal(list(subjects), ARRAY(Text())))
        parked = self._select().join(ActivityRow, in_course)
        return self._scores(parked.where(ScoreRow.state == ScoreState.PARKED, theirs))

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
        return Score(**self.connection.execute(statement, values_of(score)).one()._asdict())

    def update(self, score: Score) -> None:
        """See the port."""
        if self.connection.execute(self._replacing(), _replacement(score)).rowcount != 1:
            raise ConflictError(CHANGED)

    def update_many(self, scores: Sequence[Score]) -> None:
        """See the port."""
        if scores:
            self.connection.execute(self._replacing(), [_replacement(score) for score in scores])

    def _replacing(self) -> Update:
        """UPDATE of one version by the next; its parameters are made by _replacement."""
        table = table_of(ScoreRow)
        return (
            update(table)
            .where(
                table.c.organization_id == self.organization_id,
                table.c.activity_id == bindparam("old_activity_id"),
                table.c.person_id == bindparam("old_person_id"),
                table.c.version == bindparam("old_version"),
            )
            .values({name: bindparam(name) for name in Score.__dataclass_fields__})
        )

    def _select(self) -> Select[ScoreRow]:
        return select(ScoreRow).where(ScoreRow.organization_id == self.organization_id)

    def _one(self, activity_id: ActivityId, person_id: PersonId) -> Select[ScoreRow]:
        one = (ScoreRow.activity_id == activity_id) & (ScoreRow.person_id == person_id)
        return self._select().where(one)

    def _scores(self, statement: Select[ScoreRow]) -> list[Score]:
        ordered = statement.order_by(ScoreRow.updated_at, ScoreRow.activity_id, ScoreRow.person_id)
        return [Score(**row._asdict()) for row in self.connection.execute(ordered)]


def _replacement(score: Score) -> dict[str, Any]:
    return values_of(score) | {
        "old_activity_id": score.activity_id,
        "old_person_id": score.person_id,
        "old_version": score.version - 1,
    }
