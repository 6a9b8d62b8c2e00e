"""Reading Moodle course by course, completions some people at a time.

The cursor holds the ids of the courses that are left, as they were when reading began, and behind
whom of the first of them reading goes on. A course that is gone meanwhile is told, and has nothing
any more; Moodle then does not know the course itself. One that our account may not read, or of
which a part is not found, is told by a row without a key, as nobody knows what is in it: so nothing
of it is taken for gone without a yes. The others are read. Somebody whom Moodle has no more is
told, and has completed nothing any more; the course's other people are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.domain.sync import Cursor
from core.errors import MentorloomError, NotFoundError
from core.ports.connectors import BadRow, ForbiddenScopeError, Page
from core.sentence import sentence
from integrations.lms.moodle.courses import Courses
from integrations.lms.moodle.records import completions, resources

VERSION = 1
PEOPLE = 25
"""People a page; each needs two calls."""


@dataclass(frozen=True, slots=True)
class Pull:
    """One reading.

    Attributes:
        courses: what is asked.
        address: of Moodle.
        chosen: ids of the courses to read; all if empty.
        people: see PEOPLE.
    """

    courses: Courses
    address: str
    chosen: tuple[int, ...] = ()
    people: int = PEOPLE

    def resources(self, cursor: Cursor | None) -> Iterator[Page[Any]]:
        """What courses offer."""
        left = self._left(cursor)
        for place, number in enumerate(left):
            rest = left[place + 1 :]
            behind = {"v": VERSION, "left": rest}
            try:
                course = self.courses.course(number)
                if course is None:
                    yield Page(bad=[_gone(number)], next_cursor=behind, last=not rest)
                    continue
                found = resources(self.address, course, self.courses.sections(number))
                yield Page(upserts=found, next_cursor=behind, last=not rest)
            except (ForbiddenScopeError, NotFoundError) as error:
                bad = [self._without(number, error)]
                yield Page(bad=bad, next_cursor=behind, last=not rest)
        if not left:
            yield Page(next_cursor={"v": VERSION, "left": []}, last=True)

    def completions(self, cursor: Cursor | None) -> Iterator[Page[Any]]:
        """What their participants completed."""
        left, after = self._left(cursor), int(cursor["after"]) if cursor else 0
        while left:
            bad: list[BadRow] = []
            found: list[Any] = []
            try:
                people = self.courses.people(left[0], after, self.people)
                for person in people:
                    self._add(left[0], person, found, bad)
            except (ForbiddenScopeError, NotFoundError) as error:
                people, bad = [], [self._without(left[0], error)]
            over = len(people) < self.people
            left, after = (left[1:], 0) if over else (left, people[-1])
            behind = {"v": VERSION, "left": left, "after": after}
            yield Page(upserts=found, bad=bad, next_cursor=behind, last=not left)
            if not left:
                return
        yield Page(next_cursor={"v": VERSION, "left": [], "after": 0}, last=True)

    def _add(self, course: int, person: int, found: list[Any], bad: list[BadRow]) -> None:
        """What somebody completed, or that they are gone."""
        try:
            statuses = self.courses.completed(course, person)
            found += completions(person, statuses, self.courses.grades(course, person))
        except NotFoundError as error:
            told = sentence(error.message, **error.params)
            bad.append(BadRow(key=f"course/{course}/person/{person}", sentence=told))

    def _left(self, cursor: Cursor | None) -> list[int]:
        return list(cursor["left"]) if cursor else list(self.chosen) or self.courses.ids()

    def _without(self, number: int, error: MentorloomError) -> BadRow:
        """A course that cannot be read, and why."""
        if isinstance(error, NotFoundError) and self.courses.course(number) is None:
            return _gone(number)
        told = sentence(error.message, **error.params)
        return BadRow(place=f"course/{number}", sentence=told)


def _gone(number: int) -> BadRow:
    told = sentence("Moodle has no such course any more.")
    return BadRow(key=f"course/{number}", sentence=told)
