"""Reading past suggestions, or pairs to be scored, from the text of a CSV file.

separator -> header -> rows, as people_file.py. Who is meant is decided later (past.py): a file
names people by id, e-mail or name.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from core.domain.plain_name import plain_name
from core.errors import InvalidInputError
from core.services.files.csv_text import Problem, plain, records, separator
from core.services.files.outcome_words import BAD, COLUMNS, GOOD, NO_ROOM, UNDECIDED

DATES = ("%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%y", "%Y/%m/%d")
EPOCH_FROM = 1e8
"""A number from here on is seconds since 1970; a smaller one counts days."""
MOST_TOLD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSuggestion:
    """One row.

    Attributes:
        mentee, mentor: as written.
        good: whether it ended well; None if that is not decided or not asked for.
        day: days since 1970, or since whatever the file counts from; None if unknown.
        no_room: the mentor declined for lack of time or places.
        rating: what one of them said later; None if nothing.
    """

    mentee: str
    mentor: str
    good: bool | None = None
    day: float | None = None
    no_room: bool = False
    rating: float | None = None


def parse_pairs(text: str, mapping: Mapping[str, str] | None = None) -> list[PastSuggestion]:
    """Pairs to be scored, in the order of the file; other columns are not read.

    Args:
        text: the whole file.
        mapping: our field -> the file's name of the column, where it is not found by itself.

    Raises:
        InvalidInputError: a column is missing, or a row does not fit the first line.
    """
    return [
        PastSuggestion(mentee=r["mentee"], mentor=r["mentor"]) for r in _rows(text, mapping or {})
    ]


def parse_history(
    text: str, good: Collection[str] = (), mapping: Mapping[str, str] | None = None
) -> list[PastSuggestion]:
    """Suggestions and how they ended.

    Args:
        text: the whole file.
        good: words for a good outcome; all others are bad then. Known words if empty.
        mapping: our field -> the file's name of the column, where it is not found by itself.

    Raises:
        InvalidInputError: a column is missing, a row does not fit, or an outcome is not known.
    """
    rows = _rows(text, mapping or {}, "outcome")
    wanted = {plain_name(word) for word in good}
    words = {plain_name(row["outcome"]) for row in rows}
    if unknown := words - GOOD - BAD - UNDECIDED - wanted if not wanted else set():
        told = sorted(unknown)[:MOST_TOLD]
        raise InvalidInputError(
            "These outcomes are not known: %(words)s. Say which words mean a good outcome, all "
            "others are bad then: --outcome-good WORD",
            words=", ".join(told) + (", …" if len(unknown) > MOST_TOLD else ""),
        )
    if wanted and not wanted & words:
        raise InvalidInputError(
            "No row has the outcome %(words)s. Found: %(found)s.",
            words=", ".join(sorted(wanted)),
            found=", ".join(sorted(words)[:MOST_TOLD]),
        )
    return [_suggestion(row, wanted) for row in rows]


def _suggestion(row: dict[str, str], good: set[str]) -> PastSuggestion:
    word, reason = plain_name(row["outcome"]), plain_name(row.get("reason", ""))
    known = None if word in UNDECIDED and word not in good else word in (good or GOOD)
    return PastSuggestion(
        mentee=row["mentee"],
        mentor=row["mentor"],
        good=known,
        day=_day(row.get("date", "")),
        no_room=any(part in reason.split() for part in NO_ROOM),
        rating=_number(row.get("rating", "")),
    )


def _rows(text: str, mapping: Mapping[str, str], *more: str) -> list[dict[str, str]]:
    """Field -> cell of each row."""
    text, cut = separator(text)
    found = records(text, cut)
    first = next(found, None)
    if first is None or isinstance(first, Problem):
        raise InvalidInputError("The file is empty. The first line must name the columns.")
    titles = [cell.strip() for cell in first[1]]
    place = _places(titles, mapping, ("mentee", "mentor", *more))
    rows = []
    for record in found:
        if isinstance(record, Problem):
            raise InvalidInputError(
                "Line %(line)s cannot be read: %(why)s", line=record.line, why=str(record.what)
            )
        number, cells = record
        if len(cells) != len(titles):
            raise InvalidInputError(
                "Line %(line)s has %(count)s cells, the first line names %(expected)s columns.",
                line=number,
                count=len(cells),
                expected=len(titles),
            )
        rows.append({field: plain(cells[column].strip()) for field, column in place.items()})
    return rows


def _places(
    titles: Sequence[str], mapping: Mapping[str, str], needed: Sequence[str]
) -> dict[str, int]:
    """Field -> column: by its usual names, else by a name that contains the field's."""
    names = [plain_name(title) for title in titles]
    place: dict[str, int] = {}
    for field, usual in COLUMNS.items():
        usual = (mapping[field],) if field in mapping else usual  # noqa: PLW2901 - narrowed
        order = [names.index(name) for name in map(plain_name, usual) if name in names]
        if not order and field not in mapping:
            order = [k for k, name in enumerate(names) if field in name.split()]
        if order and order[0] not in place.values():
            place[field] = order[0]
    for field in needed:
        if field not in place:
            raise InvalidInputError(
                "No column says %(field)s. Found: %(columns)s. The first line must name the "
                "columns %(needed)s.",
                field=field,
                columns=", ".join(titles),
                needed=", ".join(needed),
            )
    return place


def _day(cell: str) -> float | None:
    """Days, of a date in a usual form or of a number."""
    if (number := _number(cell)) is not None:
        return number / 86_400 if number > EPOCH_FROM else number
    moment = None
    with suppress(ValueError):
        moment = datetime.fromisoformat(cell)
    for form in DATES if moment is None else ():
        with suppress(ValueError):
            moment = moment or datetime.strptime(cell[:10].strip(), form).replace(tzinfo=UTC)
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() / 86_400


def _number(cell: str) -> float | None:
    with suppress(ValueError):
        return float(cell.replace(",", "."))
    return None
