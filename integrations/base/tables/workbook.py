"""Spreadsheets: .xlsx (ECMA-376) and .ods, by calamine; the first sheet with rows counts.

Not .xls and .xlsb: how much memory these need cannot be told before they are opened (extent.py).
"""

import zlib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import IO
from zipfile import BadZipFile, ZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from core.errors import InvalidInputError
from core.services.files.csv_text import Problem
from integrations.base.tables.extent import BrokenSheetError, cells_of
from integrations.base.tables.table import Row

ZIPPED = b"PK\x03\x04"
OLDER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How .xls begins, and .xlsx with a password."""
MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes of a workbook once unpacked: a small file may claim to hold far more."""
MOST_CELLS = 16_000_000
"""Cells of a sheet, 32 bytes each: 400,000 people with 40 columns."""
_CHUNK = 1024 * 1024
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BINARY = "xl/workbook.bin"
# RuntimeError: an encrypted part, or a way of packing that Python does not know.
# ValueError: its list of contents points to before its beginning.
_UNREADABLE = (BadZipFile, BrokenSheetError, EOFError, RuntimeError, ValueError, zlib.error)


class Workbook:
    """A table in a spreadsheet.

    Args:
        data: the file.

    Raises:
        InvalidInputError: it is none, or has a password, or has no sheet with rows.
    """

    place = "row"

    def __init__(self, data: bytes) -> None:
        if data.startswith(OLDER):
            raise _older(data)
        _check_size(data)
        try:
            self._sheet = _first_with_rows(CalamineWorkbook.from_filelike(BytesIO(data)))
        except CalamineError as error:
            raise _damaged() from error

    def rows(self) -> Iterator[Row | Problem]:
        """See the protocol."""
        for number, cells in enumerate(self._sheet.iter_rows(), 1):
            texts = [cell if isinstance(cell, str) else _text(cell) for cell in cells]
            if any(map(str.strip, texts)):
                yield number, texts


def _older(data: bytes) -> InvalidInputError:
    if _LOCKED in data:
        return InvalidInputError(
            "The spreadsheet has a password. Save it without one and try again."
        )
    return InvalidInputError("This is a spreadsheet of an older kind. Save it as XLSX or CSV.")


def _check_size(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as zipped:
            parts = zipped.infolist()
            if _BINARY in zipped.namelist():
                raise _older(data)
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise _too_large()
            left = MOST_UNPACKED
            for part in parts:
                # What it says about its length is not believed: who opens it next may not either.
                part.file_size = MOST_UNPACKED + 1
                with zipped.open(part) as packed:
                    unpacked = _Counted(packed, left)
                    if cells_of(unpacked) > MOST_CELLS:
                        raise _too_large()
                    left = unpacked.rest()
    except _UNREADABLE as error:
        raise _damaged() from error


class _Counted:
    """A part of a file while it is unpacked.

    Args:
        packed: the part.
        left: how many bytes it may have.
    """

    def __init__(self, packed: IO[bytes], left: int) -> None:
        self._packed = packed
        self._left = left

    def read(self, size: int = _CHUNK, /) -> bytes:
        """Up to so many bytes. Raises InvalidInputError if there are too many in all."""
        some = self._packed.read(size)
        self._left -= len(some)
        if self._left < 0:
            raise _too_large()
        return some

    def rest(self) -> int:
        """Read on to the end; how many bytes are left to others. Raises as `read`."""
        while self.read():
            pass
        return self._left


def _too_large() -> InvalidInputError:
    return InvalidInputError(
        "The spreadsheet is too large once it is unpacked. Save it as CSV and try again."
    )


def _first_with_rows(book: CalamineWorkbook) -> CalamineSheet:
    for place, about in enumerate(book.sheets_metadata):
        if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
            sheet = book.get_sheet_by_index(place)
            if sheet.height:
                return sheet
    raise InvalidInputError("No sheet of the spreadsheet holds any rows.")


def _text(cell: object) -> str:
    """A cell as a person reads it: whole numbers without a point, days as ISO 8601."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _damaged() -> InvalidInputError:
    return InvalidInputError(
        "The spreadsheet cannot be read; it may be damaged. Save it again, or as CSV."
    )
