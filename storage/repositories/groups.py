"""Groups and who is in them."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.domain.group import Group, GroupMember
from core.domain.identifiers import GroupId, PersonId, ProgramId
from storage.repositories.statements import TenantRepository, among, upsert, values_of
from storage.tables import GroupMemberRow, GroupRow


class PostgresGroups(TenantRepository):
    """Adapter of core.ports.group_repositories.Groups."""

    def get(self, group_id: GroupId) -> Group | None:
        """See the port."""
        return next(iter(self._groups(self._select().where(GroupRow.id == group_id))), None)

    def lock(self, group_id: GroupId) -> Group | None:
        """See the port."""
        statement = self._select().where(GroupRow.id == group_id).with_for_update()
        return next(iter(self._groups(statement)), None)

    def of_program(self, program_id: ProgramId) -> list[Group]:
        """See the port."""
        going_on = (GroupRow.program_id == program_id, GroupRow.ended_at.is_(None))
        return self._groups(self._select().where(*going_on).order_by(GroupRow.name, GroupRow.id))

    def save(self, group: Group) -> None:
        """See the port."""
        self.connection.execute(upsert(GroupRow, "id"), values_of(group))

    def members(self, group_ids: Collection[GroupId]) -> list[GroupMember]:
        """See the port."""
        rows = self.connection.execute(
            select(GroupMemberRow)
            .where(
                GroupMemberRow.organization_id == self.organization_id,
                among(GroupMemberRow.group_id, group_ids),
            )
            .order_by(GroupMemberRow.joined_at, GroupMemberRow.person_id)
        )
        return [GroupMember(**row._asdict()) for row in rows]

    def add_members(self, members: Sequence[GroupMember]) -> None:
        """See the port."""
        if rows := [values_of(member) for member in members]:
            self.connection.execute(insert(GroupMemberRow).on_conflict_do_nothing(), rows)

    def remove_members(self, group_id: GroupId, person_ids: Collection[PersonId]) -> None:
        """See the port."""
        self.connection.execute(
            delete(GroupMemberRow).where(
                GroupMemberRow.organization_id == self.organization_id,
                GroupMemberRow.group_id == group_id,
                among(GroupMemberRow.person_id, person_ids),
            )
        )

    def _select(self) -> Select[GroupRow]:
        return select(GroupRow).where(GroupRow.organization_id == self.organization_id)

    def _groups(self, statement: Select[GroupRow]) -> list[Group]:
        return [Group(**row._asdict()) for row in self.connection.execute(statement)]
