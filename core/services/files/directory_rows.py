"""From the rows of a directory file to records: header, columns, one record or one reason a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.domain.directory import DirectoryRecord, EmploymentStatus
from core.domain.plain_name import plain_name
from core.errors import InvalidInputError
from core.sentence import sentence
from core.services.files.directory_cells import DayOrder, line, readers, value_of
from core.services.files.directory_words import MANAGER_EMAIL, fields_of
from core.services.files.people_cells import CellError

HEADER_WITHIN = 20
"""Reports have a title and a date above the names of their columns; not more rows than these."""

NAMES = frozenset({"name", "given_name", "family_name"})
"""Fields of which one names somebody."""

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a file's columns and which field each is.

    Attributes:
        titles: of all columns, in order.
        places: field -> the place of its column.
    """

    titles: tuple[str, ...]
    places: Mapping[str, int]

    def title(self, about: str) -> str:
        """The file's name of a field's column."""
        return self.titles[self.places[about]]


def titles_of(row: Cells) -> tuple[str, ...]:
    """The names of the columns in a row; "" for those that have none."""
    return tuple(line(cell) for cell in row)


def header_of(titles: Cells, columns: Mapping[str, str]) -> Header:
    """Which column is which field.

    Args:
        titles: names of the columns.
        columns: field -> the file's name of its column, as administrators chose;
            nothing for what is suggested.

    Raises:
        InvalidInputError: a chosen column is not there or there twice, or no column is a lasting
            id of people.
    """
    tidy = titles_of(titles)
    names = [plain_name(title) for title in tidy]
    places = {}
    for name, title in fields_of(tidy, columns).items():
        found = [place for place, other in enumerate(names) if other == plain_name(title)]
        if len(found) != 1:
            raise _not_one(title, tidy, twice=bool(found))
        places[name] = found[0]
    if "key" not in places:
        raise InvalidInputError(
            "No column holds a lasting id of each person, such as an employee number. An e-mail "
            "address is none: addresses change hands. Found: %(columns)s.",
            columns=", ".join(filter(None, tidy)),
        )
    return Header(tidy, places)


def _not_one(title: str, titles: Sequence[str], *, twice: bool) -> InvalidInputError:
    if twice:
        return InvalidInputError(
            "Two columns are named “%(column)s”. Rename one of them, or choose another column.",
            column=title,
        )
    return InvalidInputError(
        "There is no column “%(column)s” any more. Choose the columns again. Found: %(columns)s.",
        column=title,
        columns=", ".join(filter(None, titles)),
    )


def header_row(rows: Sequence[Cells], columns: Mapping[str, str]) -> int:
    """Which of a file's first rows names the columns: the first that fits best.

    Args:
        rows: at most the first HEADER_WITHIN.
        columns: as in `header_of`.
    """
    chosen = {plain_name(title) for title in columns.values()}

    def fits(row: Cells) -> int:
        tidy = [line(cell) for cell in row]
        return len({*fields_of(tidy, {})}) + len(chosen.intersection(map(plain_name, tidy)))

    return max(range(len(rows)), key=lambda place: fits(rows[place])) if rows else 0


class Roll:
    """Who is in the file, told by one pass over its rows before the one that makes records.

    So managers can be named by id or by e-mail address, and nobody is taken from one of two rows
    that contradict each other.

    Args:
        header: of the file.
    """

    def __init__(self, header: Header) -> None:
        self._key = header.places["key"]
        self._email = header.places.get("email", -1)
        self._rows: dict[str, int] = {}
        self._by_email: dict[str, str] = {}
        self.repeated: set[str] = set()
        """Ids of several rows that are the same."""
        self.clashing: set[str] = set()
        """Ids of several rows that say different things."""

    def add(self, row: Cells) -> None:
        """Another row."""
        key, email = _cell(row, self._key), _cell(row, self._email).casefold()
        if not key:
            return
        # A number a row: the rows themselves would be the whole file in memory.
        told = hash(tuple(row))
        if key in self._rows:
            (self.repeated if self._rows[key] == told else self.clashing).add(key)
        else:
            self._rows[key] = told
        if email:
            shared = self._by_email.get(email, key) != key
            self._by_email[email] = "" if shared else key

    def manager(self, named: str) -> str:
        """The id of whom a cell names.

        An id that is not in the file may come later; a person's name may not, and is nobody.
        """
        if named in self._rows:
            return named
        if "@" in named:  # addresses are no ids here
            return self._by_email.get(named.casefold(), "")
        return "" if " " in named else named


class Rows:
    """Makes records of rows.

    Args:
        header: of the file.
        order: how dates with slashes are meant.
        today: for people about whom only the first and last day are told.
        roll: who is in the file.
    """

    def __init__(self, header: Header, order: DayOrder, today: date, roll: Roll) -> None:
        self._today = today
        self._roll = roll
        self._width = len(header.titles)
        read = readers(order)
        self._columns = [
            (about, place, header.titles[place], read.get(about))
            for about, place in header.places.items()
        ]
        self._key = header.places["key"]
        self._key_title = header.title("key")
        self._named = not NAMES.isdisjoint(header.places)

    def key(self, row: Cells) -> str:
        """The id in a row, whatever else is in it; "" for none."""
        return _cell(row, self._key)

    def record(self, row: Cells) -> DirectoryRecord:
        """What a row says.

        Raises:
            CellError: it cannot be used, and why.
        """
        self._check(row)
        told: dict[str, Any] = {}
        last = len(row)
        for about, place, title, read in self._columns:
            value = value_of(about, row[place], title, read) if place < last else None
            if value is not None:
                told[about] = value
        return DirectoryRecord(**self._completed(told))

    def _check(self, row: Cells) -> None:
        if len(row) > self._width and any(map(str.strip, row[self._width :])):
            raise CellError(
                sentence(
                    "The row has more cells than there are columns. A text that holds the "
                    "separator has to be put in quotes."
                )
            )
        key = self.key(row)
        if key in self._roll.clashing:
            raise CellError(
                sentence(
                    "Several rows have the same id in column “%(column)s” and say different "
                    "things. None of them is used.",
                    column=self._key_title,
                )
            )
        if not key:
            raise CellError(sentence("Column “%(column)s” is empty.", column=self._key_title))
        if "@" in key:
            raise CellError(
                sentence(
                    "Column “%(column)s” holds an e-mail address, and addresses change hands. "
                    "Choose a column with a lasting id.",
                    column=self._key_title,
                )
            )

    def _completed(self, told: dict[str, Any]) -> dict[str, Any]:
        parts = (told.get("given_name", ""), told.get("family_name", ""))
        told.setdefault("name", " ".join(filter(None, parts)))
        if self._named and not told["name"]:
            raise CellError(sentence("The row has no name."))
        email = told.pop(MANAGER_EMAIL, "")
        named = (told.get("manager_key", ""), email)
        manager = next(filter(None, map(self._roll.manager, named)), "")
        # Many systems say of whoever is at the top that they are their own manager.
        told["manager_key"] = "" if manager == told["key"] else manager
        told.setdefault("status", self._by_days(told))
        return told

    def _by_days(self, told: Mapping[str, Any]) -> EmploymentStatus:
        """The state of somebody of whom only days are told, or nothing."""
        if told.get("end_date", self._today) < self._today:
            return EmploymentStatus.TERMINATED
        if told.get("start_date", self._today) > self._today:
            return EmploymentStatus.PENDING
        return EmploymentStatus.ACTIVE


def _cell(row: Cells, place: int) -> str:
    return line(row[place]) if 0 <= place < len(row) else ""
