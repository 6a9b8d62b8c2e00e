"""The people of a course as its teacher sees them: who takes part, who could, who waits.

Everything is read in a handful of queries, however large the course is; searching and paging
happen here, so that a page shows one screenful.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.domain.course import (
    Course,
    CourseMember,
    CourseRole,
    MemberStatus,
    RosterOutcome,
    RosterRun,
)
from core.domain.identifiers import PersonId
from core.domain.match import OCCUPYING_STATES, Match
from core.domain.person import Person
from core.domain.program import Participation, Role
from core.services.requests.match_views import MatchView

PAGE_SIZE = 50
LONGEST_READING = timedelta(minutes=30)


class Show(StrEnum):
    """Which people of a course to list."""

    EVERYBODY = "everybody"
    JOINED = "joined"
    NOT_JOINED = "not_joined"  # learners who could
    WAITING = "waiting"  # mentees who have nobody and asked nobody
    GONE = "gone"  # in the course no more, or locked out, but taking part


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """What a teacher looks for.

    Attributes:
        text: part of a name or e-mail address.
        group: name of a course group; empty for all.
        page: counted from 1.
    """

    show: Show = Show.EVERYBODY
    text: str = ""
    group: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """How somebody takes part in one role.

    Attributes:
        matches: of them, going on. requests: unanswered ones.
    """

    participation: Participation
    matches: int
    requests: int

    @property
    def waiting(self) -> bool:
        """Whether they are a mentee who has nobody and asked nobody."""
        mentee = self.participation.role is Role.MENTEE
        return mentee and self.participation.available and not (self.matches or self.requests)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePerson:
    """Somebody of the course; parts are in the order of roles."""

    person: Person
    member: CourseMember
    parts: tuple[Part, ...]

    @property
    def gone(self) -> bool:
        """Whether they are in the course no more, or locked out."""
        return self.member.status is not MemberStatus.ACTIVE

    def shown_among(self, show: Show) -> bool:
        """Whether they belong to a list."""
        return {
            Show.EVERYBODY: not self.gone,
            Show.JOINED: not self.gone and bool(self.parts),
            Show.NOT_JOINED: not self.gone
            and not self.parts
            and CourseRole.LEARNER in self.member.roles,
            Show.WAITING: not self.gone and any(part.waiting for part in self.parts),
            Show.GONE: self.gone and bool(self.parts),
        }[show]

    def matching(self, wanted: PeopleFilter) -> bool:
        """Whether somebody looks for them."""
        text = wanted.text.strip().casefold()
        found = (
            not text or text in self.person.name.casefold() or text in self.person.email.casefold()
        )
        return found and (not wanted.group or wanted.group in self.member.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """A teacher's view of their course.

    Attributes:
        readable: the platform offers the course's roster.
        counts: how many people each list has.
        people: of the page that was asked for. found: how many there are on all pages.
        page, pages: counted from 1.
        groups: names, in order.
        named: whether the platform tells names of anybody.
        loose: matches in which one is in the course no more: the teacher decides.
        runs: the last readings of the roster, newest first.
        at: when this was true.
    """

    course: Course
    readable: bool
    counts: Mapping[Show, int]
    people: tuple[CoursePerson, ...]
    found: int
    page: int
    pages: int
    groups: tuple[str, ...]
    named: bool
    loose: tuple[MatchView, ...]
    runs: tuple[RosterRun, ...]
    at: datetime

    @property
    def newest(self) -> RosterRun | None:
        """The last reading; None before the first."""
        return self.runs[0] if self.runs else None

    @property
    def held(self) -> bool:
        """Whether the last reading waits for somebody to confirm it."""
        return self.newest is not None and self.newest.outcome is RosterOutcome.HELD

    @property
    def running(self) -> bool:
        """Whether a reading goes on, and did not begin so long ago that it cannot."""
        return (
            self.newest is not None
            and self.newest.outcome is RosterOutcome.RUNNING
            and self.at - self.newest.started_at <= LONGEST_READING
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the people somebody looks for; see CourseView."""

    people: tuple[CoursePerson, ...]
    found: int
    page: int
    pages: int


def course_people(
    members: Iterable[CourseMember],
    people: Mapping[PersonId, Person],
    taking_part: Iterable[Participation],
    matches: Sequence[Match],
) -> list[CoursePerson]:
    """Everybody who is or was in a course, by name; student views left out.

    Args:
        members: of the course.
        people: all of them.
        taking_part: in its programme.
        matches: the open ones of the programme.
    """
    parts = _parts(taking_part, matches)
    everybody = [
        CoursePerson(
            person=people[member.person_id],
            member=member,
            parts=tuple(parts.get(member.person_id, ())),
        )
        for member in members
        if not (member.test_user or people[member.person_id].test_user)
    ]
    return sorted(everybody, key=lambda one: (one.person.name.casefold(), one.member.subject))


def _parts(
    taking_part: Iterable[Participation], matches: Sequence[Match]
) -> dict[PersonId, list[Part]]:
    going = _sides(match for match in matches if match.state in OCCUPYING_STATES)
    asked = _sides(match for match in matches if match.state not in OCCUPYING_STATES)
    found: dict[PersonId, list[Part]] = {}
    for participation in sorted(taking_part, key=lambda p: p.role):
        key = (participation.person_id, participation.role)
        part = Part(participation, going[key], asked[key])
        found.setdefault(participation.person_id, []).append(part)
    return found


def _sides(matches: Iterable[Match]) -> Counter[tuple[PersonId, Role]]:
    return Counter(
        side
        for match in matches
        for side in ((match.mentee_id, Role.MENTEE), (match.mentor_id, Role.MENTOR))
    )


def counted(everybody: Sequence[CoursePerson]) -> dict[Show, int]:
    """How many people each list has."""
    return {show: sum(one.shown_among(show) for one in everybody) for show in Show}


def listed(everybody: Sequence[CoursePerson], wanted: PeopleFilter) -> Listed:
    """The people somebody looks for, a page of them; too high a page is the last one."""
    found = [one for one in everybody if one.shown_among(wanted.show) and one.matching(wanted)]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Listed(tuple(shown), len(found), page, pages)


def loose(everybody: Iterable[CoursePerson], matches: Iterable[Match]) -> list[Match]:
    """Matches that go on although one of these people is in the course no more."""
    away = {one.person.id for one in everybody if any(p.participation.away for p in one.parts)}
    return [
        match
        for match in matches
        if match.state in OCCUPYING_STATES and {match.mentee_id, match.mentor_id} & away
    ]
