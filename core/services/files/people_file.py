"""Reading a list of people from the text of a CSV file.

separator (; , or tab) -> header -> rows. Every row becomes a person or a problem with its line
number; nothing is dropped unsaid.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from core.domain.identifiers import PersonId
from core.domain.plain_name import plain_key, plain_name
from core.domain.profile import Profile
from core.domain.program import Role
from core.engine.matching.comparison.named import TAGS
from core.errors import InvalidInputError
from core.sentence import sentence
from core.services.files.csv_text import Problem, plain, records, separator
from core.services.files.file_words import column_names
from core.services.files.people_cells import (
    LISTS,
    PROFILE_CELLS,
    CellError,
    capacity,
    line,
    tag_names,
    yes,
)
from core.services.files.people_style import TOLD, Told
from core.services.pairing.pairing import Entry

FILE_PEOPLE = UUID("0d9a3a53-7c0e-4a1f-9d55-6b6c2f1a4e11")
"""Namespace of the ids that people get for the time of one run."""

NAMING = ("blocked", "conflicts", "managers", "choices", "previous")
"""Fields that name other people."""

IDENTITY = ("id", "lms_id", "name", "email", "first_name", "last_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person of a file.

    Attributes:
        lms_id: what a learning platform calls them; empty if the file does not say.
        named: field of NAMING -> the people it names, as written.
    """

    line: int
    entry: Entry
    email: str
    lms_id: str = ""
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def blocked(self) -> tuple[str, ...]:
        """Whom they must not meet, as written."""
        return self.named.get("blocked", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFile:
    """What a file holds.

    Attributes:
        rows: usable people.
        problems: rows that are not usable.
        notices: what was used, but should be looked at.
        columns: (the file's name, our field) of what was used.
        ignored: the file's names of columns that were not used.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]


def parse(
    text: str,
    role: Role,
    mapping: Mapping[str, str] | None = None,
    places: int = 1,
    tags: Mapping[str, str] | None = None,
) -> PeopleFile:
    """Read the people of a file.

    Args:
        text: the whole file.
        role: what the people of this file are.
        mapping: our field -> the file's name of the column, where it is not found by itself.
        places: of a mentor whose row says nothing about it.
        tags: plain name of a column -> the family of tags that it holds.

    Raises:
        InvalidInputError: there is no usable header.
    """
    text, cut = separator(text)
    rows = records(text, cut)
    first = next(rows, None)
    if first is None:
        raise InvalidInputError("The file is empty. The first line must name the columns.")
    if isinstance(first, Problem):
        raise InvalidInputError("The first line cannot be read: %(why)s", why=str(first.what))
    titles = [cell.strip() for cell in first[1]]
    header = _Header(titles, role, mapping or {}, tags or {})
    return _Reading(header, role, places).read(rows)


class _Header:
    """Which column holds which field."""

    def __init__(
        self, titles: list[str], role: Role, mapping: Mapping[str, str], tags: Mapping[str, str]
    ) -> None:
        self.titles = titles
        known = column_names(role)
        given = {plain_name(theirs): ours for ours, theirs in mapping.items()}
        present = {plain_name(title) for title in titles}
        mapped = {ours for theirs, ours in given.items() if theirs in present}
        self.fields: list[str | None] = []
        for title in titles:
            name = plain_name(title)
            field = known.get(name) or known.get(re.sub(r" ?\d+$", "", name))
            field = given.get(name) or (None if field in mapped else field)
            field = TAGS + tags[name] if name in tags else field
            self.fields.append(None if role is Role.MENTEE and field == "capacity" else field)
        self._check()

    def _check(self) -> None:
        found = [field for field in self.fields if field is not None]
        once = {f for f in found if f not in LISTS and not f.startswith(TAGS)}
        twice = sorted(f for f in once if found.count(f) > 1)
        for name in twice:
            both = [t for t, f in zip(self.titles, self.fields, strict=True) if f == name]
            raise InvalidInputError(
                "The columns %(columns)s all mean “%(field)s”. Choose one: --map %(field)s=COLUMN",
                columns=", ".join(both),
                field=name,
            )
        if not set(found) & set(IDENTITY):
            raise InvalidInputError(
                "No column says who the people are. Found: %(columns)s. The first line must name "
                "the columns; name one id, name or email, or say which it is: --map name=COLUMN",
                columns=", ".join(self.titles),
            )
        tagged = any(name.startswith(TAGS) for name in found)
        if not tagged and not set(found) & {*PROFILE_CELLS, *TOLD}:
            raise InvalidInputError(
                "No column says anything to match by. Found: %(columns)s. Name one goals, "
                "skills, experience or interests, or say which it is: --map goals=COLUMN",
                columns=", ".join(self.titles),
            )

    def cells(self, record: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        """Field -> (column title, cell) of each column that holds it."""
        found: dict[str, list[tuple[str, str]]] = {}
        for title, name, cell in zip(self.titles, self.fields, record, strict=True):
            if name is not None:
                found.setdefault(name, []).append((title, plain(cell.strip())))
        return found


class _Reading:
    """Rows on their way to people."""

    def __init__(self, header: _Header, role: Role, places: int) -> None:
        self._header = header
        self._role = role
        self._places = places
        self._rows: list[Row] = []
        self._problems: list[Problem] = []
        self._notices: list[Problem] = []
        self._lines: dict[str, int] = {}

    def read(self, records: Iterator[tuple[int, list[str]] | Problem]) -> PeopleFile:
        """Everything below the header."""
        for record in records:
            if isinstance(record, Problem):
                self._problems.append(record)
            elif any(cell.strip() for cell in record[1]):
                self._row(*record)
        titled = list(zip(self._header.titles, self._header.fields, strict=True))
        return PeopleFile(
            rows=tuple(self._rows),
            problems=tuple(self._problems),
            notices=tuple(self._notices),
            columns=tuple((title, field) for title, field in titled if field is not None),
            ignored=tuple(title for title, field in titled if field is None and title),
        )

    def _row(self, number: int, record: list[str]) -> None:
        expected = len(self._header.titles)
        if len(record) != expected:
            what = sentence(
                "The row has %(count)s cells, the first line names %(expected)s columns. "
                "Put a text that contains the separator or a line break in quotes.",
                count=len(record),
                expected=expected,
            )
            self._problems.append(Problem(number, "", what))
            return
        cells = self._header.cells(record)
        problems, values = _values(number, cells)
        who = _identity(cells)
        key = who[0]
        if not key:
            what = sentence("The row does not say who this is. Fill in an id, a name or an email.")
            problems.append(Problem(number, "", what))
        elif (before := self._lines.setdefault(plain_key(key), number)) != number:
            what = sentence(
                "“%(id)s” is on line %(line)s already. Remove one of the rows, or give each "
                "person an id of their own.",
                id=key,
                line=before,
            )
            problems.append(Problem(number, "", what))
        if problems:
            self._problems += problems
            return
        self._keep(number, who, values)

    def _keep(self, number: int, who: tuple[str, str, str, str], values: dict[str, Any]) -> None:
        key, name, email, lms_id = who
        places, agreed = values.pop("capacity", None), values.pop("agreed", True)
        named = {name: values.pop(name) for name in NAMING if name in values}
        tags = {
            (family[len(TAGS) :], name)
            for family in [field for field in values if field.startswith(TAGS)]
            for name in values.pop(family)
        }
        person = PersonId(uuid5(FILE_PEOPLE, f"{self._role}/{plain_key(key)}"))
        profile = Profile(person_id=person, tags=frozenset(tags), **values)
        own_places = 1 if self._role is Role.MENTEE else self._places
        entry = Entry(
            id=key,
            name=name,
            profile=profile,
            capacity=own_places if places is None else places,
            agreed=agreed,
        )
        self._rows.append(Row(line=number, entry=entry, email=email, lms_id=lms_id, named=named))
        mentee = self._role is Role.MENTEE
        ready = profile.ready_to_learn() if mentee else profile.ready_to_mentor()
        if not (ready or tags):
            what = (
                sentence("No goal and no wanted skill: matched by the other columns only.")
                if mentee
                else sentence("No skill and no experience: matched by the other columns only.")
            )
            self._notices.append(Problem(number, "", what))


def _values(
    number: int, cells: Mapping[str, list[tuple[str, str]]]
) -> tuple[list[Problem], dict[str, Any]]:
    """The row's values by field, and what is wrong with it."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    told = Told()
    for name, columns in cells.items():
        try:
            if name == "capacity":
                values[name] = capacity(columns[0][1])
            elif name == "agreed":
                values[name] = yes(columns[0][1])
            elif name in TOLD:
                told.add(name, "\n".join(cell for _, cell in columns))
            elif name in NAMING:
                texts = (part for _, cell in columns for part in re.split(r"[;|\n\r]+", cell))
                values[name] = tuple(filter(None, (line(text) for text in texts)))
            elif name.startswith(TAGS):
                values[name] = tag_names("\n".join(cell for _, cell in columns))
            elif name in PROFILE_CELLS:
                joiner = "\n" if name in LISTS else ""
                values[name] = PROFILE_CELLS[name](joiner.join(cell for _, cell in columns))
        except CellError as error:
            titles = ", ".join(title for title, _ in columns)
            problems.append(Problem(number, titles, error.why))
    return problems, values | told.values(values.get("principles", ()))


def _identity(cells: Mapping[str, list[tuple[str, str]]]) -> tuple[str, str, str, str]:
    """Id, name, email and the LMS's id; the id is the first of all but the name, then the name."""
    given = {field: line(cells[field][0][1]) for field in IDENTITY if field in cells}
    parts = (given.get("first_name", ""), given.get("last_name", ""))
    name = given.get("name", "") or " ".join(filter(None, parts))
    email = given.get("email", "")
    lms_id = given.get("lms_id", "")
    key = given.get("id", "") or (f"lms {lms_id}" if lms_id else email or name)
    return key, name, email, lms_id
