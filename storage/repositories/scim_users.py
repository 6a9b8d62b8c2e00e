"""How SCIM finds users among directory entries."""

from collections.abc import Collection, Mapping

from sqlalchemy import Select, delete, func, select

from core.domain.identifiers import ConnectionId
from core.domain.scim import Lookup, lookup_value
from core.domain.scim_query import AllOf, Compare, Filter, Op, Query, Some
from core.errors import ConflictError
from storage.repositories.bulk import insert_missing
from storage.repositories.scim_filters import Condition, JsonRow, condition, order
from storage.repositories.statements import TenantRepository
from storage.tables import DirectoryEntryRow, ScimLookupRow, table_of

_ENTRIES = table_of(DirectoryEntryRow).c
_LOOKUPS: Mapping[tuple[tuple[str, ...], tuple[str, ...] | None], Lookup] = {
    (("userName",), None): Lookup.USER_NAME,
    (("externalId",), None): Lookup.EXTERNAL_ID,
    (("displayName",), None): Lookup.NAME,
    (("emails",), ("value",)): Lookup.EMAIL,
}


class UserRow(JsonRow):
    """A user as filters see it.

    Args:
        connection_id: whose users are meant.
    """

    def __init__(self, connection_id: ConnectionId) -> None:
        super().__init__(
            _ENTRIES.source,
            {
                ("id",): _ENTRIES.key,
                ("meta", "created"): _ENTRIES.created_at,
                ("meta", "lastModified"): _ENTRIES.updated_at,
            },
        )
        self._connection_id = connection_id

    def indexed(self, asked: Filter) -> Condition | None:
        """See Row."""
        if isinstance(asked, Some) and asked.path == ("emails",):
            inner = asked.inner
            terms = inner.terms if isinstance(inner, AllOf) else (inner,)
            known = [self._exactly(term, ("emails",)) for term in terms]
            return next((one for one in known if one is not None), None)
        return self._exactly(asked)

    def _exactly(self, asked: Filter, within: tuple[str, ...] = ()) -> Condition | None:
        if not (isinstance(asked, Compare) and asked.op is Op.EQ and isinstance(asked.value, str)):
            return None
        path, each = asked.attribute.path, asked.attribute.each
        if within:
            path, each = within, path
        if (path, each) == (("id",), None):
            return DirectoryEntryRow.key == asked.value
        lookup = _LOOKUPS.get((path, each))
        return None if lookup is None else self._known_by(lookup, asked.value)

    def _known_by(self, lookup: Lookup, value: str) -> Condition:
        known = select(ScimLookupRow.key).where(
            ScimLookupRow.connection_id == self._connection_id,
            ScimLookupRow.kind == lookup,
            ScimLookupRow.value == lookup_value(lookup, value),
        )
        return DirectoryEntryRow.key.in_(known)


class PostgresScimUsers(TenantRepository):
    """Adapter of core.ports.scim_repositories.ScimUsers."""

    def lock(self, connection_id: ConnectionId, key: str) -> bool:
        """See the port."""
        statement = self._present(connection_id).where(DirectoryEntryRow.key == key)
        return self.connection.scalar(statement.with_for_update()) is not None

    def file(
        self,
        connection_id: ConnectionId,
        key: str,
        values: Mapping[Lookup, Collection[str]],
    ) -> None:
        """See the port."""
        self.connection.execute(
            delete(ScimLookupRow).where(
                ScimLookupRow.organization_id == self.organization_id,
                ScimLookupRow.connection_id == connection_id,
                ScimLookupRow.key == key,
            )
        )
        rows = [
            {
                "organization_id": self.organization_id,
                "connection_id": connection_id,
                "kind": lookup,
                "value": value,
                "key": key,
            }
            for lookup, texts in values.items()
            for value in {lookup_value(lookup, text) for text in texts}
        ]
        # Their own were just deleted: what is there already is somebody else's user name.
        if insert_missing(self.connection, ScimLookupRow, rows) < len(rows):
            raise ConflictError("There is a user with this userName already.")

    def named(self, connection_id: ConnectionId, user_name: str) -> str | None:
        """See the port."""
        return self.connection.scalar(
            select(ScimLookupRow.key).where(
                ScimLookupRow.organization_id == self.organization_id,
                ScimLookupRow.connection_id == connection_id,
                ScimLookupRow.kind == Lookup.USER_NAME,
                ScimLookupRow.value == lookup_value(Lookup.USER_NAME, user_name),
            )
        )

    def keys(self, connection_id: ConnectionId, query: Query) -> list[str]:
        """See the port."""
        found = self._asked(connection_id, query.filter)
        if query.sort is not None:
            by = order(UserRow(connection_id), query.sort)
            found = found.order_by(by.desc() if query.descending else by)
        found = found.order_by(DirectoryEntryRow.key)
        page = found.offset(query.offset).limit(query.limit)
        return list(self.connection.scalars(page))

    def count(self, connection_id: ConnectionId, only: Filter | None) -> int:
        """See the port."""
        found = self._asked(connection_id, only).with_only_columns(func.count())
        return self.connection.scalar(found) or 0

    def _asked(self, connection_id: ConnectionId, only: Filter | None) -> Select[str]:
        found = self._present(connection_id)
        return found if only is None else found.where(condition(UserRow(connection_id), only))

    def _present(self, connection_id: ConnectionId) -> Select[str]:
        return select(DirectoryEntryRow.key).where(
            DirectoryEntryRow.organization_id == self.organization_id,
            DirectoryEntryRow.connection_id == connection_id,
            DirectoryEntryRow.present,
        )
