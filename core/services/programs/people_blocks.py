"""Whom the people of a file must not meet: names in the file, resolved inside the programme."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.domain.identifiers import PersonId, ProgramId
from core.ports.unit_of_work import TenantWork
from core.sentence import sentence
from core.services.files.csv_text import Problem
from core.services.files.people_file import plain_key
from core.services.programs.people_recognition import Recognized, file_issuer


def with_avoided(
    work: TenantWork,
    program_id: ProgramId,
    people: Sequence[Recognized],
    ids: Sequence[PersonId],
) -> tuple[list[Recognized], list[Problem]]:
    """The people of a file with whom they must avoid, and a notice for each name nobody has.

    Args:
        work: asked for everybody in the programme, if any row blocks somebody.
        program_id: the programme.
        people: of the file.
        ids: what each of them is called here.
    """
    if not any(one.row.blocked for one in people):
        return list(people), []
    known = _directory(work, program_id)
    for one, person_id in zip(people, ids, strict=True):
        _enter(known, person_id, (one.row.entry.id, one.row.entry.name, one.row.email))
    resolved, unknown = [], []
    for one, person_id in zip(people, ids, strict=True):
        avoided: set[PersonId] = set()
        for name in _names(one, known):
            avoided |= known.get(name, set())
            if name not in known:
                what = sentence(
                    "Nobody in this file or in the programme is called “%(name)s”, so this blocks "
                    "nobody. Check the spelling.",
                    name=name,
                )
                unknown.append(Problem(one.row.line, "", what))
        profile = replace(one.row.entry.profile, avoid=frozenset(avoided - {person_id}))
        row = replace(one.row, entry=replace(one.row.entry, profile=profile))
        resolved.append(replace(one, row=row))
    return resolved, unknown


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


def _names(one: Recognized, known: dict[str, set[PersonId]]) -> list[str]:
    found = []
    for whole in one.row.blocked:
        parts = [whole] if plain_key(whole) in known else whole.split(",")
        found += [name for name in map(plain_key, parts) if name]
    return found
