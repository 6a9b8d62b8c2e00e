"""From rows of a file to people: what can be stored, what a manager decided, each person once."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.domain.identifiers import PersonId
from core.domain.program import MOST_CAPACITY
from core.errors import ConflictError, InvalidInputError
from core.sentence import sentence
from core.services.files.csv_text import Problem
from core.services.files.people_file import PeopleFile, Row
from core.services.files.people_limits import fitted
from core.services.programs.people_recognition import Known, Recognized

Same = Collection[tuple[int, PersonId]]
"""(line, person): whom a manager says a line is about."""


def usable(file: PeopleFile) -> tuple[list[Row], list[Problem], list[Problem]]:
    """Rows that can be stored, what is wrong with the others, and what was cut."""
    rows, problems, notices = [], [], []
    for row in file.rows:
        if row.entry.capacity > MOST_CAPACITY:
            most = sentence("Write a number of places from 0 to %(most)s.", most=MOST_CAPACITY)
            problems.append(Problem(row.line, "capacity", most))
            continue
        fit, cut = fitted(row)
        rows.append(fit)
        notices += cut
    return rows, problems, notices


def decided(people: Sequence[Recognized], same: Same) -> list[Recognized]:
    """The people of a file once a manager has decided about the doubtful ones.

    Raises:
        ConflictError: one of them is doubtful no more, or may be somebody else now.
        InvalidInputError: two rows would be the same person.
    """
    chosen = dict(same)
    decided = []
    for one in people:
        claimed = chosen.pop(one.row.line, None)
        if one.known is Known.EMAIL and one.person is not None and claimed is None:
            decided.append(replace(one, known=Known.NEW, person=None, account=False))
            continue
        if claimed is not None and (one.person is None or one.person.id != claimed):
            raise _changed()
        decided.append(one)
    if chosen:
        raise _changed()
    _check(decided)
    return decided


def _check(people: Sequence[Recognized]) -> None:
    lines: dict[PersonId, int] = {}
    for one in people:
        if one.person and lines.setdefault(one.person.id, one.row.line) != one.row.line:
            raise InvalidInputError(
                "Lines %(one)s and %(other)s would be the same person. Untick one of them.",
                one=lines[one.person.id],
                other=one.row.line,
            )


def _changed() -> ConflictError:
    return ConflictError(
        "The people of the course changed meanwhile, so nothing was imported. "
        "Upload the file again."
    )


def once(people: Sequence[Recognized]) -> tuple[list[Recognized], list[Problem]]:
    """Each person once: a second row about somebody is left out."""
    lines: dict[PersonId, int] = {}
    kept, doubles = [], []
    for one in people:
        certain = one.person if one.known is not Known.EMAIL else None
        line = lines.setdefault(certain.id, one.row.line) if certain else one.row.line
        if line == one.row.line:
            kept.append(one)
            continue
        what = sentence("This is the same person as on line %(line)s.", line=line)
        doubles.append(Problem(one.row.line, "", what))
    return kept, doubles
