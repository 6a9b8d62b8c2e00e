"""Groups that identity providers tell of, and who is in them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    FromClause,
    Select,
    Text,
    any_,
    cast,
    collate,
    delete,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from core.domain.identifiers import ConnectionId
from core.domain.scim import Membership, ScimGroup, ScimMember
from core.domain.scim_query import Compare, Filter, Op, Query
from storage.repositories.scim_filters import (
    BYTES,
    Condition,
    JsonRow,
    Row,
    Sql,
    condition,
    order,
)
from storage.repositories.statements import TenantRepository, among, upsert, values_of
from storage.tables import ScimGroupRow, ScimMemberRow, table_of

_GROUPS_TABLE = table_of(ScimGroupRow).c
_COLUMNS = ("key", "display", "type", "reference")
_SHOWN = {"value": "key", "display": "display", "type": "type", "$ref": "reference"}


class MemberRow(Row):
    """A member as filters see it."""

    def value(self, path: tuple[str, ...]) -> Sql:
        """See Row."""
        found = getattr(ScimMemberRow, _SHOWN[path[0] if path else "value"])
        return func.nullif(found, "", type_=Text())

    def indexed(self, asked: Filter) -> Condition | None:
        """See Row."""
        if isinstance(asked, Compare) and asked.op is Op.EQ and asked.attribute.path == ("value",):
            return ScimMemberRow.key == asked.value
        return None


class GroupRow(JsonRow):
    """A group as filters see it."""

    def __init__(self) -> None:
        super().__init__(
            _GROUPS_TABLE.source,
            {
                ("id",): cast(_GROUPS_TABLE.id, Text()),
                ("meta", "created"): _GROUPS_TABLE.created_at,
                ("meta", "lastModified"): _GROUPS_TABLE.updated_at,
            },
        )

    def values(self, path: tuple[str, ...]) -> tuple[FromClause, Row, Condition]:
        """See JsonRow."""
        if path != ("members",):
            return super().values(path)
        return table_of(ScimMemberRow), MemberRow(), ScimMemberRow.group_id == ScimGroupRow.id

    def first(self, path: tuple[str, ...], each: tuple[str, ...]) -> Sql:
        """See JsonRow."""
        if path != ("members",):
            return super().first(path, each)
        return (
            select(MemberRow().value(each))
            .where(ScimMemberRow.group_id == ScimGroupRow.id)
            .order_by(ScimMemberRow.key)
            .limit(1)
            .scalar_subquery()
        )


class PostgresScimGroups(TenantRepository):
    """Adapter of core.ports.scim_repositories.ScimGroups."""

    def get(self, connection_id: ConnectionId, group_id: UUID) -> ScimGroup | None:
        """See the port."""
        found = self._of(connection_id).where(ScimGroupRow.id == group_id)
        return next(iter(self._groups(found)), None)

    def lock(self, connection_id: ConnectionId, group_id: UUID) -> ScimGroup | None:
        """See the port."""
        found = self._of(connection_id).where(ScimGroupRow.id == group_id)
        return next(iter(self._groups(found.with_for_update())), None)

    def page(self, connection_id: ConnectionId, query: Query) -> list[ScimGroup]:
        """See the port."""
        found = self._asked(connection_id, query.filter)
        if query.sort is not None:
            by = order(GroupRow(), query.sort)
            found = found.order_by(by.desc() if query.descending else by)
        found = found.order_by(ScimGroupRow.id)
        return self._groups(found.offset(query.offset).limit(query.limit))

    def count(self, connection_id: ConnectionId, only: Filter | None) -> int:
        """See the port."""
        found = self._asked(connection_id, only).with_only_columns(func.count())
        return self.connection.scalar(found) or 0

    def save(self, group: ScimGroup) -> None:
        """See the port."""
        self.connection.execute(upsert(ScimGroupRow, "id"), values_of(group))

    def remove(self, group_id: UUID) -> None:
        """See the port."""
        self.connection.execute(
            delete(ScimGroupRow).where(
                ScimGroupRow.organization_id == self.organization_id,
                ScimGroupRow.id == group_id,
            )
        )

    def members(self, group_ids: Collection[UUID]) -> dict[UUID, list[ScimMember]]:
        """See the port."""
        rows = self.connection.execute(
            select(ScimMemberRow.group_id, *(getattr(ScimMemberRow, name) for name in _COLUMNS))
            .where(
                ScimMemberRow.organization_id == self.organization_id,
                among(ScimMemberRow.group_id, group_ids),
            )
            .order_by(ScimMemberRow.group_id, collate(ScimMemberRow.key, BYTES))
        )
        found = defaultdict[UUID, list[ScimMember]](list)
        for group_id, key, display, kind, reference in rows:
            member = ScimMember(key=key, display=display, type=kind, reference=reference)
            found[group_id].append(member)
        return dict(found)

    def add_members(self, group_id: UUID, members: Sequence[ScimMember]) -> int:
        """See the port."""
        if not members:
            return 0
        told = (
            func.unnest(
                *(
                    literal([getattr(member, name) for member in members], ARRAY(Text()))
                    for name in _COLUMNS
                )
            )
            .table_valued(*_COLUMNS)
            .render_derived()
        )
        table = table_of(ScimMemberRow)
        new = insert(table).from_select(
            ["organization_id", "group_id", *_COLUMNS],
            select(
                literal(self.organization_id),
                literal(group_id),
                *(told.c[name] for name in _COLUMNS),
            ),
        )
        changed = {name: new.excluded[name] for name in _COLUMNS if name != "key"}
        differs = [table.c[name].is_distinct_from(value) for name, value in changed.items()]
        statement = new.on_conflict_do_update(
            index_elements=["group_id", "key"],
            set_=changed,
            where=differs[0] | differs[1] | differs[2],
        )
        return len(self.connection.execute(statement.returning(table.c.key)).all())

    def remove_members(self, group_id: UUID, keys: Collection[str]) -> int:
        """See the port."""
        return self._remove(group_id, _among(keys))

    def clear_members(self, group_id: UUID, kept: Collection[str] = ()) -> int:
        """See the port."""
        return self._remove(group_id, ~_among(kept))

    def of_users(
        self, connection_id: ConnectionId, keys: Collection[str]
    ) -> dict[str, list[Membership]]:
        """See the port."""
        name = func.coalesce(ScimGroupRow.source["displayName"].astext, "")
        rows = self.connection.execute(
            select(ScimMemberRow.key, ScimGroupRow.id, name)
            .join(ScimGroupRow, ScimGroupRow.id == ScimMemberRow.group_id)
            .where(
                ScimMemberRow.organization_id == self.organization_id,
                ScimGroupRow.connection_id == connection_id,
                _among(keys),
            )
            .order_by(collate(name, BYTES), ScimGroupRow.id)
        )
        found = defaultdict[str, list[Membership]](list)
        for key, group_id, named in rows:
            found[key].append(Membership(group_id=group_id, name=named))
        return dict(found)

    def forget_member(self, connection_id: ConnectionId, key: str) -> None:
        """See the port."""
        theirs = select(ScimGroupRow.id).where(
            ScimGroupRow.organization_id == self.organization_id,
            ScimGroupRow.connection_id == connection_id,
        )
        self.connection.execute(
            delete(ScimMemberRow).where(
                ScimMemberRow.organization_id == self.organization_id,
                ScimMemberRow.key == key,
                ScimMemberRow.group_id.in_(theirs),
            )
        )

    def _remove(self, group_id: UUID, which: Condition) -> int:
        gone = delete(ScimMemberRow).where(
            ScimMemberRow.organization_id == self.organization_id,
            ScimMemberRow.group_id == group_id,
            which,
        )
        return self.connection.execute(gone).rowcount

    def _asked(self, connection_id: ConnectionId, only: Filter | None) -> Select[Any]:
        found = self._of(connection_id)
        return found if only is None else found.where(condition(GroupRow(), only))

    def _of(self, connection_id: ConnectionId) -> Select[Any]:
        return select(ScimGroupRow).where(
            ScimGroupRow.organization_id == self.organization_id,
            ScimGroupRow.connection_id == connection_id,
        )

    def _groups(self, statement: Select[Any]) -> list[ScimGroup]:
        return [ScimGroup(**row._asdict()) for row in self.connection.execute(statement)]


def _among(keys: Collection[str]) -> Condition:
    return ScimMemberRow.key == any_(literal(list(keys), ARRAY(Text())))
