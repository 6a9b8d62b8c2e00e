"""From the rows of a directory file to records: header, columns, one record or one reason a row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.domain.directory import DirectoryRecord, EmploymentStatus
from core.domain.plain_name import plain_name
from core.errors import InvalidInputError
from core.sentence import sentence
from core.services.files.directory_cells import DayOrder, line, readers, value_of
from core.services.files.directory_words import LABELS, MANAGER_EMAIL, fields_of
from core.services.files.people_cells import CellError

HEADER_WITHIN = 20
"""Reports have a title and a date above the names of their columns; not more rows than these."""

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


def header_of(titles: Cells, columns: Mapping[str, str]) -> Header:
    """Which column is which field.

    Args:
        titles: names of the columns.
        columns: field -> the file's name of its column, as administrators chose, or NO_COLUMN.

    Raises:
        InvalidInputError: a chosen column is not there or there twice, or no column is a lasting
            id of people.
    """
    tidy = tuple(line(title) for title in titles)
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


@dataclass(slots=True)
class Managers:
    """Who is in the file, so that managers can be named by id or by e-mail address.

    Attributes:
        keys: every id. by_email: e-mail address, case folded -> id; "" where several have it.
    """

    keys: set[str] = field(default_factory=set)
    by_email: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, header: Header, rows: Iterable[Cells]) -> "Managers":
        """Those of a file, in one pass over its rows."""
        known = cls()
        for row in rows:
            key = _cell(row, header.places["key"])
            email = _cell(row, header.places.get("email", -1)).casefold()
            if key:
                known.keys.add(key)
            if key and email:
                shared = known.by_email.get(email, key) != key
                known.by_email[email] = "" if shared else key
        return known

    def key_of(self, named: str) -> str:
        """The id of whom a cell names.

        An id that is not in the file may come later; a person's name may not, and is nobody.
        """
        if named in self.keys:
            return named
        if "@" in named:  # addresses are no ids here
            return self.by_email.get(named.casefold(), "")
        return "" if " " in named else named


def names_managers(header: Header) -> bool:
    """Whether a file says who somebody's manager is."""
    return bool({"manager_key", MANAGER_EMAIL} & header.places.keys())


class Rows:
    """Makes records of rows.

    Args:
        header: of the file.
        order: how dates with slashes are meant.
        today: for people about whom only the first and last day are told.
        managers: who is in the file; None while nobody's manager is named.
    """

    def __init__(
        self, header: Header, order: DayOrder, today: date, managers: Managers | None = None
    ) -> None:
        self._today = today
        self._managers = managers or Managers()
        self._width = len(header.titles)
        read = readers(order)
        self._columns = [
            (about, place, header.titles[place], read.get(about))
            for about, place in header.places.items()
        ]
        self._key = header.places["key"]
        self._key_title = header.title("key")
        self._named = not header.places.keys().isdisjoint({"name", "given_name", "family_name"})

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
        told["manager_key"] = next(filter(None, map(self._managers.key_of, named)), "")
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


def previewed(header: Header) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every column and the fields it is, in the file's order; the fields as LABELS has them."""
    for place, title in enumerate(header.titles):
        yield title, tuple(about for about in LABELS if header.places.get(about) == place)
