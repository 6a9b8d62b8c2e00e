"""Who is in a course, and the readings of its roster."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects.postgresql import Insert, insert

from core.domain.course import CourseMember, CourseRole, MemberStatus, RosterRun
from core.domain.identifiers import PersonId, ProgramId, RegistrationId
from storage.repositories.statements import TenantRepository, among, upsert, values_of
from storage.tables import CourseMemberRow, CourseRow, RosterRunRow

_KEY = ["registration_id", "context_id", "subject"]


class PostgresRosters(TenantRepository):
    """Adapter of core.ports.course_repositories.Rosters."""

    def members(self, registration_id: RegistrationId, context_id: str) -> list[CourseMember]:
        """See the port."""
        return self._members(
            self._of(registration_id, context_id).order_by(CourseMemberRow.subject)
        )

    def member(
        self, registration_id: RegistrationId, context_id: str, subject: str
    ) -> CourseMember | None:
        """See the port."""
        statement = self._of(registration_id, context_id)
        found = self._members(statement.where(CourseMemberRow.subject == subject))
        return next(iter(found), None)

    def standing(self, registration_id: RegistrationId, context_id: str) -> frozenset[str]:
        """See the port."""
        member = CourseMemberRow
        rows = self.connection.scalars(
            select(member.subject).where(
                member.organization_id == self.organization_id,
                member.registration_id == registration_id,
                member.context_id == context_id,
                member.status != MemberStatus.GONE,
            )
        )
        return frozenset(rows)

    def of_person(self, person_id: PersonId) -> list[CourseMember]:
        """See the port."""
        statement = self._select().where(CourseMemberRow.person_id == person_id)
        return self._members(statement.order_by(*(getattr(CourseMemberRow, n) for n in _KEY)))

    def save_members(self, members: Sequence[CourseMember]) -> None:
        """See the port."""
        if members:
            statement = _replacing("person_id", "roster_roles", "groups", "status")
            self.connection.execute(statement, [_as_row(member) for member in members])

    def save_launch(self, member: CourseMember) -> None:
        """See the port."""
        statement = _replacing("person_id", "launch_roles", "status")
        self.connection.execute(statement, _as_row(member))

    def save_run(self, run: RosterRun) -> None:
        """See the port."""
        row = {**values_of(run), "params": dict(run.params)}
        self.connection.execute(upsert(RosterRunRow, "id"), row)

    def runs(
        self, registration_id: RegistrationId, context_id: str, most: int = 20
    ) -> list[RosterRun]:
        """See the port."""
        rows = self.connection.execute(
            select(RosterRunRow)
            .where(
                RosterRunRow.organization_id == self.organization_id,
                RosterRunRow.registration_id == registration_id,
                RosterRunRow.context_id == context_id,
            )
            .order_by(RosterRunRow.started_at.desc(), RosterRunRow.id.desc())
            .limit(most)
        )
        return [
            RosterRun(**{**row._asdict(), "params": tuple(sorted(row.params.items()))})
            for row in rows
        ]

    def purge_runs(self, before: datetime) -> int:
        """See the port."""
        gone = delete(RosterRunRow).where(
            RosterRunRow.organization_id == self.organization_id, RosterRunRow.started_at < before
        )
        return self.connection.execute(gone).rowcount

    def present(
        self, program_id: ProgramId, person_ids: Collection[PersonId]
    ) -> Mapping[PersonId, bool]:
        """See the port."""
        member = CourseMemberRow
        rows = self.connection.execute(
            select(member.person_id, func.bool_or(member.status == MemberStatus.ACTIVE))
            .join(
                CourseRow,
                (CourseRow.registration_id == member.registration_id)
                & (CourseRow.context_id == member.context_id)
                & (CourseRow.organization_id == member.organization_id),
            )
            .where(
                member.organization_id == self.organization_id,
                CourseRow.program_id == program_id,
                among(member.person_id, person_ids),
            )
            .group_by(member.person_id)
        )
        return {PersonId(person_id): here for person_id, here in rows}

    def _select(self) -> Select[CourseMemberRow]:
        return select(CourseMemberRow).where(
            CourseMemberRow.organization_id == self.organization_id
        )

    def _of(self, registration_id: RegistrationId, context_id: str) -> Select[CourseMemberRow]:
        return self._select().where(
            CourseMemberRow.registration_id == registration_id,
            CourseMemberRow.context_id == context_id,
        )

    def _members(self, statement: Select[CourseMemberRow]) -> list[CourseMember]:
        return [_as_member(row._asdict()) for row in self.connection.execute(statement)]


def _replacing(*columns: str) -> Insert:
    statement = insert(CourseMemberRow)
    replaced = {name: statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(index_elements=_KEY, set_=replaced)


def _as_row(member: CourseMember) -> dict[str, Any]:
    launched = member.launch_roles
    return {
        "registration_id": member.registration_id,
        "context_id": member.context_id,
        "organization_id": member.organization_id,
        "subject": member.subject,
        "person_id": member.person_id,
        "roster_roles": sorted(member.roster_roles),
        "launch_roles": None if launched is None else sorted(launched),
        "groups": sorted(member.groups),
        "status": member.status,
    }


def _as_member(row: dict[str, Any]) -> CourseMember:
    launched = row["launch_roles"]
    return CourseMember(
        **{
            **row,
            "roster_roles": frozenset(map(CourseRole, row["roster_roles"])),
            "launch_roles": None if launched is None else frozenset(map(CourseRole, launched)),
            "groups": frozenset(row["groups"]),
        }
    )
