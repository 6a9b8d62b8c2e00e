"""Joining somebody from a file with their account, once they came in from the LMS.

Nothing tells for certain that the two are one person, least of all an e-mail address: only a
manager can say so. Then

- an account that has not begun anything is joined into the person from the file, who keeps
  everything: profile, matches, history;
- else the person from the file, if they have no requests and matches, is joined into the account:
  it takes over their roles, and their profile if it has none.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from core.domain.actor import Actor
from core.domain.identifiers import ParticipationId, PersonId, ProgramId
from core.domain.person import Person
from core.domain.plain_name import plain_key
from core.domain.profile import Profile
from core.domain.program import Program, Role
from core.errors import ConflictError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.activities.progress import Progress
from core.services.directory.facts import own_words
from core.services.directory.refreshing import refresh
from core.services.directory.sink import follow_presence
from core.services.people.notifications import Notifications
from core.services.people.profiles import defer_encoding
from core.services.programs.people_recognition import members_of, of_files_only

MOST_LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePerson:
    """Somebody of the programme without an account.

    Attributes:
        roles: what they take part as.
        alike: how many members of the programme's courses share their name or e-mail address.
    """

    person: Person
    roles: tuple[Role, ...]
    alike: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Whose account somebody from a file may be.

    Attributes:
        members: of the programme's courses, by name; at most MOST_LISTED.
        found: how many fit in all.
    """

    person: Person
    members: tuple[Person, ...]
    found: int


class PeopleLinking:
    """People from files and their accounts, for a programme's managers."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        notifications: Notifications,
        progress: Progress,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._notifications = notifications
        self._progress = progress

    def without_account(self, actor: Actor) -> list[FilePerson]:
        """Everybody in the programme who cannot come in yet, by name.

        Raises:
            ForbiddenError: the actor does not manage the programme.
        """
        actor.must_manage()
        program_id = actor.program()
        with self._storage.tenant(actor.organization_id) as work:
            roles = _roles(work, program_id)
            waiting = of_files_only(work, roles)
            people = work.people.get_many(waiting)
            members = _members(work, program_id) if waiting else []
        found = [
            FilePerson(
                person=person,
                roles=tuple(sorted(roles[person.id])),
                alike=sum(_alike(person, member) for member in members),
            )
            for person in people.values()
        ]
        return sorted(found, key=lambda one: (one.person.name.casefold(), one.person.id))

    def candidates(self, actor: Actor, person_id: PersonId, text: str = "") -> Candidates:
        """Members whose account it may be: those who share the name or address, or a search.

        Args:
            actor: a manager of the programme.
            person_id: somebody without an account.
            text: part of a member's name or e-mail address; empty for those who are alike.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: there is no such person without an account in it.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            person = _waiting(work, actor.program(), person_id)
            members = _members(work, actor.program())
        wanted = plain_key(text)
        found = [
            member
            for member in members
            if (_has(member, wanted) if wanted else _alike(person, member))
        ]
        return Candidates(person=person, members=tuple(found[:MOST_LISTED]), found=len(found))

    def link(self, actor: Actor, person_id: PersonId, member_id: PersonId) -> None:
        """Make the two one person.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: there is no such person without an account, or no such member.
            ConflictError: both have begun already.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            program = work.programs.get(actor.program())
            person = _waiting(work, actor.program(), person_id)
            member = next((m for m in _members(work, actor.program()) if m.id == member_id), None)
            if program is None or member is None:
                raise NotFoundError("There is no such person in the courses of this programme.")
            kept = self._joined(work, program, person, member)
            moved = refresh(work, [kept], self._clock.now())
            follow_presence(work.jobs, actor.organization_id, moved)
            self._progress.refresh(work, kept)
            told = sentence(
                "Your account was joined with what is kept about you in the programme "
                "“%(program)s”.",
                program=program.name,
            )
            self._notifications.tell(
                work, kept, told, program_id=program.id, page="/app/participation"
            )

    def _joined(
        self, work: TenantWork, program: Program, person: Person, member: Person
    ) -> PersonId:
        if not _begun(work, member.id):
            # Teachers may have begun nothing and still have a part in others' matches.
            with suppress(ConflictError):
                return self._into_file_person(work, person, member)
        if work.matches.of_person(program.id, person.id):
            raise ConflictError(
                "Both have begun already, with requests, matches or work of their own. They "
                "have to stay two people."
            )
        return self._into_member(work, program, person, member)

    def _into_file_person(self, work: TenantWork, person: Person, member: Person) -> PersonId:
        work.people.hand_over(member.id, person.id)
        work.people.remove(member.id)
        told = replace(
            person,
            name=member.name or person.name,
            email=member.email or person.email,
            locale=member.locale,
            updated_at=self._clock.now(),
        )
        work.people.save(told)
        return person.id

    def _into_member(
        self, work: TenantWork, program: Program, person: Person, member: Person
    ) -> PersonId:
        for part in work.participations.of_person(person.id):
            moved = replace(part, id=ParticipationId(self._entropy.uuid()), person_id=member.id)
            work.participations.add(moved)
            work.participations.remove(part)
        profile = work.profiles.get(person.id)
        if profile is not None and work.profiles.get(member.id) is None:
            work.profiles.save(replace(profile, person_id=member.id))
            defer_encoding(work.jobs, program.organization_id, member.id)
        work.people.hand_over(person.id, member.id)
        # Earlier proposals may still name them; the address is the account's business now.
        work.people.save(replace(person, email="", updated_at=self._clock.now()))
        return member.id


def _roles(work: TenantWork, program_id: ProgramId) -> dict[PersonId, set[Role]]:
    found: dict[PersonId, set[Role]] = {}
    for part in work.participations.of_program(program_id):
        found.setdefault(part.person_id, set()).add(part.role)
    return found


def _members(work: TenantWork, program_id: ProgramId) -> list[Person]:
    present = members_of(work, program_id).by_id.values()
    return sorted(present, key=lambda person: (person.name.casefold(), person.id))


def _waiting(work: TenantWork, program_id: ProgramId, person_id: PersonId) -> Person:
    """Somebody of the programme without an account; nobody else changes them meanwhile."""
    work.profiles.lock(person_id)
    person = work.people.get(person_id)
    here = any(p.program_id == program_id for p in work.participations.of_person(person_id))
    if person is None or not here or not of_files_only(work, [person_id]):
        raise NotFoundError("There is nobody without an account like this in the programme.")
    return person


def _begun(work: TenantWork, person_id: PersonId) -> bool:
    """Whether an account has anything of its own."""
    has: Sequence[object] = (
        _own(work.profiles.lock(person_id)),
        work.participations.of_person(person_id),
        work.works.of_person(person_id),
    )
    return any(has)


def _own(profile: Profile | None) -> Profile | None:
    """A profile in which there is more than directories told."""
    return profile if profile is not None and own_words(profile) else None


def _alike(person: Person, member: Person) -> bool:
    names = {plain_key(name) for name in (person.name, person.email)} - {""}
    return bool(names & {plain_key(member.name), plain_key(member.email)})


def _has(member: Person, text: str) -> bool:
    return text in plain_key(member.name) or text in plain_key(member.email)
