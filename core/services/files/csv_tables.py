"""Tables as CSV files that are safe to open."""

import csv
import io

from core.services.files.csv_text import safe

Table = list[list[str]]


def csv_bytes(table: Table) -> bytes:
    """A table as a CSV file in UTF-8 (RFC 4180); no cell is run as a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([safe(cell) for cell in row] for row in table)
    return text.getvalue().encode()
