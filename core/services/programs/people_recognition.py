"""Who the people of a file are: imported before, members of the programme's courses, or new.

1. An id that this programme's files used before is the same person again.
2. An LMS's own user id names a member of one of the programme's courses.
3. An e-mail address proves nothing: it only points at somebody, and a manager decides row by row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.domain.course import MemberStatus
from core.domain.identifiers import PersonId, ProgramId
from core.domain.person import CONNECTION_ISSUER, Person
from core.domain.plain_name import plain_key
from core.domain.program import Program
from core.ports.unit_of_work import TenantWork
from core.services.files.people_file import Row

FILE_ISSUER = "file:"
_TOLD_BY_OTHERS = (FILE_ISSUER, CONNECTION_ISSUER.format(""))


class Known(StrEnum):
    """How somebody of a file is known."""

    NEW = "new"
    FILE = "file"  # imported before
    LMS = "lms"  # the LMS's user id
    EMAIL = "email"  # perhaps: the same e-mail address


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognized:
    """One row and who it is about.

    Attributes:
        person: who it is, or for EMAIL who it may be; None for NEW.
        account: whether that person has an account: what they say themselves counts then.
    """

    row: Row
    known: Known
    person: Person | None = None
    account: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Who is in the programme's courses, by what names them.

    Attributes:
        by_id: all of them.
        by_lms_id, by_email: only what names exactly one of them.
    """

    by_id: Mapping[PersonId, Person]
    by_lms_id: Mapping[str, Person]
    by_email: Mapping[str, Person]


def file_issuer(program_id: ProgramId) -> str:
    """The identity issuer of people known through a programme's files."""
    return f"{FILE_ISSUER}{program_id}"


def recognized(work: TenantWork, program: Program, rows: Sequence[Row]) -> list[Recognized]:
    """Every row with who it is about, in a handful of queries."""
    before = work.people.by_identities(file_issuer(program.id), [subject(row) for row in rows])
    members = members_of(work, program.id)
    found = [_recognized(row, before, members) for row in rows]
    known = {one.person.id for one in found if one.person}
    accounts = with_account(work, known)
    return [
        Recognized(
            row=one.row,
            known=one.known,
            person=one.person,
            account=one.person is not None and one.person.id in accounts,
        )
        for one in found
    ]


def subject(row: Row) -> str:
    """What a row's person is called in identities of files."""
    return plain_key(row.entry.id)


def with_account(work: TenantWork, person_ids: Iterable[PersonId]) -> set[PersonId]:
    """Those of them whom more than files and directories know: they can come in."""
    identities = work.people.identities(list(person_ids))
    return {one.person_id for one in identities if not one.issuer.startswith(_TOLD_BY_OTHERS)}


def of_files_only(work: TenantWork, person_ids: Iterable[PersonId]) -> set[PersonId]:
    """Those of them whom files know, and who cannot come in."""
    identities = work.people.identities(list(person_ids))
    named = {one.person_id for one in identities if one.issuer.startswith(FILE_ISSUER)}
    return named - {
        one.person_id for one in identities if not one.issuer.startswith(_TOLD_BY_OTHERS)
    }


def members_of(work: TenantWork, program_id: ProgramId) -> Members:
    """The active members of every course that shows the programme; no student views."""
    courses = work.courses.of_program(program_id)
    named = [
        (member.subject, member.person_id)
        for course in courses
        for member in work.rosters.members(course.registration_id, course.context_id)
        if member.status is MemberStatus.ACTIVE and not member.test_user
    ]
    people = work.people.get_many({person_id for _, person_id in named})
    here = [(lms_id, people[person_id]) for lms_id, person_id in named]
    present = {person.id: person for _, person in here if not person.test_user}
    return Members(
        by_id=present,
        by_lms_id=_unique((lms_id, person) for lms_id, person in here if person.id in present),
        by_email=_unique((plain_key(p.email), p) for p in present.values() if p.email),
    )


def _recognized(row: Row, before: Mapping[str, Person], members: Members) -> Recognized:
    if (person := before.get(subject(row))) is not None:
        return Recognized(row=row, known=Known.FILE, person=person)
    if (person := members.by_lms_id.get(row.lms_id)) is not None:
        return Recognized(row=row, known=Known.LMS, person=person)
    if (person := members.by_email.get(plain_key(row.email))) is not None:
        return Recognized(row=row, known=Known.EMAIL, person=person)
    return Recognized(row=row, known=Known.NEW)


def _unique(named: Iterable[tuple[str, Person]]) -> dict[str, Person]:
    """Name -> person, without names that more than one person has."""
    found: dict[str, Person] = {}
    twice = set()
    for name, person in named:
        if found.setdefault(name, person).id != person.id:
            twice.add(name)
    return {name: person for name, person in found.items() if name not in twice}
