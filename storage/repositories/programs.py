"""Programmes and who takes part."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import ParticipationId, PersonId, ProgramId
from core.domain.program import Participation, Program, Role
from storage.repositories.statements import TenantRepository, among, upsert, values_of
from storage.tables import ParticipationRow, ProgramRow, table_of

_KEY = ("program_id", "person_id", "role")
"""What a participation is known by."""


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
                "response_days": program.response_days,
                "reminders": program.reminders,
                "mentor_request_limit": program.mentor_request_limit,
                "mentors_per_mentee": program.mentors_per_mentee,
                "pulse_days": program.pulse_days,
                "open_to_all": program.open_to_all,
                "created_at": program.created_at,
            },
        )

    def _select(self) -> Select[ProgramRow]:
        return select(ProgramRow).where(ProgramRow.organization_id == self.organization_id)

    def _programs(self, statement: Select[ProgramRow]) -> list[Program]:
        return [Program(**row._asdict()) for row in self.connection.execute(statement)]


_PARTICIPATION = (
    ParticipationRow.id,
    ParticipationRow.organization_id,
    ParticipationRow.program_id,
    ParticipationRow.person_id,
    ParticipationRow.role,
    ParticipationRow.capacity,
    ParticipationRow.paused,
    ParticipationRow.away,
    ParticipationRow.agreed,
    ParticipationRow.joined_at,
)


class PostgresParticipations(TenantRepository):
    """Adapter of core.ports.repositories.Participations."""

    def get(self, program_id: ProgramId, person_id: PersonId, role: Role) -> Participation | None:
        """See the port."""
        return next(iter(self._participations(self._one(program_id, person_id, role))), None)

    def lock(self, program_id: ProgramId, person_id: PersonId, role: Role) -> Participation | None:
        """See the port."""
        statement = self._one(program_id, person_id, role).with_for_update()
        return next(iter(self._participations(statement)), None)

    def lock_many(
        self, program_id: ProgramId, person_ids: Collection[PersonId], role: Role
    ) -> list[Participation]:
        """See the port; by person id."""
        row = ParticipationRow
        return self._participations(
            self._select()
            .where(row.program_id == program_id, row.role == role, among(row.person_id, person_ids))
            .order_by(row.person_id)
            .with_for_update()
        )

    def of_person(self, person_id: PersonId) -> list[Participation]:
        """See the port; oldest first."""
        return self._participations(
            self._select()
            .where(ParticipationRow.person_id == person_id)
            .order_by(ParticipationRow.joined_at, ParticipationRow.id)
        )

    def of_people(self, person_ids: Collection[PersonId]) -> list[Participation]:
        """See the port."""
        row = ParticipationRow
        return self._participations(
            self._select()
            .where(among(row.person_id, person_ids))
            .order_by(row.program_id, row.person_id, row.role)
        )

    def of_program(
        self, program_id: ProgramId, people: Collection[PersonId] | None = None
    ) -> list[Participation]:
        """See the port."""
        row = ParticipationRow
        statement = self._select().where(row.program_id == program_id)
        if people is not None:
            statement = statement.where(among(row.person_id, people))
        return self._participations(statement.order_by(row.person_id, row.role))

    def add(self, participation: Participation) -> Participation:
        """See the port."""
        table = table_of(ParticipationRow)
        # Unlike DO NOTHING, an update that changes nothing hands back the row of somebody quicker.
        statement = (
            insert(table)
            .on_conflict_do_update(index_elements=_KEY, set_={"id": table.c.id})
            .returning(table)
        )
        row = self.connection.execute(statement, values_of(participation)).one()
        return Participation(**row._asdict())

    def save(self, participation: Participation) -> None:
        """See the port."""
        self.save_many([participation])

    def save_many(self, participations: Sequence[Participation]) -> None:
        """See the port."""
        if participations:
            rows = [values_of(participation) for participation in participations]
            self.connection.execute(upsert(ParticipationRow, *_KEY), rows)

    def set_away(self, participation_ids: Collection[ParticipationId], *, away: bool) -> None:
        """See the port."""
        row = ParticipationRow
        self.connection.execute(
            update(row)
            .where(
                row.organization_id == self.organization_id,
                among(row.id, participation_ids),
            )
            .values(away=away)
        )

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
    ) -> Select[*tuple[Any, ...]]:
        row = ParticipationRow
        return self._select().where(
            row.program_id == program_id, row.person_id == person_id, row.role == role
        )

    def _select(self) -> Select[*tuple[Any, ...]]:
        return select(*_PARTICIPATION).where(
            ParticipationRow.organization_id == self.organization_id
        )

    def _participations(self, statement: Select[*tuple[Any, ...]]) -> list[Participation]:
        # By position: all of a programme are read for one ranking.
        return [
            Participation(
                id=row[0],
                organization_id=row[1],
                program_id=row[2],
                person_id=row[3],
                role=row[4],
                capacity=row[5],
                paused=row[6],
                away=row[7],
                agreed=row[8],
                joined_at=row[9],
            )
            for row in self.connection.execute(statement)
        ]
