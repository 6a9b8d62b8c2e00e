"""CSV as spreadsheets write it (RFC 4180): bytes to text, text to records with line numbers."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.errors import InvalidInputError
from core.sentence import Sentence, sentence

LONGEST_CELL = 131_072
"""What Python's csv module reads by default."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - read as formulas too
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that its owner should know.

    Attributes:
        line: where the row starts, counted from 1 with the header; 0 for the file as a whole.
        column: the file's own name of the column; empty for the whole row.
        what: what is wrong and what to do.
    """

    line: int
    column: str
    what: Sentence


def decode(data: bytes) -> str:
    """The text of a file.

    Raises:
        InvalidInputError: it is not UTF-8 (or marked UTF-16); says what to do.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise InvalidInputError(
            "The file is not UTF-8 (line %(line)s); it looks like Windows-1252, as Excel writes "
            "by default. Save it as “CSV UTF-8 (comma delimited)” and try again.",
            line=number,
        ) from error
    if "\0" in text:
        raise InvalidInputError(
            "The file holds zero bytes: it is no CSV file, or UTF-16 without its mark. "
            "Save it as “CSV UTF-8 (comma delimited)” and try again."
        )
    return text


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file and how it was written: "UTF-8", "UTF-16" or "Windows-1252".

    What is no UTF-8 is read as Excel writes by default, if every byte means something there.

    Raises:
        InvalidInputError: as `decode`.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return decode(data), "UTF-16" if marked else "UTF-8"
    except InvalidInputError:
        if marked or b"\0" in data:
            raise
        try:
            return data.decode("cp1252"), "Windows-1252"
        except UnicodeDecodeError:
            pass
        raise


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula (OWASP: CSV injection)."""
    if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def plain(cell: str) -> str:
    """A cell without the mark of `safe`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def separator(text: str) -> tuple[str, str]:
    """The text without Excel's "sep=" line, and the separator of its first line."""
    if (told := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)) is not None:
        # The line is kept empty, so that line numbers stay right.
        return "\n" + text[told.end() :], told.group(1)
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return text, max(",;\t|", key=first.count)


def records(text: str | Iterable[str], separator: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """Records with the line they start on; blank lines are left out.

    Args:
        text: the whole of it, or its lines with their ends, for files too large for that.
        separator: one character.
    """
    lines = io.StringIO(text, newline="") if isinstance(text, str) else text
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(start, "", _unreadable(str(error), start, reader.line_num))
            continue
        if record:
            yield start, record


def _unreadable(error: str, start: int, end: int) -> Sentence:
    if "unexpected end of data" in error:
        return sentence(
            'A quote (") is opened here and never closed, so lines %(start)s to %(end)s are one '
            'cell. Close it, or write two quotes ("") for one inside a text.',
            start=start,
            end=end,
        )
    if "field larger" in error:
        return sentence(
            'A cell is longer than %(most)s characters. Is a closing quote (") missing?',
            most=LONGEST_CELL,
        )
    return sentence(
        'The quotes in this row do not fit. Write two quotes ("") for one inside a text, and '
        "put the whole text in quotes."
    )
