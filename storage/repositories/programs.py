"""Programmes, courses, and who takes part."""

from collections.abc import Sequence

from sqlalchemy import Select, delete, select

from core.domain.identifiers import PersonId, ProgramId, RegistrationId
from core.domain.program import Course, Participation, Program, Role
from storage.repositories.statements import TenantRepository, upsert
from storage.tables import CourseRow, ParticipationRow, ProgramRow


class PostgresPrograms(TenantRepository):
    """Adapter of core.ports.repositories.Programs."""

    def get(self, program_id: ProgramId) -> Program | None:
        """See the port."""
        found = self._programs(self._select().where(ProgramRow.id == program_id))
        return next(iter(found), None)

    def all(self) -> list[Program]:
        """By name."""
        return self._programs(self._select().order_by(ProgramRow.name, ProgramRow.id))

    def save(self, program: Program) -> None:
        """See the port."""
        self.connection.execute(
            upsert(ProgramRow, "id"),
            {
                "id": program.id,
                "organization_id": program.organization_id,
                "name": program.name,
                "description": program.description,
                "open_request_limit": program.open_request_limit,
                "default_capacity": program.default_capacity,
                "created_at": program.created_at,
            },
        )

    def course(self, registration_id: RegistrationId, context_id: str) -> Course | None:
        """See the port."""
        row = self.connection.execute(
            select(CourseRow).where(
                CourseRow.organization_id == self.organization_id,
                CourseRow.registration_id == registration_id,
                CourseRow.context_id == context_id,
            )
        ).one_or_none()
        return Course(**row._asdict()) if row else None

    def save_course(self, course: Course) -> None:
        """See the port."""
        self.connection.execute(
            upsert(CourseRow, "registration_id", "context_id"),
            {
                "registration_id": course.registration_id,
                "context_id": course.context_id,
                "organization_id": course.organization_id,
                "title": course.title,
                "program_id": course.program_id,
            },
        )

    def _select(self) -> Select[ProgramRow]:
        return select(ProgramRow).where(ProgramRow.organization_id == self.organization_id)

    def _programs(self, statement: Select[ProgramRow]) -> list[Program]:
        return [Program(**row._asdict()) for row in self.connection.execute(statement)]


class PostgresParticipations(TenantRepository):
    """Adapter of core.ports.repositories.Participations."""

    def get(self, program_id: ProgramId, person_id: PersonId, role: Role) -> Participation | None:
        """See the port."""
        return next(iter(self._participations(self._one(program_id, person_id, role))), None)

    def lock(self, program_id: ProgramId, person_id: PersonId, role: Role) -> Participation | None:
        """See the port."""
        statement = self._one(program_id, person_id, role).with_for_update()
        return next(iter(self._participations(statement)), None)

    def of_person(self, person_id: PersonId) -> list[Participation]:
        """See the port; oldest first."""
        return self._participations(
            self._select()
            .where(ParticipationRow.person_id == person_id)
            .order_by(ParticipationRow.joined_at, ParticipationRow.id)
        )

    def of_program(self, program_id: ProgramId) -> list[Participation]:
        """See the port."""
        return self._participations(
            self._select()
            .where(ParticipationRow.program_id == program_id)
            .order_by(ParticipationRow.person_id, ParticipationRow.role)
        )

    def save(self, participation: Participation) -> None:
        """See the port."""
        self.save_many([participation])

    def save_many(self, participations: Sequence[Participation]) -> None:
        """See the port."""
        if participations:
            rows = [
                {
                    "id": participation.id,
                    "organization_id": participation.organization_id,
                    "program_id": participation.program_id,
                    "person_id": participation.person_id,
                    "role": participation.role,
                    "capacity": participation.capacity,
                    "paused": participation.paused,
                    "joined_at": participation.joined_at,
                }
                for participation in participations
            ]
            key = ("program_id", "person_id", "role")
            self.connection.execute(upsert(ParticipationRow, *key), rows)

    def remove(self, participation: Participation) -> None:
        """See the port."""
        row = ParticipationRow
        self.connection.execute(
            delete(row).where(
                row.organization_id == self.organization_id, row.id == participation.id
            )
        )

    def _one(
        self, program_id: ProgramId, person_id: PersonId, role: Role
    ) -> Select[ParticipationRow]:
        row = ParticipationRow
        return self._select().where(
            row.program_id == program_id, row.person_id == person_id, row.role == role
        )

    def _select(self) -> Select[ParticipationRow]:
        return select(ParticipationRow).where(
            ParticipationRow.organization_id == self.organization_id
        )

    def _participations(self, statement: Select[ParticipationRow]) -> list[Participation]:
        return [Participation(**row._asdict()) for row in self.connection.execute(statement)]
