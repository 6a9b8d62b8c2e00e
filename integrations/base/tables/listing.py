"""JSON (RFC 8259) with a list of objects somewhere in it, read one object at a time.

Reports wrap the list: {"Report_Entry": [...]}, {"data": {"people": [...]}}. The first list of
objects is taken. Objects inside become columns with a point: "manager.id".
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.errors import InvalidInputError
from core.services.files.csv_text import Problem, decode
from integrations.base.tables.table import Row

NAMED_WITHIN = 200
"""Objects looked at for the names of columns: reports leave out what is empty."""
DEEPEST = 5
_BLANK = re.compile(r"[ \t\r\n]*")
_decoder = json.JSONDecoder()


class Listing:
    """A table in JSON: its first row are the names of the columns.

    Args:
        data: the file.

    Raises:
        InvalidInputError: it is not UTF-8, or there is no list of objects in it.
    """

    place = "record"

    def __init__(self, data: bytes) -> None:
        self._text = decode(data)
        try:
            self._start = _list_of_objects(self._text, _after_blanks(self._text, 0), DEEPEST)
        except (ValueError, RecursionError, IndexError) as error:
            raise _broken() from error
        if self._start is None:
            raise InvalidInputError("There is no list of people in this JSON.")
        self._titles = self._named()

    def rows(self) -> Iterator[Row | Problem]:
        """See the protocol."""
        yield 0, self._titles
        for number, told in enumerate(self._objects(), 1):
            flat = _flat(told)
            cells = [flat.get(title, "") for title in self._titles]
            if any(cells):
                yield number, cells

    def _named(self) -> list[str]:
        titles: dict[str, None] = {}
        for _, told in zip(range(NAMED_WITHIN), self._objects(), strict=False):
            titles |= dict.fromkeys(_flat(told))
        return [*titles]

    def _objects(self) -> Iterator[Mapping[str, Any]]:
        assert self._start is not None, "looked for when it was opened"
        text, at = self._text, self._start
        try:
            while text[at := _after_blanks(text, at + 1)] != "]":
                told, at = _decoder.raw_decode(text, at)
                yield told if isinstance(told, dict) else {}
                at = _after_blanks(text, at)
                if text[at] == "]":
                    return
                if text[at] != ",":
                    raise _broken()
        except (ValueError, RecursionError, IndexError) as error:
            raise _broken() from error


def _list_of_objects(text: str, at: int, deepest: int) -> int | None:
    """Where the first list of objects opens; of several, one that is not empty."""
    if text[at] == "[":
        return at
    empty = None
    if text[at] != "{" or not deepest:
        return None
    while text[at := _after_blanks(text, at + 1)] != "}":
        _, at = _decoder.raw_decode(text, at)
        at = _after_blanks(text, _after_blanks(text, at) + 1)
        found = _list_of_objects(text, at, deepest - 1) if text[at] in "[{" else None
        if found is not None:
            first = text[_after_blanks(text, found + 1)]
            if first == "{":
                return found
            empty = found if first == "]" and empty is None else empty
        _, at = _decoder.raw_decode(text, at)
        at = _after_blanks(text, at)
        if text[at] == "}":
            break
    return empty


def _after_blanks(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return at if found is None else found.end()


def _flat(told: Mapping[str, Any], before: str = "", deepest: int = DEEPEST) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, value in told.items():
        if isinstance(value, dict) and deepest:
            cells |= _flat(value, f"{before}{name}.", deepest - 1)
        elif isinstance(value, (str, int, float)):
            cells[f"{before}{name}"] = value if isinstance(value, str) else json.dumps(value)
    return cells


def _broken() -> InvalidInputError:
    return InvalidInputError("This is no complete JSON: it may have been cut off on the way.")
