"""People in two files: who must not meet whom, and who is in both."""

from collections.abc import Sequence
from dataclasses import replace

from core.domain.identifiers import PersonId
from core.sentence import sentence
from core.services.files.csv_text import Problem
from core.services.files.people_file import Row, plain_key


def with_blocks(
    mentors: Sequence[Row], mentees: Sequence[Row]
) -> tuple[tuple[Row, ...], tuple[Row, ...], tuple[Problem, ...], tuple[Problem, ...]]:
    """Turn the blocked names into people, and tell who is in both files.

    Returns:
        The mentors, the mentees, notices about the mentors' file, and about the mentees' file.
    """
    mentees = _same_people(mentors, mentees)
    left, left_notices = _resolved(mentors, mentees)
    right, right_notices = _resolved(mentees, mentors)
    return left, right, left_notices, right_notices


def _same_people(mentors: Sequence[Row], mentees: Sequence[Row]) -> tuple[Row, ...]:
    """Mentees with their mentor's id where they are the same person: by email, or id and name."""
    known = {mark: row.entry.profile.person_id for row in mentors for mark in _marks(row)}
    same = []
    for row in mentees:
        person = next((known[mark] for mark in _marks(row) if mark in known), None)
        if person is not None:
            profile = replace(row.entry.profile, person_id=person)
            row = replace(row, entry=replace(row.entry, profile=profile))  # noqa: PLW2901 - narrowed step by step
        same.append(row)
    return tuple(same)


def _marks(row: Row) -> list[tuple[str, str]]:
    marks = [("id", f"{plain_key(row.entry.id)}/{plain_key(row.entry.name)}")]
    return [("email", plain_key(row.email)), *marks] if row.email else marks


def _resolved(
    rows: Sequence[Row], others: Sequence[Row]
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    people: dict[str, set[PersonId]] = {}
    for other in others:
        for name in {other.entry.id, other.entry.name, other.email} - {""}:
            people.setdefault(plain_key(name), set()).add(other.entry.profile.person_id)
    resolved, notices = [], []
    for row in rows:
        avoid: set[PersonId] = set()
        for whole in row.blocked:
            parts = [whole] if plain_key(whole) in people else whole.split(",")
            for part in filter(None, (plain_key(part) for part in parts)):
                avoid |= people.get(part, set())
                if part not in people:
                    what = sentence(
                        "Nobody in the other file is called “%(name)s”, so this blocks nobody. "
                        "Check the spelling.",
                        name=part,
                    )
                    notices.append(Problem(row.line, "", what))
        profile = replace(row.entry.profile, avoid=frozenset(avoid))
        resolved.append(replace(row, entry=replace(row.entry, profile=profile)))
    return tuple(resolved), tuple(notices)
