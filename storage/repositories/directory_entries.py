"""Records of people as sources tell them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    any_,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from core.domain.directory import (
    DirectoryEntry,
    DirectoryRecord,
    EmploymentStatus,
    EmploymentType,
    Reporting,
    digest_of,
)
from core.domain.identifiers import ConnectionId, OrganizationId, PersonId, SyncRunId
from core.domain.people_rules import LONGEST_KEY, LinkKey, key_values
from storage.repositories.bulk import upsert_all
from storage.repositories.statements import TenantRepository, among
from storage.tables import DirectoryEntryRow, SyncSeenRow

_ENTRY = DirectoryEntryRow
_COLUMNS = (
    *(_ENTRY.connection_id, _ENTRY.person_id, _ENTRY.candidates, _ENTRY.present),
    *(_ENTRY.record, _ENTRY.source, _ENTRY.version, _ENTRY.created_at, _ENTRY.updated_at),
)
_TOLD = tuple(DirectoryRecord.__dataclass_fields__)
_TYPES = {member.value: member for member in EmploymentType}
_STATES = {member.value: member for member in EmploymentStatus}
_AT_ONCE = 1_000
_EMPTY: ColumnElement[str] = literal_column("''")
"""Not a parameter: a prepared statement could not see that a partial index covers it."""
_STREAMED = 10_000


class PostgresDirectoryEntries(TenantRepository):
    """Adapter of core.ports.connection_repositories.DirectoryEntries."""

    def get(self, connection_id: ConnectionId, key: str) -> DirectoryEntry | None:
        """See the port."""
        return self.get_many(connection_id, [key]).get(key)

    def get_many(
        self, connection_id: ConnectionId, keys: Collection[str]
    ) -> dict[str, DirectoryEntry]:
        """See the port."""
        found = self._entries(self._of(connection_id) & _one_of(_ENTRY.key, keys))
        return {entry.key: entry for entry in found}

    def digests(self, connection_id: ConnectionId, keys: Collection[str]) -> dict[str, bytes]:
        """See the port."""
        rows = self.connection.execute(
            select(_ENTRY.key, _ENTRY.digest).where(
                self._present(connection_id),
                _ENTRY.person_id.is_not(None),
                _one_of(_ENTRY.key, keys),
            )
        )
        return {key: digest for key, digest in rows}  # noqa: C416 - rows are no tuples to mypy

    def of_people(self, person_ids: Collection[PersonId]) -> list[DirectoryEntry]:
        """See the port."""
        return self._entries(self._own() & among(_ENTRY.person_id, person_ids))

    def find(self, by: Mapping[LinkKey, Collection[str]]) -> list[DirectoryEntry]:
        """See the port."""
        columns = ((getattr(_ENTRY, key.value), values) for key, values in by.items())
        # Each arm says what its partial index covers.
        known = [
            self._own() & _ENTRY.present & (column != _EMPTY) & _one_of(column, values)
            for column, values in columns
        ]
        return self._entries(or_(*known)) if known else []

    def reports(self, connection_id: ConnectionId, manager_keys: Collection[str]) -> list[str]:
        """See the port."""
        manager = _ENTRY.manager_key
        theirs = self._present(connection_id) & (manager != _EMPTY) & _one_of(manager, manager_keys)
        return list(self.connection.scalars(select(_ENTRY.key).where(theirs)))

    def reporting(self) -> Iterator[list[Reporting]]:
        """See the port."""
        told = select(_ENTRY.connection_id, _ENTRY.key, _ENTRY.person_id, _ENTRY.manager_key)
        everybody = told.where(self._own(), _ENTRY.present, _ENTRY.person_id.is_not(None))
        streamed = self.connection.execution_options(stream_results=True).execute(everybody)
        for rows in streamed.partitions(_STREAMED):
            yield [Reporting._make(row) for row in rows]

    def undecided(self, limit: int) -> list[DirectoryEntry]:
        """See the port."""
        statement = select(*_COLUMNS).where(self._own(), _ENTRY.present, _ENTRY.person_id.is_(None))
        oldest = statement.order_by(_ENTRY.created_at, _ENTRY.key).limit(limit)
        return [_as_entry(row, self.organization_id) for row in self.connection.execute(oldest)]

    def save_many(self, entries: Sequence[DirectoryEntry]) -> None:
        """See the port."""
        rows = [_as_row(entry) for entry in entries]
        upsert_all(self.connection, _ENTRY, rows, "connection_id", "key")

    def remove(self, connection_id: ConnectionId, keys: Collection[str]) -> None:
        """See the port."""
        gone = delete(_ENTRY).where(self._of(connection_id), _one_of(_ENTRY.key, keys))
        self.connection.execute(gone)

    def count(self, connection_id: ConnectionId) -> int:
        """See the port."""
        return self._count(select(_ENTRY.key).where(self._present(connection_id)))

    def unseen(self, connection_id: ConnectionId, run_id: SyncRunId) -> Iterator[list[str]]:
        """See the port."""
        unseen = self._unseen(connection_id, run_id).subquery()
        some = select(unseen.c.key).order_by(unseen.c.key).limit(_AT_ONCE)
        keys = list(self.connection.scalars(some))
        while keys:
            yield keys
            keys = list(self.connection.scalars(some.where(unseen.c.key > keys[-1])))

    def count_unseen(self, connection_id: ConnectionId, run_id: SyncRunId) -> int:
        """See the port."""
        return self._count(self._unseen(connection_id, run_id))

    def _unseen(self, connection_id: ConnectionId, run_id: SyncRunId) -> CompoundSelect[str]:
        row = SyncSeenRow
        seen = select(func.unnest(row.keys)).where(
            row.organization_id == self.organization_id, row.run_id == run_id
        )
        # EXCEPT hashes or sorts. For an anti-join PostgreSQL guesses how many keys there are, and
        # with a guess too low it compares each with each, which takes minutes.
        return select(_ENTRY.key).where(self._present(connection_id)).except_(seen)

    def _count(self, statement: Select[str] | CompoundSelect[str]) -> int:
        counted = select(func.count()).select_from(statement.subquery())
        return self.connection.execute(counted).scalar_one()

    def _entries(self, wanted: ColumnElement[bool]) -> list[DirectoryEntry]:
        statement = select(*_COLUMNS).where(wanted).order_by(_ENTRY.connection_id, _ENTRY.key)
        return [_as_entry(row, self.organization_id) for row in self.connection.execute(statement)]

    def _present(self, connection_id: ConnectionId) -> ColumnElement[bool]:
        return self._of(connection_id) & _ENTRY.present

    def _of(self, connection_id: ConnectionId) -> ColumnElement[bool]:
        return self._own() & (_ENTRY.connection_id == connection_id)

    def _own(self) -> ColumnElement[bool]:
        return _ENTRY.organization_id == self.organization_id


def _one_of(column: InstrumentedAttribute[str], values: Collection[str]) -> ColumnElement[bool]:
    return column == any_(literal(list(values), ARRAY(Text())))


def _as_row(entry: DirectoryEntry) -> dict[str, Any]:
    record = entry.record
    told = {name: getattr(record, name) for name in _TOLD}
    dates = {name: told[name].isoformat() for name in ("start_date", "end_date") if told[name]}
    return {
        "organization_id": entry.organization_id,
        "connection_id": entry.connection_id,
        "key": record.key,
        "person_id": entry.person_id,
        "candidates": list(entry.candidates),
        "present": entry.present,
        "record": {**{name: value for name, value in told.items() if value}, **dates},
        "source": dict(entry.source),
        "digest": digest_of(record, entry.source),
        **{key.value: value for key, value in key_values(record).items()},
        "manager_key": record.manager_key if len(record.manager_key) <= LONGEST_KEY else "",
        "version": entry.version,
        "created_at": entry.created_at,
        "updated_at": entry.updated_at,
    }


def _as_entry(row: Sequence[Any], organization_id: OrganizationId) -> DirectoryEntry:
    """A row of _COLUMNS. By position: a page has thousands."""
    return DirectoryEntry(
        organization_id=organization_id,
        connection_id=row[0],
        person_id=row[1],
        candidates=tuple(row[2]),
        present=row[3],
        record=_as_record(row[4]),
        source=row[5],
        version=row[6],
        created_at=row[7],
        updated_at=row[8],
    )


def _as_record(told: dict[str, Any]) -> DirectoryRecord:
    told["status"] = _STATES[told["status"]]
    if "employment_type" in told:
        told["employment_type"] = _TYPES[told["employment_type"]]
    for name in ("start_date", "end_date"):
        if name in told:
            told[name] = date.fromisoformat(told[name])
    return DirectoryRecord(**told)
