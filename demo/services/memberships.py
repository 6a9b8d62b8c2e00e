"""Who is in which course, and how much of them tools may see.

Rosters start as the directory has them: mentees and mentors are learners; administrators are in
no course, though they may open every one. Tests and benches change them while the campus runs.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from demo.courses import Courses
from demo.directory import CampusPerson
from demo.services.places import Place

LEARNER, ASSISTANT, TEACHER, OBSERVER, TEST = (
    "learner",
    "assistant",
    "teacher",
    "observer",
    "test",
)
_ROLES = {
    "mentee": LEARNER,
    "mentor": LEARNER,
    "assistant": ASSISTANT,
    "teacher": TEACHER,
    "observer": OBSERVER,
    "test": TEST,
}


class Privacy(StrEnum):
    """Whether tools are told names and e-mail addresses in a course.

    DELEGATE is Moodle's "Delegate to teacher": launches and rosters of a link have them, rosters
    of the course do not. Canvas knows only the other two.
    """

    ALWAYS = "always"
    DELEGATE = "delegate"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a course.

    Attributes:
        subject: LTI `sub`.
        username: login name.
        locale: BCP 47 tag.
        role: LEARNER, ASSISTANT (Moodle's non-editing teacher), TEACHER, OBSERVER (a parent, say)
            or TEST, whom a teacher's student view made.
        suspended: still enrolled but locked out; products hide these people in their own ways.
        withholds: whether they let no tool know their name and e-mail address.
    """

    subject: str
    username: str
    given_name: str
    family_name: str
    email: str
    locale: str = "en"
    role: str = LEARNER
    suspended: bool = False
    withholds: bool = False

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"


class Memberships:
    """Rosters and privacy of all courses.

    Args:
        courses: who is in which at first.
    """

    def __init__(self, courses: Courses) -> None:
        self._courses = courses
        self._lock = threading.Lock()
        self._rosters: dict[tuple[str, str], dict[str, Member]] = {}
        self._privacy: dict[tuple[str, str], Privacy] = {}

    def active(self, place: Place) -> list[Member]:
        """Everybody but the suspended, in the order of the roster."""
        with self._lock:
            return [member for member in self._roster(place).values() if not member.suspended]

    def find(self, place: Place, subject: str) -> Member | None:
        """Somebody in the course, suspended or not."""
        with self._lock:
            return self._roster(place).get(subject)

    def enrol(self, place: Place, members: Iterable[Member]) -> None:
        """Make exactly these people the roster."""
        with self._lock:
            self._rosters[place.key] = {member.subject: member for member in members}

    def withdraw(self, place: Place, subject: str) -> None:
        """Take somebody out of the course.

        Raises:
            KeyError: they are not in it.
        """
        with self._lock:
            del self._roster(place)[subject]

    def suspend(self, place: Place, subject: str, *, suspended: bool = True) -> None:
        """Lock somebody out of the course, or let them back in.

        Raises:
            KeyError: they are not in it.
        """
        with self._lock:
            roster = self._roster(place)
            roster[subject] = replace(roster[subject], suspended=suspended)

    def tells(self, place: Place, *, of_link: bool) -> frozenset[str]:
        """Which of "name" and "email" the tool may have of people who withhold nothing.

        Args:
            place: the course, and the tool.
            of_link: whether it is about one resource link, not the course.
        """
        with self._lock:
            privacy = self._privacy.get(place.key, Privacy.ALWAYS)
        told = privacy is Privacy.ALWAYS or (privacy is Privacy.DELEGATE and of_link)
        return place.tool.sends if told else frozenset()

    def set_privacy(self, place: Place, privacy: Privacy) -> None:
        """Change what tools are told in this course; everything at first."""
        with self._lock:
            self._privacy[place.key] = privacy

    def _roster(self, place: Place) -> dict[str, Member]:
        known = self._rosters.get(place.key)
        if known is None:
            people = self._courses.members(place.institution, place.course)
            known = {p.subject: _member(p) for p in people if p.group in _ROLES}
            self._rosters[place.key] = known
        return known


def _member(person: CampusPerson) -> Member:
    return Member(
        subject=person.subject,
        username=person.key,
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        locale=person.locale,
        role=_ROLES[person.group],
        withholds=person.privacy == "never",
    )
