"""From a cell of a directory file to the value of a record.

What is wrong is said with the name of the column, never with the cell: it is kept and shown to
whoever looks after the connection.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from core.domain.directory import EmploymentStatus, EmploymentType
from core.domain.languages import language_tag
from core.domain.plain_name import plain_name
from core.sentence import Sentence, sentence
from core.services.files.csv_text import plain
from core.services.files.directory_words import STATUSES, TYPES
from core.services.files.people_cells import CellError, nothing
from core.services.files.people_cells import time_zone as zone_of

LONGEST = 300
"""Characters of one value: more is no name, title or id."""

_MAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
_ISO = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d).*")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_STATUS = {plain_name(name): status for status, names in STATUSES.items() for name in names}
_TYPE = {plain_name(name): one for one, names in TYPES.items() for name in names}
_NEVER_KEPT = ("Cc", "Cs", "Cn")
"""Unicode categories that databases refuse or nobody sees: controls, halves, nothing."""


class DayOrder(StrEnum):
    """How 03/04/2026 is meant; 04.03.2026 and 2026-03-04 have one meaning only."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def line(cell: str) -> str:
    """A cell as one line that can be kept: composed letters, no control characters."""
    if not cell.isascii():
        cell = unicodedata.normalize("NFC", cell)
    if cell[:1] == "'":  # files have a million cells: no call for most of them
        cell = plain(cell)
    tidy = " ".join(cell.split())
    if not tidy.isprintable():
        kept = (c for c in tidy if unicodedata.category(c) not in _NEVER_KEPT)
        tidy = " ".join("".join(kept).split())
    return tidy


@lru_cache(maxsize=1024)
def status(cell: str) -> EmploymentStatus:
    """The state a word means.

    Raises:
        ValueError: none.
    """
    if (found := _STATUS.get(plain_name(cell))) is None:
        raise ValueError
    return found


@lru_cache(maxsize=1024)
def employment_type(cell: str) -> EmploymentType:
    """The kind of employment a word means; OTHER for words of the company's own.

    Raises:
        ValueError: the word means nothing.
    """
    if nothing(cell):
        raise ValueError
    return _TYPE.get(plain_name(cell), EmploymentType.OTHER)


@lru_cache(maxsize=1024)
def time_zone(cell: str) -> str:
    """IANA name.

    Raises:
        ValueError: no time zone.
    """
    if nothing(cell):
        raise ValueError
    return zone_of(cell)


@lru_cache(maxsize=1024)
def locale(cell: str) -> str:
    """BCP 47 tag of a tag or of a language's name.

    Raises:
        ValueError: no language we know.
    """
    if (tag := language_tag(cell)) is None:
        raise ValueError
    return tag


@lru_cache(maxsize=65_536)
def day(cell: str, order: DayOrder) -> date:
    """A date as HR systems write it; a time behind it does not matter.

    Raises:
        ValueError: no date.
    """
    if (iso := _ISO.fullmatch(cell)) is not None:
        return date(*map(int, iso.groups()))
    if (dotted := _DOTTED.fullmatch(cell)) is not None:
        first, second, year = map(int, dotted.groups())
        return date(year, second, first)
    if (slashed := _SLASHED.fullmatch(cell)) is None:
        raise ValueError
    first, second, year = map(int, slashed.groups())
    return date(year, first, second) if order is DayOrder.MONTH_FIRST else date(year, second, first)


def address(cell: str) -> str:
    """An e-mail address.

    Raises:
        ValueError: none.
    """
    if _MAIL.fullmatch(cell) is None:
        raise ValueError
    return cell


def readers(order: DayOrder) -> Mapping[str, Callable[[str], Any]]:
    """Field -> from its cell to its value; fields that are not in it are lines of text."""
    return {
        "email": address,
        "status": status,
        "employment_type": employment_type,
        "time_zone": time_zone,
        "locale": locale,
        "start_date": lambda cell: day(cell, order),
        "end_date": lambda cell: day(cell, order),
    }


def value_of(field: str, cell: str, title: str, read: Callable[[str], Any] | None) -> Any:
    """The value of a cell, or None where it says nothing.

    Args:
        field: of a record.
        cell: as the file has it.
        title: the file's name of the column.
        read: from the tidy cell to the value; None for text.

    Raises:
        CellError: it cannot be understood.
    """
    tidy = line(cell)
    if not tidy:
        return None
    if len(tidy) > LONGEST:
        raise CellError(
            sentence(
                "Column “%(column)s” holds a text of more than %(most)s characters.",
                column=title,
                most=LONGEST,
            )
        )
    if read is None:
        return tidy
    try:
        return read(tidy)
    except ValueError as error:
        if nothing(tidy):
            return None
        raise CellError(_why(field, title)) from error


def _why(field: str, title: str) -> Sentence:
    match field:
        case "email":
            return sentence("Column “%(column)s” holds no e-mail address.", column=title)
        case "status":
            return sentence(
                "Column “%(column)s” holds a status we do not know. Write active, on leave, "
                "suspended, terminated or pending.",
                column=title,
            )
        case "time_zone":
            return sentence(
                "Column “%(column)s” holds no time zone such as Europe/Berlin.", column=title
            )
        case "locale":
            return sentence(
                "Column “%(column)s” holds no language such as en, de-AT or German.", column=title
            )
    return sentence(
        "Column “%(column)s” holds no date such as 2026-01-31. If dates are written with "
        "slashes, the settings say whether the day or the month comes first.",
        column=title,
    )
