"""People in two files: who names whom, and who is in both.

Names in the cells of people_file.NAMING become people: blocked and conflicts and managers go into
profiles (a manager's own manager too, as far as the files tell), choices and previous pairs into
the list's entries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.domain.identifiers import PersonId
from core.domain.plain_name import plain_key
from core.sentence import Sentence, sentence
from core.services.files.csv_text import Problem
from core.services.files.people_file import Row

Directory = Mapping[str, frozenset[PersonId]]
"""Plain id, name or email -> who is called that."""


def with_blocks(
    mentors: Sequence[Row], mentees: Sequence[Row]
) -> tuple[tuple[Row, ...], tuple[Row, ...], tuple[Problem, ...], tuple[Problem, ...]]:
    """Turn the names of people into people, and tell who is in both files.

    Returns:
        The mentors, the mentees, notices about the mentors' file, and about the mentees' file.
    """
    mentees = _same_people(mentors, mentees)
    theirs, ours = directory(mentors), directory(mentees)
    everybody = {
        name: theirs.get(name, frozenset()) | ours.get(name, frozenset())
        for name in {*theirs, *ours}
    }
    above = _managers([*mentors, *mentees], everybody)
    left, left_notices = _resolved(mentors, ours, above)
    right, right_notices = _resolved(mentees, theirs, above)
    return left, right, left_notices, right_notices


def directory(rows: Sequence[Row]) -> dict[str, frozenset[PersonId]]:
    """Who is called what in a file."""
    known: dict[str, set[PersonId]] = {}
    for row in rows:
        for name in {row.entry.id, row.entry.name, row.email} - {""}:
            known.setdefault(plain_key(name), set()).add(row.entry.profile.person_id)
    return {name: frozenset(people) for name, people in known.items()}


def people_named(written: Sequence[str], known: Directory) -> tuple[list[PersonId], list[str]]:
    """The people meant, in the order written, and names that nobody has."""
    found: dict[PersonId, None] = {}
    unknown = []
    for whole in written:
        parts = [whole] if plain_key(whole) in known else whole.split(",")
        for part in filter(None, (plain_key(part) for part in parts)):
            found |= dict.fromkeys(sorted(known.get(part, ())))
            unknown += [] if part in known else [part]
    return list(found), unknown


def chain(person: PersonId, above: Mapping[PersonId, Sequence[PersonId]]) -> tuple[PersonId, ...]:
    """Somebody's managers, their managers and so on, nearest first; circles end."""
    found: dict[PersonId, None] = {}
    waiting = list(above.get(person, ()))
    while waiting:
        boss = waiting.pop(0)
        if boss != person and boss not in found:
            found[boss] = None
            waiting += above.get(boss, ())
    return tuple(found)


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
    """What tells somebody. Two files may number different people alike: no id does alone."""
    marks = [("email", plain_key(row.email))] if row.email else []
    if row.entry.name:
        marks.append(("id", f"{plain_key(row.entry.id)}/{plain_key(row.entry.name)}"))
    return marks


def _managers(rows: Sequence[Row], known: Directory) -> dict[PersonId, list[PersonId]]:
    """Each person's own manager; managers in no file stay unknown, and that is no mistake."""
    above: dict[PersonId, list[PersonId]] = {}
    for row in rows:
        bosses, _ = people_named(row.named.get("managers", ()), known)
        above.setdefault(row.entry.profile.person_id, []).extend(bosses)
    return above


def _resolved(
    rows: Sequence[Row],
    others: Directory,
    above: Mapping[PersonId, Sequence[PersonId]],
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    resolved, notices = [], []
    for row in rows:
        meant = {}
        for field in ("blocked", "conflicts", "choices", "previous"):
            meant[field], unknown = people_named(row.named.get(field, ()), others)
            # Colleagues and former partners may well be in no file.
            strict = field in ("blocked", "choices")
            notices += [Problem(row.line, "", _nobody(field, name)) for name in unknown if strict]
        profile = replace(
            row.entry.profile,
            avoid=frozenset(meant["blocked"]),
            conflicts=frozenset(meant["conflicts"]),
            managers=chain(row.entry.profile.person_id, above),
        )
        entry = replace(
            row.entry,
            profile=profile,
            choices=tuple(meant["choices"]),
            previous=frozenset(meant["previous"]),
        )
        resolved.append(replace(row, entry=entry))
    return tuple(resolved), tuple(notices)


def _nobody(field: str, name: str) -> Sentence:
    if field == "choices":
        return sentence(
            "Nobody in the other file is called “%(name)s”, so this choice does not count. Check "
            "the spelling.",
            name=name,
        )
    return sentence(
        "Nobody in the other file is called “%(name)s”, so this blocks nobody. Check the spelling.",
        name=name,
    )
