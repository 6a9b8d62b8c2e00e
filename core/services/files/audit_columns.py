"""Columns of a people file that only the fairness report reads: groups, by the line of the row.

They are read apart from everything that people are matched by (people_file.py), so that none of
them can reach a score.
"""

from collections.abc import Iterator

from core.domain.plain_name import plain_name
from core.services.files.csv_text import Problem, plain, records, separator

UNSAID = frozenset(
    plain_name(words)
    for words in (
        "",
        "-",
        "n/a",
        "none given",
        "not said",
        "prefer not to say",
        "i prefer not to say",
        "unknown",
        "k. A.",
        "keine Angabe",
        "möchte ich nicht sagen",
        "unbekannt",
    )
)
"""Cells that name no group."""


def groups(text: str, column: str) -> dict[int, str] | None:
    """What a column says, by the line a row starts on.

    Args:
        text: the whole file.
        column: the file's name of the column.

    Returns:
        The group of each row that names one, as first written in the file where only case and
        punctuation differ; None if there is no such column.
    """
    text, cut = separator(text)
    rows = (row for row in records(text, cut) if not isinstance(row, Problem))
    _, titles = next(rows, (0, []))
    names = [plain_name(title) for title in titles]
    if plain_name(column) not in names:
        return None
    return _named(rows, names.index(plain_name(column)))


def _named(rows: Iterator[tuple[int, list[str]]], place: int) -> dict[int, str]:
    written: dict[str, str] = {}
    found = {}
    for line, record in rows:
        cell = " ".join(plain(record[place].strip()).split()) if place < len(record) else ""
        name = plain_name(cell)
        if name not in UNSAID:
            found[line] = written.setdefault(name, cell)
    return found
