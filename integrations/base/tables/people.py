"""The people of a table, page by page, so that a run that was stopped goes on where it was.

1. The row that names the columns is found; columns become fields.
2. One pass tells who is in the file: managers, and ids of several rows.
3. Another pass yields pages. The cursor is the file's checksum and the last row of the page: read
   again from there, the rest is the same; from another file, everything is read again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import islice

from core.domain.directory import DirectoryRecord
from core.domain.sync import Cursor
from core.errors import InvalidInputError
from core.ports.connector_columns import SourceColumns
from core.ports.connectors import BadRow, CursorExpiredError, Page, PeoplePage
from core.services.files.csv_text import Problem
from core.services.files.directory_cells import LONGEST, DayOrder
from core.services.files.directory_rows import (
    HEADER_WITHIN,
    NAMES,
    Roll,
    Rows,
    header_of,
    header_row,
    titles_of,
)
from core.services.files.directory_words import LABELS, suggested
from core.services.files.people_cells import CellError
from integrations.base.tables.opening import opened
from integrations.base.tables.table import Row, Table

PAGE_ROWS = 2_000
_VERSION = 1


@dataclass(slots=True)
class _Batch:
    """A page while it is filled."""

    upserts: list[DirectoryRecord] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.upserts) + len(self.bad)


class PeopleTable:
    """The people of a file.

    Args:
        data: the file.
        columns: field -> the file's name of its column; nothing for what is suggested.
        order: how dates with slashes are meant.
        today: for people of whom only the first and last day are told.

    Raises:
        InvalidInputError: it is no table, or its columns say not who people are.
    """

    def __init__(
        self, data: bytes, columns: Mapping[str, str], order: DayOrder, today: date
    ) -> None:
        self._table = opened(data)
        self._checksum = sha256(data).hexdigest()
        self._order = order
        self._today = today
        self._first, titles = _header(self._table, columns)
        self._header = header_of(titles, columns)

    def unread(self) -> list[str]:
        """Names of columns that are no field."""
        used = set(self._header.places.values())
        return [t for place, t in enumerate(self._header.titles) if t and place not in used]

    def names_people(self) -> bool:
        """Whether a column holds names of people, or part of them."""
        return not NAMES.isdisjoint(self._header.places)

    def pages(self, cursor: Cursor | None = None) -> Iterator[PeoplePage]:
        """Everybody, or everybody behind a cursor.

        Raises:
            CursorExpiredError: the cursor is of another file.
            InvalidInputError: rows could not be read, so nobody knows who is in them. Everybody
                else was in the pages before; there is no last page.
        """
        done = self._row_of(cursor)
        roll = Roll(self._header)
        unreadable: Problem | None = None
        for row in self._people():
            if isinstance(row, Problem):
                unreadable = unreadable or row
            else:
                roll.add(row[1])
        yield from self._pages(done, roll, complete=unreadable is None)
        if unreadable is not None:
            raise InvalidInputError(
                "Line %(line)s cannot be read, so the file does not tell who is not in it. "
                "Everybody else was read; correct the line and give the file again.",
                line=unreadable.line,
            )

    def _pages(self, done: int, roll: Roll, *, complete: bool) -> Iterator[PeoplePage]:
        rows = Rows(self._header, self._order, self._today, roll)
        batch, once, number = _Batch(), set(roll.repeated), done
        for row in self._people():
            repeated = not isinstance(row, Problem) and (key := rows.key(row[1])) in roll.repeated
            if repeated and key not in once:
                continue
            if repeated:
                once.discard(key)
            if _number(row) <= done:
                continue
            if len(batch) == PAGE_ROWS:
                yield self._page(batch, number, last=False)
                batch = _Batch()
            number = _number(row)
            self._put(batch, rows, row)
        yield self._page(batch, number, last=complete)

    def _put(self, batch: _Batch, rows: Rows, row: Row | Problem) -> None:
        place = f"{self._table.place} {_number(row)}"
        if isinstance(row, Problem):
            batch.bad.append(BadRow(place=place, sentence=row.what))
            return
        try:
            batch.upserts.append(rows.record(row[1]))
        except CellError as error:
            key = rows.key(row[1])
            batch.bad.append(
                BadRow(key=key if len(key) <= LONGEST else "", place=place, sentence=error.why)
            )

    def _page(self, batch: _Batch, number: int, *, last: bool) -> PeoplePage:
        cursor = {"version": _VERSION, "of": self._checksum, "row": number}
        return Page(
            upserts=batch.upserts,
            bad=batch.bad,
            next_cursor=None if last else cursor,
            last=last,
        )

    def _row_of(self, cursor: Cursor | None) -> int:
        if cursor is None:
            return 0
        if (cursor.get("version"), cursor.get("of")) != (_VERSION, self._checksum):
            raise CursorExpiredError("The file is another one now. It is read from its beginning.")
        return int(cursor["row"])

    def _people(self) -> Iterator[Row | Problem]:
        """The rows below the header."""
        return (row for row in self._table.rows() if _number(row) > self._first)


def _number(row: Row | Problem) -> int:
    return row.line if isinstance(row, Problem) else row[0]


def columns_of(data: bytes, columns: Mapping[str, str]) -> SourceColumns:
    """What the columns of a file are and may mean, although none may say who people are.

    Args:
        data: the file.
        columns: field -> column, as administrators chose; they tell which row is the header.

    Raises:
        InvalidInputError: it is no table.
    """
    _, titles = _header(opened(data), columns)
    names = titles_of(titles)
    return SourceColumns(
        names=[name for name in dict.fromkeys(names) if name],
        ours=[(name, label.message) for name, label in LABELS.items()],
        suggested=suggested(names),
    )


def _header(table: Table, columns: Mapping[str, str]) -> Row:
    first = list(islice(table.rows(), HEADER_WITHIN))
    rows = [row for row in first if not isinstance(row, Problem)]
    if not rows:
        raise InvalidInputError("The file is empty. The first line must name the columns.")
    return rows[header_row([cells for _, cells in rows], columns)]
