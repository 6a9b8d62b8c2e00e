"""A course and a tool asking about it, and how each product names courses in URLs."""

from dataclasses import dataclass

from demo.courses import Courses
from demo.directory import Course, Institution
from demo.tools import Tool
from demo.visits import Visit


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service is asked about something, and by whom."""

    institution: Institution
    course: Course
    tool: Tool

    @property
    def key(self) -> tuple[str, str]:
        """Identifies the course among all institutions."""
        return self.institution.slug, self.course.id

    @property
    def corner(self) -> tuple[str, str, str]:
        """Identifies what one tool has in the course."""
        return (*self.key, self.tool.client_id)

    @property
    def number(self) -> int:
        """Canvas's own number of the course, which stands in its URLs instead of `context.id`."""
        return int(self.course.id[:6], 16)


def place_of(visit: Visit) -> Place | None:
    """The course somebody opens, if they open one."""
    return Place(visit.institution, visit.course, visit.tool) if visit.course else None


class Places:
    """Finds the courses that addresses name.

    Args:
        courses: all of them.
    """

    def __init__(self, courses: Courses) -> None:
        self._courses = courses

    def with_context_id(
        self, institution: Institution, tool: Tool, context_id: str
    ) -> Place | None:
        """The course of that `context.id`, if there is one."""
        return next(
            (place for place in self._all(institution, tool) if place.course.id == context_id), None
        )

    def with_number(self, institution: Institution, tool: Tool, number: int) -> Place | None:
        """The course of that Canvas number, if there is one."""
        return next(
            (place for place in self._all(institution, tool) if place.number == number), None
        )

    def _all(self, institution: Institution, tool: Tool) -> list[Place]:
        return [Place(institution, course, tool) for course in self._courses.of(institution)]
