"""Who stands where: what the address of a page says, and what it lets them do.

The address says who is signed in (`/<institution>/<person>/<course>/...`): there is nothing to
protect here. Yet pages are for whom they would be in an LMS, and missing for everybody else.
"""

from dataclasses import dataclass
from typing import Any

from flask import abort

from demo.dialects import DIALECTS, Dialect
from demo.directory import TEST_STUDENT, CampusPerson, Course, Institution, institution
from demo.here import campus

EDITORS = frozenset({"teacher", "admin"})
GRADERS = EDITORS | {"assistant"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody in a course."""

    institution: Institution
    person: CampusPerson
    course: Course

    @property
    def steps(self) -> dict[str, Any]:
        """The variable parts of their addresses, for url_for."""
        return {
            "slug": self.institution.slug,
            "key": self.person.key,
            "label": self.course.label,
        }

    @property
    def dialect(self) -> Dialect:
        """How their LMS speaks."""
        return DIALECTS[self.institution.dialect]

    @property
    def edits(self) -> bool:
        """Whether they may change the course."""
        return self.person.group in EDITORS

    @property
    def grades(self) -> bool:
        """Whether they see the gradebook."""
        return self.person.group in GRADERS


def somebody(slug: str, key: str) -> tuple[Institution, CampusPerson]:
    """A person and their institution, else 404."""
    known = institution(slug)
    person = _person(known, key, None) if known else None
    if known is None or person is None:
        abort(404)
    return known, person


def _person(known: Institution, key: str, course: Course | None) -> CampusPerson | None:
    if key == TEST_STUDENT and DIALECTS[known.dialect].student_view:
        return known.test_student(course)
    return known.person(key)


def enrolled(slug: str, key: str, label: str) -> Standing:
    """Somebody in a course they are in, else 404."""
    known, _ = somebody(slug, key)
    courses = campus().courses
    course = courses.find(known, label)
    person = _person(known, key, course)
    if course is None or person is None or not courses.enrolled(person, course):
        abort(404)
    return Standing(known, person, course)


def editing(slug: str, key: str, label: str) -> Standing:
    """Somebody who may change the course, else 404."""
    standing = enrolled(slug, key, label)
    if not standing.edits:
        abort(404)
    return standing


def grading(slug: str, key: str, label: str) -> Standing:
    """Somebody who sees the gradebook, else 404."""
    standing = enrolled(slug, key, label)
    if not standing.grades:
        abort(404)
    return standing
