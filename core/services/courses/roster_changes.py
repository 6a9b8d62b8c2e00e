"""What a complete roster changes about the people of a course, worked out in memory.

- Who is listed is in the course, or inactive in it when the platform says so.
- Who was in it before the reading began and is neither listed nor listed as deleted is gone. Two
  exceptions: a student view (test user) is never missed; and who teaches by their own launch but
  was never on a roster is not enrolled at all (managers and administrators of Moodle).
- A name or an e-mail address that is withheld erases nothing.
- Roles of a roster never replace those of somebody's own launch (CourseMember.roles).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.domain.course import Course, CourseMember, CourseRole, MemberStatus
from core.domain.identifiers import PersonId
from core.domain.person import Identity, Person
from core.ports.entropy import Entropy
from core.ports.learning_platform import RosterMember

MOST_GONE = 10
MOST_GONE_SHARE = 0.3
"""When more than both would be gone at once, a person has to say that this is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCourse:
    """What we knew before.

    Attributes:
        standing: subjects that were not gone when the reading began. Who arrived while it was
            going on is not missed.
        people: subject -> person, of everybody who is listed and known.
        members: subject -> member.
    """

    course: Course
    issuer: str
    standing: Collection[str]
    people: Mapping[str, Person]
    members: Mapping[str, CourseMember]


@dataclass(slots=True)
class RosterChanges:
    """What has to be written, and how much that is. Test users are written but not counted.

    Attributes:
        people: those who are new or of whom something new was told.
        identities: of those who are new.
        members: rows that are new or different.
        seen: people listed. added: new or back. changed: others of whom something changed.
        gone: people missing now. leaving: those of them who were active. active: how many were.
    """

    people: list[Person] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    members: list[CourseMember] = field(default_factory=list)
    seen: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0
    leaving: int = 0
    active: int = 0

    def locked_out(self) -> list[PersonId]:
        """People who cannot open the course any more."""
        return [m.person_id for m in self.members if m.status is not MemberStatus.ACTIVE]

    def suspicious(self, confirmed: int = 0) -> bool:
        """Whether so many would be gone that the platform may be wrong.

        Args:
            confirmed: how many may go because a person said so.
        """
        many = self.leaving > MOST_GONE and self.leaving > MOST_GONE_SHARE * self.active
        return many and self.gone > confirmed


def listed(pages: Iterable[Sequence[RosterMember]]) -> dict[str, RosterMember]:
    """Everybody on the pages once; who is on two of them has the roles and groups of both."""
    found: dict[str, RosterMember] = {}
    for page in pages:
        for member in page:
            twin = found.get(member.subject)
            found[member.subject] = member if twin is None else _both(twin, member)
    return found


def _both(one: RosterMember, other: RosterMember) -> RosterMember:
    return replace(
        other,
        roles=one.roles | other.roles,
        group_ids=one.group_ids | other.group_ids,
        active=one.active or other.active,
        deleted=one.deleted and other.deleted,
    )


def changes(
    roster: Mapping[str, RosterMember],
    groups: Mapping[str, str] | None,
    known: KnownCourse,
    now: datetime,
    entropy: Entropy,
) -> RosterChanges:
    """The difference between a roster and what we knew.

    Args:
        roster: of `listed`; complete.
        groups: group id -> name; None if they cannot be known, so that everybody keeps theirs.
        known: the course before.
        now: the time of the change.
        entropy: names new people.
    """
    found = RosterChanges()
    # In the order of subjects: two rosters with the same people then never block each other.
    present = [roster[subject] for subject in sorted(roster) if not roster[subject].deleted]
    for told in present:
        _meet(found, told, groups, known, now, entropy)
    _miss(found, {told.subject for told in present}, known)
    return found


def _meet(
    found: RosterChanges,
    told: RosterMember,
    groups: Mapping[str, str] | None,
    known: KnownCourse,
    now: datetime,
    entropy: Entropy,
) -> None:
    """Somebody is on the roster."""
    before = known.people.get(told.subject)
    person = _told(before, told, now) if before else _new(known.course, told, now, entropy)
    if person != before:
        found.people.append(person)
    if before is None:
        identity = Identity(issuer=known.issuer, subject=told.subject, person_id=person.id)
        found.identities.append(identity)
    old = known.members.get(told.subject)
    member = _member(known.course, told, groups, person.id, old)
    if member != old:
        found.members.append(member)
    if not person.test_user:
        back = old is None or old.status is MemberStatus.GONE
        found.seen += 1
        found.added += back
        found.changed += not back and (member != old or person != before)


def _miss(found: RosterChanges, present: Collection[str], known: KnownCourse) -> None:
    """Everybody else."""
    for subject, member in known.members.items():
        unlisted_teacher = not member.roster_roles and CourseRole.TEACHER in member.roles
        if member.status is MemberStatus.GONE or member.test_user or unlisted_teacher:
            continue
        active = member.status is MemberStatus.ACTIVE
        found.active += active
        if subject not in present and subject in known.standing:
            found.members.append(replace(member, status=MemberStatus.GONE))
            found.gone += 1
            found.leaving += active


def _new(course: Course, told: RosterMember, now: datetime, entropy: Entropy) -> Person:
    return Person(
        id=PersonId(entropy.uuid()),
        organization_id=course.organization_id,
        name=told.name,
        email=told.email,
        test_user=CourseRole.TEST_USER in told.roles,
        created_at=now,
        updated_at=now,
    )


def _told(person: Person, told: RosterMember, now: datetime) -> Person:
    told_now = replace(
        person,
        name=told.name or person.name,
        email=told.email or person.email,
        test_user=person.test_user or CourseRole.TEST_USER in told.roles,
    )
    return person if told_now == person else replace(told_now, updated_at=now)


def _member(
    course: Course,
    told: RosterMember,
    groups: Mapping[str, str] | None,
    person_id: PersonId,
    old: CourseMember | None,
) -> CourseMember:
    names = old.groups if old else frozenset[str]()
    if groups is not None:
        names = frozenset(groups[key] for key in told.group_ids if key in groups)
    return CourseMember(
        registration_id=course.registration_id,
        context_id=course.context_id,
        organization_id=course.organization_id,
        subject=told.subject,
        person_id=person_id,
        roster_roles=told.roles,
        launch_roles=old.launch_roles if old else None,
        groups=names,
        status=MemberStatus.ACTIVE if told.active else MemberStatus.INACTIVE,
    )
