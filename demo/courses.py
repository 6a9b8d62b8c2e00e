"""Courses and who is in them: those of the directory, and copies teachers made of them.

Copies live in memory until the campus restarts. Everybody of the course is in its copy too.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from demo.directory import CampusPerson, Course, Institution

SEPARATOR = "~"
"""Between a copy's number and the label of the course it descends from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A course and the copy made of it."""

    institution: Institution
    source: Course
    copy: Course


class Courses:
    """All courses of all institutions."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._copies: dict[str, list[Course]] = {}
        self._listeners: list[Callable[[Copied], None]] = []

    def when_copied(self, tell: Callable[[Copied], None]) -> None:
        """Tell somebody of every copy made from now on, once its activities are there."""
        with self._lock:
            self._listeners.append(tell)

    def of(self, institution: Institution) -> tuple[Course, ...]:
        """An institution's courses, copies last."""
        with self._lock:
            return (*institution.courses, *self._copies.get(institution.slug, ()))

    def find(self, institution: Institution, label: str) -> Course | None:
        """The course with that label, if any."""
        return next((known for known in self.of(institution) if known.label == label), None)

    def enrolled(self, person: CampusPerson, course: Course) -> bool:
        """Whether somebody is in a course."""
        return _line(course) in person.courses

    def members(self, institution: Institution, course: Course) -> tuple[CampusPerson, ...]:
        """Everybody in a course, in the order of the directory."""
        return tuple(person for person in institution.people if self.enrolled(person, course))

    def copy(
        self, institution: Institution, source: Course, context_id: str, link_id: str
    ) -> Course:
        """Add a copy of a course, empty but for its history; nobody is told yet."""
        with self._lock:
            copies = self._copies.setdefault(institution.slug, [])
            line = _line(source)
            number = 2 + sum(_line(known) == line for known in copies)
            copy = Course(
                id=context_id,
                label=f"{line}{SEPARATOR}{number}",
                title=f"{source.title} (copy)",
                link_id=link_id,
                mentoring=False,
                history=(source.id, *source.history),
            )
            copies.append(copy)
            return copy

    def announce(self, copied: Copied) -> None:
        """Tell everybody who asked of a finished copy."""
        with self._lock:
            listeners = tuple(self._listeners)
        for tell in listeners:
            tell(copied)


def _line(course: Course) -> str:
    # A copy's label begins with the label of the first course of its line.
    return course.label.partition(SEPARATOR)[0]
