"""What kind of table a file is, by how it begins; names and media types are often wrong."""

import re

from core.errors import InvalidInputError
from integrations.base.tables.delimited import Delimited
from integrations.base.tables.listing import Listing
from integrations.base.tables.table import Table
from integrations.base.tables.workbook import OLDER, ZIPPED, Workbook

_MARK = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OTHERS = (b"%PDF", b"{\\rtf")
_PAGE = re.compile(rb"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)


def opened(data: bytes) -> Table:
    """The table in a file.

    Raises:
        InvalidInputError: there is none; says what the file is instead.
    """
    if data.startswith((ZIPPED, OLDER)):
        return Workbook(data)
    head = data[:1024].removeprefix(_MARK).lstrip()
    if not head:
        raise InvalidInputError("The file is empty. The first line must name the columns.")
    if head.startswith(_OTHERS) or (b"\0" in head and not head.startswith(_UTF_16)):
        raise InvalidInputError(
            "This is no table. Give a CSV file in UTF-8, a spreadsheet (XLSX) or JSON."
        )
    if head.startswith((b"{", b"[")):
        return Listing(data)
    if _PAGE.match(head):
        raise InvalidInputError(
            "This is a web page, not a report; often it is the page to sign in."
        )
    if head.startswith(b"<?xml"):
        raise InvalidInputError(
            "This is XML. Ask for CSV or JSON; for Workday, add format=json to the address."
        )
    return Delimited(data)
