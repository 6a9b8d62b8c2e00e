"""CSV and its kin (RFC 4180): UTF-8, UTF-16 or Windows-1252; comma, semicolon, tab or bar.

Lines are decoded as they are read: a file of 64 MB is never a text of 256 MB.
"""

from collections.abc import Iterator
from io import BytesIO, TextIOWrapper

from core.services.files.csv_text import Problem, decoded, records, separator
from integrations.base.tables.table import Row

_HEAD = 65_536
"""Characters in which the first line ends."""
_CODEC = {"UTF-8": "utf-8-sig", "UTF-16": "utf-16", "Windows-1252": "cp1252"}


class Delimited:
    """A table in lines of text.

    Args:
        data: the file.

    Raises:
        InvalidInputError: it is no text.
    """

    place = "row"

    def __init__(self, data: bytes) -> None:
        text, written = decoded(data)
        self._data = data
        self._codec = _CODEC[written]
        _, self._cut = separator(text[:_HEAD])

    def rows(self) -> Iterator[Row | Problem]:
        """See the protocol."""
        with TextIOWrapper(BytesIO(self._data), self._codec, newline="") as lines:
            for row in records(lines, self._cut):
                if isinstance(row, Problem) or not _empty(row):
                    yield row


def _empty(row: Row) -> bool:
    number, cells = row
    excels_own = number == 1 and cells[0].lower() == "sep="
    return excels_own or not any(map(str.strip, cells))
