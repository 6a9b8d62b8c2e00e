"""The people of a programme as a file that can be imported again.

What the file holds is what matching uses of a profile, as its columns are called. What people keep
to themselves, such as whom they avoid, is not in it.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping

from core.domain.actor import Actor
from core.domain.identifiers import PersonId, ProgramId
from core.domain.person import LTI_ISSUER, Identity, Person
from core.domain.plain_name import plain_name
from core.domain.profile import Profile, Seniority
from core.domain.program import Participation, Role
from core.domain.working_style import SCALES
from core.ports.unit_of_work import Storage, TenantWork
from core.services.files.csv_text import safe
from core.services.files.file_words import column_names
from core.services.files.people_cells import PROFILE_CELLS
from core.services.files.people_style import LISTED
from core.services.programs.people_recognition import file_issuer

ITEMS = "; "
"""Between the items of one cell."""
_CUTS = frozenset(";|,\n")
"""Where cells are cut when they are read: items that hold one are written as a JSON list."""


class PeopleExport:
    """Files of a programme's people, for its managers."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def csv(self, actor: Actor, role: Role) -> str:
        """Everybody in this role, by name.

        Returns:
            The text of a CSV file, with a header; cells are safe to open in a spreadsheet.

        Raises:
            ForbiddenError: the actor does not manage the programme.
        """
        actor.must_manage()
        program_id = actor.program()
        with self._storage.tenant(actor.organization_id) as work:
            taking_part = [p for p in work.participations.of_program(program_id) if p.role is role]
            ids = [p.person_id for p in taking_part]
            people, profiles = work.people.get_many(ids), work.profiles.get_many(ids)
            names = _names(work, program_id, ids)
        titles = _titles(role)
        header = ["id", "lms_id", "name", "email", *_standing_columns(role)]
        table = [[*header, *titles.values()]]
        for participation in sorted(taking_part, key=lambda p: _order(people[p.person_id])):
            person_id = participation.person_id
            profile = profiles.get(person_id) or Profile(person_id=person_id)
            cells = _identity(people[person_id], names.get(person_id, {}), program_id)
            cells += _standing(participation)
            table.append([*cells, *(_cell(_value(profile, name)) for name in titles)])
        return _text(table)


def _names(
    work: TenantWork, program_id: ProgramId, ids: Iterable[PersonId]
) -> dict[PersonId, dict[str, str]]:
    """Person -> issuer -> what they are called there, of files of this programme and its LMSs."""
    courses = work.courses.of_program(program_id)
    issuers = {LTI_ISSUER.format(course.registration_id) for course in courses}
    found: dict[PersonId, dict[str, str]] = {}
    identities: list[Identity] = work.people.identities(list(ids))
    for one in identities:
        if one.issuer in issuers or one.issuer == file_issuer(program_id):
            found.setdefault(one.person_id, {}).setdefault(one.issuer, one.subject)
    return found


def _identity(person: Person, names: Mapping[str, str], program_id: ProgramId) -> list[str]:
    of_file = names.get(file_issuer(program_id), "")
    lms = next((name for issuer, name in names.items() if issuer != file_issuer(program_id)), "")
    return [of_file, lms, person.name, person.email]


def _standing_columns(role: Role) -> list[str]:
    return ["capacity", "agreed"] if role is Role.MENTOR else ["agreed"]


def _standing(participation: Participation) -> list[str]:
    agreed = "yes" if participation.agreed else "no"
    mentor = participation.role is Role.MENTOR
    return [str(participation.capacity), agreed] if mentor else [agreed]


def _titles(role: Role) -> dict[str, str]:
    """Field of a profile -> a title that means it in a file of this role, if there is one."""
    meant = column_names(role)
    found: dict[str, str] = {}
    for name in (*PROFILE_CELLS, *LISTED, *(f"style_{scale}" for scale in SCALES)):
        others = (title for title, ours in meant.items() if ours == name)
        title = name if meant.get(plain_name(name)) == name else next(others, "")
        found |= {name: title} if title else {}
    return found


def _value(profile: Profile, name: str) -> object:
    scale = name.removeprefix("style_")
    return getattr(profile, name) if scale == name else getattr(profile.style, scale)


def _cell(value: object) -> str:
    """A field as its column is read (core/services/files/people_cells.py)."""
    if isinstance(value, Seniority):
        return value.name.lower()
    if isinstance(value, frozenset):
        return _cell(tuple(sorted(map(str, value))))
    if isinstance(value, tuple):
        cut = any(_CUTS & set(item) for item in value)
        return json.dumps(value, ensure_ascii=False) if cut else ITEMS.join(value)
    return "" if value is None else str(value)


def _order(person: Person) -> tuple[str, PersonId]:
    return person.name.casefold(), person.id


def _text(table: Iterable[Iterable[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([safe(cell) for cell in row] for row in table)
    return written.getvalue()
