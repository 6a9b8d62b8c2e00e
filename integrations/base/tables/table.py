"""What every kind of table is to its reader: rows with their numbers, as often as asked."""

from collections.abc import Iterator
from typing import Protocol

from core.services.files.csv_text import Problem

Row = tuple[int, list[str]]
"""The number a person finds the row by, counted from 1, and its cells."""


class Table(Protocol):
    """A table in memory. Rows without any text are left out."""

    @property
    def place(self) -> str:
        """What a row is called: "row", or "record" where nobody sees rows."""
        ...

    def rows(self) -> Iterator[Row | Problem]:
        """Every row, from the first; may be called again.

        Raises:
            InvalidInputError: it cannot be read on.
        """
        ...
