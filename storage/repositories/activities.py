"""Activities in courses, and what mentees did for them."""

from collections.abc import Collection

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.activity import Activity, Work
from core.domain.identifiers import ActivityId, PersonId, ProgramId, RegistrationId
from core.errors import ConflictError
from storage.repositories.statements import (
    TenantRepository,
    among,
    unique_or_conflict,
    upsert,
    values_of,
)
from storage.tables import ActivityRow, CourseRow, WorkRow, table_of

CHANGED = "Somebody changed this meanwhile. Reload the page and try again."


class PostgresActivities(TenantRepository):
    """Adapter of core.ports.course_repositories.Activities."""

    def get(self, activity_id: ActivityId) -> Activity | None:
        """See the port."""
        found = self._activities(self._select().where(ActivityRow.id == activity_id))
        return next(iter(found), None)

    def in_course(
        self, registration_id: RegistrationId, context_id: str, origin_id: ActivityId
    ) -> Activity | None:
        """See the port."""
        statement = self._of(registration_id, context_id)
        found = self._activities(statement.where(ActivityRow.origin_id == origin_id))
        return next(iter(found), None)

    def of_course(self, registration_id: RegistrationId, context_id: str) -> list[Activity]:
        """See the port."""
        return self._activities(self._of(registration_id, context_id))

    def of_program(self, program_id: ProgramId) -> list[Activity]:
        """See the port."""
        shows = (
            (CourseRow.organization_id == ActivityRow.organization_id)
            & (CourseRow.registration_id == ActivityRow.registration_id)
            & (CourseRow.context_id == ActivityRow.context_id)
        )
        joined = self._select().join(CourseRow, shows)
        return self._activities(joined.where(CourseRow.program_id == program_id))

    def save(self, activity: Activity) -> None:
        """See the port."""
        with unique_or_conflict(self.connection, CHANGED):
            self.connection.execute(upsert(ActivityRow, "id"), values_of(activity))

    def linked(self, activity_id: ActivityId, link_id: str) -> None:
        """See the port."""
        self._set(activity_id, link_id=link_id)

    def graded_at(self, activity_id: ActivityId, line_item_url: str) -> None:
        """See the port."""
        self._set(activity_id, line_item_url=line_item_url)

    def _set(self, activity_id: ActivityId, **values: str) -> None:
        own = ActivityRow.organization_id == self.organization_id
        this = update(ActivityRow).where(own, ActivityRow.id == activity_id)
        self.connection.execute(this.values(**values))

    def _select(self) -> Select[ActivityRow]:
        return select(ActivityRow).where(ActivityRow.organization_id == self.organization_id)

    def _of(self, registration_id: RegistrationId, context_id: str) -> Select[ActivityRow]:
        return self._select().where(
            ActivityRow.registration_id == registration_id, ActivityRow.context_id == context_id
        )

    def _activities(self, statement: Select[ActivityRow]) -> list[Activity]:
        ordered = statement.order_by(ActivityRow.created_at, ActivityRow.id)
        return [Activity(**row._asdict()) for row in self.connection.execute(ordered)]


class PostgresWorks(TenantRepository):
    """Adapter of core.ports.course_repositories.Works."""

    def get(self, activity_id: ActivityId, person_id: PersonId) -> Work | None:
        """See the port."""
        one = (WorkRow.activity_id == activity_id) & (WorkRow.person_id == person_id)
        return next(iter(self._works(self._select().where(one))), None)

    def of_person(self, person_id: PersonId) -> list[Work]:
        """See the port."""
        return self.of_people([person_id])

    def of_activities(self, activity_ids: Collection[ActivityId]) -> list[Work]:
        """See the port."""
        return self._works(self._select().where(among(WorkRow.activity_id, activity_ids)))

    def of_people(self, person_ids: Collection[PersonId]) -> list[Work]:
        """See the port."""
        return self._works(self._select().where(among(WorkRow.person_id, person_ids)))

    def add(self, work: Work) -> Work:
        """See the port."""
        table = table_of(WorkRow)
        # Unlike DO NOTHING, an update that changes nothing hands back the row of somebody quicker.
        statement = (
            insert(table)
            .on_conflict_do_update(
                index_elements=["activity_id", "person_id"], set_={"version": table.c.version}
            )
            .returning(table)
        )
        return Work(**self.connection.execute(statement, values_of(work)).one()._asdict())

    def update(self, work: Work) -> None:
        """See the port."""
        updated = self.connection.execute(
            update(WorkRow)
            .where(
                WorkRow.organization_id == self.organization_id,
                WorkRow.activity_id == work.activity_id,
                WorkRow.person_id == work.person_id,
                WorkRow.version == work.version - 1,
            )
            .values(values_of(work))
        )
        if updated.rowcount != 1:
            raise ConflictError(CHANGED)

    def _select(self) -> Select[WorkRow]:
        return select(WorkRow).where(WorkRow.organization_id == self.organization_id)

    def _works(self, statement: Select[WorkRow]) -> list[Work]:
        ordered = statement.order_by(WorkRow.created_at, WorkRow.activity_id, WorkRow.person_id)
        return [Work(**row._asdict()) for row in self.connection.execute(ordered)]
