"""How many cells a spreadsheet takes in memory, before it is opened.

As many as from its first cell with something in it to its last one, empty ones too. A file of a
few kilobytes may have one cell at the very end of a sheet; the reader would ask for hundreds of
gigabytes, which ends the process. So every part of the file is looked through first, whatever it is
called: worksheets of .xlsx (ECMA-376, section 18.3.1.73) and content of .ods (OpenDocument 1.3,
part 3, section 9.1).
"""

import re
from collections.abc import Callable, Mapping
from typing import Protocol
from xml.parsers import expat

_PLACE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,10})")
_LETTERS = 26
_PLAIN = frozenset({"table:style-name", "table:number-columns-repeated"})
"""What an empty cell may have, too."""


class BrokenSheetError(Exception):
    """It is a sheet, but not well formed."""


class _Sheet:
    """The largest rectangle of cells so far.

    Attributes:
        cells: how many cells it has.
        found: whether there was a sheet at all.
    """

    def __init__(self) -> None:
        self.cells, self.found = 0, False
        self._first = self._last = (0, 0)
        self._row, self._column, self._rows, self._columns = 0, 0, 1, 1
        self._begins: Mapping[str, Callable[[dict[str, str]], None]] = {
            "sheetData": self._sheet,
            "table": self._sheet,
            "row": self._ecma_row,
            "c": self._ecma_cell,
            "v": self._something,
            "is": self._something,
            "table-row": self._open_row,
            "table-cell": self._open_cell,
            "covered-table-cell": self._open_cell,
            "p": self._something,
        }

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if begins := self._begins.get(name.rpartition(":")[2]):
            begins(attributes)

    def _sheet(self, _: dict[str, str]) -> None:
        self.found, self._first, self._last = True, (0, 0), (0, 0)
        self._row, self._rows = 0, 1

    def _ecma_row(self, told: dict[str, str]) -> None:
        self._row = _number(told.get("r", ""), self._row + 1)
        self._column = 0

    def _ecma_cell(self, told: dict[str, str]) -> None:
        self._column += 1
        if place := _PLACE.fullmatch(told.get("r", "")):
            self._row, self._column = int(place[2]), _letters(place[1])

    def _open_row(self, told: dict[str, str]) -> None:
        self._row += self._rows
        self._rows = _number(told.get("table:number-rows-repeated", ""), 1)
        self._column, self._columns = 0, 1

    def _open_cell(self, told: dict[str, str]) -> None:
        self._column += self._columns
        self._columns = _number(told.get("table:number-columns-repeated", ""), 1)
        if not told.keys() <= _PLAIN:
            self._something(told)

    def _something(self, _: dict[str, str]) -> None:
        """There is something in the cell that began last."""
        row, column = self._row, self._column
        until = (row + self._rows - 1, column + self._columns - 1)
        inside = self._first[0] <= row and self._first[1] <= column
        if inside and until[0] <= self._last[0] and until[1] <= self._last[1]:
            return
        if not self._first[0]:
            self._first, self._last = (row, column), until
        self._first = min(self._first[0], row), min(self._first[1], column)
        self._last = max(self._last[0], until[0]), max(self._last[1], until[1])
        high, wide = (self._last[n] - self._first[n] + 1 for n in (0, 1))
        self.cells = max(self.cells, high * wide)


class Readable(Protocol):
    """What is read piece by piece."""

    def read(self, size: int = ..., /) -> bytes:
        """Up to so many bytes, by default all; none at the end."""
        ...


def cells_of(part: Readable) -> int:
    """How many cells the largest sheet in a part of a file takes; 0 for what is no sheet.

    Raises:
        BrokenSheetError: it cannot be told.
    """
    sheet, parser = _Sheet(), expat.ParserCreate()
    parser.StartElementHandler = sheet.element
    try:
        parser.ParseFile(part)
    except expat.ExpatError as error:
        if sheet.found:
            raise BrokenSheetError from error
    return sheet.cells


def _number(told: str, usual: int) -> int:
    return int(told[:10]) if told.isascii() and told.isdecimal() else usual


def _letters(name: str) -> int:
    """A -> 1, Z -> 26, AA -> 27."""
    number = 0
    for letter in name.upper():
        number = number * _LETTERS + ord(letter) - ord("@")
    return number
