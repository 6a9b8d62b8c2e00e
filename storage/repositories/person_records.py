"""Everything about one person: read for them, or taken away.

What refers to people is read off the tables themselves, so a table that is added later is covered:

- a foreign key that cascades: the row is about them; it goes with them;
- one that becomes NULL: they did something to the row, which stays;
- any other: what two people have together. It stays and keeps a person without name and words.

What no foreign key says is listed here and in person_traces.py.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Enum,
    LargeBinary,
    Table,
    any_,
    cast,
    delete,
    false,
    func,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TIMESTAMP

from core.domain.directory import Presence
from core.domain.identifiers import PersonId
from core.ports.person_records import Records
from storage.repositories.person_traces import TRACES
from storage.repositories.statements import TenantRepository
from storage.tables import (
    AdministratorRow,
    Base,
    DirectoryEntryRow,
    MatchEventRow,
    MatchRow,
    MeetingRow,
    OutboxRow,
    PersonRow,
    ProfileRow,
    ScimGroupRow,
    ScimMemberRow,
    SyncChangeRow,
    SyncRunRow,
    table_of,
)
from storage.types import Vector

_PERSON = table_of(PersonRow)
_ABOUT_ALL_THE_SAME = {table_of(AdministratorRow)}
"""Their person becomes NULL when it goes, but the row is about nobody else."""
_OF_TWO = {table_of(MeetingRow), table_of(MatchEventRow)}
"""Rows of a match are about both, whoever of the two wrote them."""
_MEMBERS = table_of(ScimMemberRow)
"""They are known there by the key that their source has for them."""
_CHANGES = table_of(SyncChangeRow)
"""A dry run knows people by the key of their source, before they are made."""
_EVENTS = table_of(OutboxRow)
"""Their data names people by their ids."""
_SECRETS = frozenset({"token", "sealed"})

NO_FOREIGN_KEY = frozenset({_CHANGES.c.person_id})
"""A dry run names people who were never made."""
LISTS = tuple(
    table_of(row).c[name]
    for row, names in (
        (ProfileRow, ("avoid", "managers", "conflicts", "meet_again")),
        (DirectoryEntryRow, ("candidates",)),
    )
    for name in names
)
"""Columns in which others are named."""


class PostgresPersonRecords(TenantRepository):
    """Adapter of core.ports.person_records.PersonRecords."""

    def everything(self, person_id: PersonId) -> Records:
        """See the port."""
        found: dict[str, list[dict[str, Any]]] = {}
        for table in Base.metadata.sorted_tables:
            theirs = _theirs(table, person_id)
            told = [column for column in table.columns if not _private(column)]
            rows = self._rows(table, told, theirs)
            if did := _did(table):
                told = [column for column in told if _of_deed(column)]
                rows += self._rows(table, told, _named(did, person_id) & theirs.is_not(True))
            if rows:
                found[table.name] = rows
        return found

    def erase(self, person_id: PersonId) -> bool:
        """See the port."""
        for statement in TRACES:
            whose = {"organization": self.organization_id, "person": person_id}
            self.connection.execute(text(statement), whose)
        for column in LISTS:
            named = (column.table.c.organization_id == self.organization_id) & (
                any_(column) == person_id
            )
            without = {column: func.array_remove(column, person_id)}
            self.connection.execute(update(column.table).where(named).values(without))
        for table in Base.metadata.sorted_tables:
            self._take_from(table, person_id)
        own = (_PERSON.c.organization_id == self.organization_id) & (_PERSON.c.id == person_id)
        try:
            with self.connection.begin_nested():
                self.connection.execute(delete(_PERSON).where(own))
        except IntegrityError:
            blank = {"name": "", "email": "", "locale": "", "presence": Presence.GONE}
            self.connection.execute(update(_PERSON).where(own).values(blank))
            return False
        return True

    def _take_from(self, table: Table, person_id: PersonId) -> None:
        for column, becomes in references(table):
            own = (table.c.organization_id == self.organization_id) & (column == person_id)
            if becomes == "CASCADE" or table in _ABOUT_ALL_THE_SAME:
                self.connection.execute(delete(table).where(own))
            elif becomes.startswith("SET NULL"):
                self.connection.execute(update(table).where(own).values({column: None}))

    def _rows(
        self, table: Table, told: Sequence[Column[Any]], which: ColumnElement[bool]
    ) -> list[dict[str, Any]]:
        if which is _NEVER:
            return []
        own = table.c.organization_id == self.organization_id
        rows = select(*told).where(own, which).order_by(*table.primary_key.columns).subquery()
        return list(self.connection.scalars(select(func.to_jsonb(rows.table_valued()))))


_NEVER: ColumnElement[bool] = false()


def references(table: Table) -> Iterator[tuple[Column[Any], str]]:
    """Columns of a table that name a person, and what becomes of them when that person goes."""
    for constraint in table.foreign_key_constraints:
        if constraint.referred_table is _PERSON:
            (column,) = (c for c in constraint.columns if c.name != "organization_id")
            yield column, constraint.ondelete or ""
    yield from ((column, "CASCADE") for column in table.columns if column in NO_FOREIGN_KEY)


def _did(table: Table) -> list[Column[Any]]:
    """Where the row is about others."""
    if table in _ABOUT_ALL_THE_SAME:
        return []
    return [column for column, becomes in references(table) if becomes.startswith("SET NULL")]


def _theirs(table: Table, person_id: PersonId) -> ColumnElement[bool]:
    """The condition under which a row is about them, perhaps among others."""
    if table is _PERSON:
        return table.c.id == person_id
    if table in _OF_TWO:
        match = table_of(MatchRow)
        of_theirs = _named([match.c.mentee_id, match.c.mentor_id], person_id)
        return table.c.match_id.in_(select(match.c.id).where(of_theirs))
    if table is _EVENTS:
        named = func.jsonb_build_object("who", str(person_id))
        path = cast("$.* ? (@ == $who)", JSONPATH)
        return func.jsonb_path_exists(table.c.data, path, named)
    if table is _CHANGES:
        return _changed(person_id)
    if table is _MEMBERS:
        group, entry = table_of(ScimGroupRow), table_of(DirectoryEntryRow)
        known = (group.c.connection_id == entry.c.connection_id) & (entry.c.person_id == person_id)
        return tuple_(table.c.group_id, table.c.key).in_(
            select(group.c.id, entry.c.key).where(known)
        )
    did = set(_did(table))
    return _named([column for column, _ in references(table) if column not in did], person_id)


def _changed(person_id: PersonId) -> ColumnElement[bool]:
    run, entry = table_of(SyncRunRow), table_of(DirectoryEntryRow)
    theirs = (run.c.connection_id == entry.c.connection_id) & (entry.c.person_id == person_id)
    by_key = tuple_(_CHANGES.c.run_id, _CHANGES.c.key).in_(
        select(run.c.id, entry.c.key).where(theirs)
    )
    return (_CHANGES.c.person_id == person_id) | by_key


def _named(columns: Sequence[Column[Any]], person_id: PersonId) -> ColumnElement[bool]:
    return or_(*(column == person_id for column in columns)) if columns else _NEVER


def _private(column: Column[Any]) -> bool:
    return isinstance(column.type, LargeBinary | Vector) or column.name in _SECRETS


def _of_deed(column: Column[Any]) -> bool:
    """What is told of a deed to the records of others: that it was done, and when."""
    told = isinstance(column.type, TIMESTAMP | Enum)
    return told or column.primary_key or column in set(_did(column.table))
