"""Whom the people of a file name: must not meet, work for, would like; found in the programme."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.domain.identifiers import PersonId, ProgramId
from core.domain.plain_name import plain_key
from core.ports.unit_of_work import TenantWork
from core.sentence import Sentence, sentence
from core.services.files.csv_text import Problem
from core.services.files.people_blocks import Directory, chain, people_named
from core.services.programs.people_recognition import Recognized, file_issuer

RELATIONS = {"blocked": "avoid", "conflicts": "conflicts", "managers": "managers"}
"""Field of a file that names people -> field of a profile."""
CHOICES = "choices"
"""Field of a file: the mentors somebody would like."""


def with_people_named(
    work: TenantWork,
    program_id: ProgramId,
    people: Sequence[Recognized],
    ids: Sequence[PersonId],
) -> tuple[list[Recognized], list[Problem]]:
    """The people of a file with the people they name, and a notice for each name nobody has.

    Args:
        work: asked for everybody in the programme, if any row names somebody.
        program_id: the programme.
        people: of the file.
        ids: what each of them is called here.
    """
    if not any(one.row.named.get(field) for one in people for field in (*RELATIONS, CHOICES)):
        return list(people), []
    known = _directory(work, program_id)
    for one, person_id in zip(people, ids, strict=True):
        _enter(known, person_id, (one.row.entry.id, one.row.entry.name, one.row.email))
    found = {name: frozenset(who) for name, who in known.items()}
    above = _above(people, ids, found)
    resolved, unknown = [], []
    for one, person_id in zip(people, ids, strict=True):
        avoided, nobody = people_named(one.row.blocked, found)
        conflicts, _ = people_named(one.row.named.get("conflicts", ()), found)
        chosen, missing = people_named(one.row.named.get(CHOICES, ()), found)
        unknown += [Problem(one.row.line, "", _nobody(name)) for name in nobody]
        unknown += [Problem(one.row.line, "", _not_chosen(name)) for name in missing]
        profile = replace(
            one.row.entry.profile,
            avoid=frozenset(avoided) - {person_id},
            conflicts=frozenset(conflicts) - {person_id},
            managers=chain(person_id, above),
        )
        entry = replace(one.row.entry, profile=profile, choices=tuple(chosen))
        row = replace(one.row, entry=entry)
        resolved.append(replace(one, row=row))
    return resolved, unknown


def _above(
    people: Sequence[Recognized], ids: Sequence[PersonId], known: Directory
) -> dict[PersonId, list[PersonId]]:
    """Each person's own manager, as far as the file tells."""
    rows = zip(people, ids, strict=True)
    return {key: people_named(one.row.named.get("managers", ()), known)[0] for one, key in rows}


def _nobody(name: str) -> Sentence:
    return sentence(
        "Nobody in this file or in the programme is called “%(name)s”, so this blocks "
        "nobody. Check the spelling.",
        name=name,
    )


def _not_chosen(name: str) -> Sentence:
    return sentence(
        "Nobody in this file or in the programme is called “%(name)s”, so this choice does not "
        "count. Import the mentors first, or check the spelling.",
        name=name,
    )


def _directory(work: TenantWork, program_id: ProgramId) -> dict[str, set[PersonId]]:
    taking_part = {p.person_id for p in work.participations.of_program(program_id)}
    known: dict[str, set[PersonId]] = {}
    for person in work.people.get_many(taking_part).values():
        _enter(known, person.id, (person.name, person.email))
    for identity in work.people.identities(taking_part):
        if identity.issuer == file_issuer(program_id):
            _enter(known, identity.person_id, (identity.subject,))
    return known


def _enter(known: dict[str, set[PersonId]], person_id: PersonId, names: Iterable[str]) -> None:
    for name in filter(None, map(plain_key, names)):
        known.setdefault(name, set()).add(person_id)
