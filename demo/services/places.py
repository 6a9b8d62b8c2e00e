"""A course of an institution, and how each product names it in URLs."""

from dataclasses import dataclass

from demo.directory import Course, Institution
from demo.visits import Visit


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service is asked about something."""

    institution: Institution
    course: Course

    @property
    def key(self) -> tuple[str, str]:
        """Identifies the course among all institutions."""
        return self.institution.slug, self.course.id

    @property
    def number(self) -> int:
        """Canvas's own number of the course, which stands in its URLs instead of `context.id`."""
        return int(self.course.id[:6], 16)


def place_of(visit: Visit) -> Place | None:
    """The course somebody opens, if they open one."""
    return Place(visit.institution, visit.course) if visit.course else None


def with_context_id(institution: Institution, context_id: str) -> Place | None:
    """The course of that `context.id`, if there is one."""
    found = (Place(institution, course) for course in institution.courses)
    return next((place for place in found if place.course.id == context_id), None)


def with_number(institution: Institution, number: int) -> Place | None:
    """The course of that Canvas number, if there is one."""
    found = (Place(institution, course) for course in institution.courses)
    return next((place for place in found if place.number == number), None)
