"""Reading Canvas course by course; what was read of one is stored before the next page comes.

The cursor holds the ids of the courses that are left, as they were when reading began. A course
that is gone meanwhile has nothing any more: Canvas then does not find the course itself. One that
our account may not read, or of which a part is not found, is told by a row without a key, as nobody
knows what is in it: so nothing of it is taken for gone without a yes. The others are read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from core.domain.evidence import CompletionRecord
from core.domain.sync import Cursor
from core.errors import MentorloomError, NotFoundError
from core.ports.connectors import BadRow, ForbiddenScopeError, Page
from core.sentence import sentence
from integrations.lms.canvas.courses import Courses
from integrations.lms.canvas.records import CourseContent

VERSION = 1


@dataclass(frozen=True, slots=True)
class Pull:
    """One reading.

    Attributes:
        courses: what is asked.
        address: of Canvas.
        chosen: ids of the courses to read; all if empty.
    """

    courses: Courses
    address: str
    chosen: tuple[int, ...] = ()

    def resources(self, cursor: Cursor | None) -> Iterator[Page[Any]]:
        """What courses offer."""
        return self._each(cursor, self._resources)

    def completions(self, cursor: Cursor | None) -> Iterator[Page[Any]]:
        """What their participants completed."""
        return self._each(cursor, self._completions)

    def _each(
        self, cursor: Cursor | None, read: Callable[[int], Iterator[Page[Any]]]
    ) -> Iterator[Page[Any]]:
        left = list(cursor["left"]) if cursor else list(self.chosen) or self.courses.ids()
        while left:
            number = left.pop(0)
            behind = {"v": VERSION, "left": list(left)}
            # Pages within a course are read anew with it: only its last one moves the cursor.
            before = {"v": VERSION, "left": [number, *left]}
            pages = list(read(number))
            for page in pages[:-1]:
                yield replace(page, next_cursor=before)
            yield replace(pages[-1], next_cursor=behind, last=not left)
            if not left:
                return
        yield Page(next_cursor={"v": VERSION, "left": []}, last=True)

    def _resources(self, number: int) -> Iterator[Page[Any]]:
        try:
            content = self._content(number)
            yield Page(upserts=content.resources(self.courses.modules(number)))
        except (ForbiddenScopeError, NotFoundError) as error:
            yield self._without(number, error)

    def _completions(self, number: int) -> Iterator[Page[Any]]:
        try:
            content = self._content(number)
            for some in self.courses.grades(number):
                yield _page(content.graded(some))
            for progress in self.courses.progress(number):
                yield _page(content.completed(progress))
            yield Page()
        except (ForbiddenScopeError, NotFoundError) as error:
            yield self._without(number, error)

    def _content(self, number: int) -> CourseContent:
        assignments = {one["id"]: one for one in self.courses.assignments(number)}
        return CourseContent(self.address, self.courses.course(number), assignments)

    def _without(self, number: int, error: MentorloomError) -> Page[Any]:
        """A course that cannot be read, and why."""
        course = f"course/{number}"
        if isinstance(error, NotFoundError) and self._is_gone(number):
            told = sentence("Canvas has no such course any more.")
            return Page(bad=[BadRow(key=course, sentence=told)])
        told = sentence(error.message, **error.params)
        return Page(bad=[BadRow(place=course, sentence=told)])

    def _is_gone(self, number: int) -> bool:
        try:
            self.courses.course(number)
        except NotFoundError:
            return True
        except ForbiddenScopeError:
            return False
        return False


def _page(found: Iterator[CompletionRecord]) -> Page[Any]:
    return Page(upserts=list({one.key: one for one in found}.values()))
