"""The two lists of people that `mentorloom match` reads: which column holds what, which rows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from core.domain.plain_name import plain_name
from core.domain.program import Role
from core.errors import InvalidInputError, MentorloomError
from core.services.files.csv_text import Problem, decode
from core.services.files.file_words import FIELDS
from core.services.files.outcome_words import COLUMNS as PAST_COLUMNS
from core.services.files.people_blocks import with_blocks
from core.services.files.people_file import PeopleFile, Row, parse

PROTECTED = re.compile(
    r"\b(gender|sex|pronouns?|race|ethnic\w*|skin|age|birth\w*|born|religio\w*|faith|disab\w*|"
    r"health|nationalit\w*|citizenship|migra\w*|orientation|marital|pregnan\w*|union|"
    r"geschlecht|alter|geburt\w*|herkunft|ethnie|religion|konfession|behinderung|gesundheit|"
    r"staatsangehörigkeit|familienstand|gewerkschaft)\b"
)
"""Columns of these names never enter a score, whoever asks for it."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Roster:
    """One file: its name and what it holds."""

    path: Path
    people: PeopleFile

    @property
    def titles(self) -> set[str]:
        """Names of its columns, as compared."""
        return {plain_name(t) for t in (*dict(self.people.columns), *self.people.ignored)}


def mapping_of(given: Sequence[str]) -> dict[str, str]:
    """Our field -> their column.

    Raises:
        InvalidInputError: one makes no sense.
    """
    mapping = {}
    for item in given:
        ours, separator, theirs = item.partition("=")
        known = (*FIELDS, *PAST_COLUMNS)
        if not separator or ours.strip() not in known or not theirs.strip():
            raise InvalidInputError(
                "--map %(item)s makes no sense. Write OUR=THEIRS, where OUR is one of %(known)s.",
                item=item,
                known=", ".join(known),
            )
        mapping[ours.strip()] = theirs.strip()
    return mapping


def tags_of(given: Sequence[str]) -> dict[Role, dict[str, str]]:
    """For each file: column -> family of tags.

    Raises:
        InvalidInputError: one names a protected attribute.
    """
    tags: dict[Role, dict[str, str]] = {Role.MENTEE: {}, Role.MENTOR: {}}
    for item in given:
        wanted, _, offered = (part.strip() for part in item.partition("="))
        for role, column in ((Role.MENTEE, wanted), (Role.MENTOR, offered or wanted)):
            name = plain_name(column)
            if not name or PROTECTED.search(name):
                raise InvalidInputError(
                    "--tags %(item)s: this column never enters a score. Tags are what people "
                    "offer and want, never who they are.",
                    item=item,
                )
            tags[role][name] = plain_name(wanted)
    return tags


def read_bytes(path: Path) -> bytes:
    """What a file holds.

    Raises:
        InvalidInputError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInputError(
            "%(file)s cannot be read: %(why)s.", file=str(path), why=str(error.strerror)
        ) from error


def read_as(path: Path, parse: Callable[[str], T]) -> T:
    """What a file of text means.

    Raises:
        InvalidInputError: it cannot be read; names the file.
    """
    data = read_bytes(path)
    try:
        return parse(decode(data))
    except MentorloomError as error:
        raise InvalidInputError("%(file)s: %(why)s", file=str(path), why=str(error)) from error


def read_roster(
    path: Path, role: Role, mapping: dict[str, str], capacity: int, tags: dict[str, str]
) -> Roster:
    """The people of a file.

    Raises:
        InvalidInputError: it cannot be read; names the file.
    """
    return Roster(path, read_as(path, lambda text: parse(text, role, mapping, capacity, tags)))


def check_columns(
    mapping: dict[str, str], tags: dict[Role, dict[str, str]], mentors: Roster, mentees: Roster
) -> None:
    """Whether the columns that were named are there.

    Raises:
        InvalidInputError: one is not.
    """
    for ours, theirs in mapping.items():
        if ours in FIELDS and plain_name(theirs) not in mentors.titles | mentees.titles:
            raise InvalidInputError(
                "--map %(ours)s=%(theirs)s: neither file has a column of that name.",
                ours=ours,
                theirs=theirs,
            )
    for role, roster in ((Role.MENTOR, mentors), (Role.MENTEE, mentees)):
        for column in tags[role]:
            if column not in roster.titles:
                raise InvalidInputError(
                    "--tags %(column)s: %(file)s has no column of that name.",
                    column=column,
                    file=str(roster.path),
                )


def usable(
    console: Console, left: Roster, right: Roster, *, skip_bad_rows: bool
) -> tuple[Sequence[Row], Sequence[Row]]:
    """Tell what was understood; stop at unusable rows unless they may be skipped."""
    left_rows, right_rows, left_notices, right_notices = with_blocks(
        left.people.rows, right.people.rows
    )
    for roster, notices in ((left, left_notices), (right, right_notices)):
        _tell_columns(console, roster)
        for problem in (*roster.people.notices, *notices):
            _tell(console, roster, problem, "note", "yellow")
        for problem in roster.people.problems:
            _tell(console, roster, problem, "not used", "red")
    bad = {(r.path, p.line) for r in (left, right) for p in r.people.problems}
    if bad and not skip_bad_rows:
        raise InvalidInputError(
            "Nothing was written. Rows that cannot be used: %(count)s. Correct them as said "
            "above, or go on without them: --skip-bad-rows",
            count=len(bad),
        )
    for roster, rows in ((left, left_rows), (right, right_rows)):
        if not rows:
            raise InvalidInputError(
                "%(file)s: there is nobody in it that can be matched.", file=str(roster.path)
            )
    return left_rows, right_rows


def _tell_columns(console: Console, roster: Roster) -> None:
    used = ", ".join(
        title if title.casefold() == field else f"{title} = {field}"
        for title, field in roster.people.columns
    )
    console.print(
        f"{roster.path}: people: {len(roster.people.rows)}; columns read: {used}", markup=False
    )
    if roster.people.ignored:
        console.print(f"  columns not used: {', '.join(roster.people.ignored)}", markup=False)


def _tell(console: Console, roster: Roster, problem: Problem, kind: str, style: str) -> None:
    column = f", {problem.column}" if problem.column else ""
    text = f"{roster.path}, line {problem.line}{column} ({kind}): {problem.what}"
    console.print(text, style=style, markup=False)
