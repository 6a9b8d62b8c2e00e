"""Courses: what their launches said, and the programme each shows."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.course import Course, CourseServices
from core.domain.identifiers import PersonId, ProgramId, RegistrationId
from storage.repositories.statements import TenantRepository
from storage.tables import CourseMemberRow, CourseRow

_KEY = ("registration_id", "context_id")
_SERVICES = tuple(field.name for field in fields(CourseServices))
_OWN = ("title", "label", "deployment_id", "link_id")


class PostgresCourses(TenantRepository):
    """Adapter of core.ports.course_repositories.Courses."""

    def get(self, registration_id: RegistrationId, context_id: str) -> Course | None:
        """See the port."""
        return self._one(self._of(registration_id, context_id))

    def lock(self, registration_id: RegistrationId, context_id: str) -> Course | None:
        """See the port."""
        return self._one(self._of(registration_id, context_id).with_for_update())

    def of_program(self, program_id: ProgramId) -> list[Course]:
        """See the port."""
        statement = self._select().where(CourseRow.program_id == program_id)
        return self._courses(statement.order_by(CourseRow.title, CourseRow.context_id))

    def among(
        self, registration_id: RegistrationId, context_ids: Collection[str]
    ) -> dict[str, Course]:
        """See the port."""
        wanted = CourseRow.context_id.in_(context_ids)
        statement = self._select().where(CourseRow.registration_id == registration_id, wanted)
        return {course.context_id: course for course in self._courses(statement)}

    def of_person(self, person_id: PersonId) -> list[Course]:
        """See the port."""
        member = CourseMemberRow
        theirs = exists().where(
            member.organization_id == CourseRow.organization_id,
            member.registration_id == CourseRow.registration_id,
            member.context_id == CourseRow.context_id,
            member.person_id == person_id,
        )
        statement = self._select().where(theirs)
        return self._courses(statement.order_by(CourseRow.title, *self._order()))

    def with_roster(self, unread_since: datetime) -> list[Course]:
        """See the port."""
        return self._courses(
            self._select()
            .where(
                CourseRow.program_id.is_not(None),
                CourseRow.memberships_url != "",
                or_(CourseRow.synced_at.is_(None), CourseRow.synced_at < unread_since),
            )
            .order_by(CourseRow.synced_at.nulls_first(), *self._order())
        )

    def save(self, course: Course) -> None:
        """See the port."""
        statement = insert(CourseRow)
        # What a launch read may be older than the programme somebody started meanwhile.
        kept = func.coalesce(CourseRow.program_id, statement.excluded.program_id)
        row = _as_row(course)
        changed = {name: statement.excluded[name] for name in row if name not in _FIXED}
        self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=list(_KEY), set_={**changed, "program_id": kept}
            ),
            row,
        )

    def assign(
        self, registration_id: RegistrationId, context_id: str, program_id: ProgramId | None
    ) -> None:
        """See the port."""
        self._change(registration_id, context_id, program_id=program_id)

    def synced(self, registration_id: RegistrationId, context_id: str, at: datetime) -> None:
        """See the port."""
        self._change(registration_id, context_id, synced_at=at)

    def _change(self, registration_id: RegistrationId, context_id: str, **values: Any) -> None:
        self.connection.execute(
            update(CourseRow)
            .where(
                CourseRow.organization_id == self.organization_id,
                CourseRow.registration_id == registration_id,
                CourseRow.context_id == context_id,
            )
            .values(**values)
        )

    def _select(self) -> Select[CourseRow]:
        return select(CourseRow).where(CourseRow.organization_id == self.organization_id)

    def _of(self, registration_id: RegistrationId, context_id: str) -> Select[CourseRow]:
        return self._select().where(
            CourseRow.registration_id == registration_id, CourseRow.context_id == context_id
        )

    def _order(self) -> tuple[Any, ...]:
        return CourseRow.registration_id, CourseRow.context_id

    def _one(self, statement: Select[CourseRow]) -> Course | None:
        return next(iter(self._courses(statement)), None)

    def _courses(self, statement: Select[CourseRow]) -> list[Course]:
        return [_as_course(row._asdict()) for row in self.connection.execute(statement)]


_FIXED = frozenset({*_KEY, "organization_id", "program_id", "synced_at"})


def _as_row(course: Course) -> dict[str, Any]:
    services = {name: getattr(course.services, name) for name in _SERVICES}
    return {
        "registration_id": course.registration_id,
        "context_id": course.context_id,
        "organization_id": course.organization_id,
        "program_id": course.program_id,
        "history": list(course.history),
        "synced_at": course.synced_at,
        **{name: getattr(course, name) for name in _OWN},
        **services,
        "scopes": sorted(course.services.scopes),
    }


def _as_course(row: dict[str, Any]) -> Course:
    told = {name: row.pop(name) for name in _SERVICES}
    told["scopes"] = frozenset(told["scopes"])
    row["history"] = tuple(row["history"])
    return Course(**row, services=CourseServices(**told))
