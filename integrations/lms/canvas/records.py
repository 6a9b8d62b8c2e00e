"""From a course of Canvas to resources of the catalogue, and to completions.

An assignment is one resource, whether a module names it, its quiz or its discussion. Grades that
Canvas does not show to their person yet (`posted_at`) are not read: nobody learns a grade from us.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.domain.evidence import CompletionRecord, Showing
from core.domain.resource import ResourceKind, ResourceRecord
from integrations.lms.canvas.courses import Told

ITEM_KINDS = {
    "File": ResourceKind.FILE,
    "Page": ResourceKind.PAGE,
    "Discussion": ResourceKind.DISCUSSION,
    "Assignment": ResourceKind.ASSIGNMENT,
    "Quiz": ResourceKind.QUIZ,
    "ExternalUrl": ResourceKind.LINK,
    "ExternalTool": ResourceKind.TOOL,
}
"""Of items that can be opened; the others are headings."""
_SUBMISSION_KINDS = {
    "online_quiz": ResourceKind.QUIZ,
    "discussion_topic": ResourceKind.DISCUSSION,
    "external_tool": ResourceKind.TOOL,
}


@dataclass(slots=True)
class CourseContent:
    """A course while it is read.

    Attributes:
        address: of Canvas.
        course: the course itself.
        assignments: its assignments, by id.
    """

    address: str
    course: Told
    assignments: Mapping[int, Told]
    _modules: dict[int, str] = field(default_factory=dict)

    def resources(self, modules: Iterable[tuple[str, Sequence[Told]]]) -> list[ResourceRecord]:
        """Everything it offers, the course itself first."""
        items = [
            record
            for name, told in modules
            for item in told
            if (record := self._item(item, name)) is not None
        ]
        assignments = [self._assignment(one) for one in self.assignments.values()]
        return [self._itself(), *assignments, *items]

    def graded(self, submissions: Sequence[Told]) -> Iterator[CompletionRecord]:
        """What grades of a page show."""
        for one in submissions:
            assignment = self.assignments.get(one["assignment_id"])
            most = assignment["points_possible"] if assignment else None
            shown = one["posted_at"] is not None and not one["excused"]
            if not shown or not most or not one["score"] or one["score"] < 0:
                continue
            yield CompletionRecord(
                key=f"assignment/{one['assignment_id']}/{one['user_id']}",
                subject=str(one["user_id"]),
                resource_key=f"assignment/{one['assignment_id']}",
                how=Showing.GRADED,
                strength=one["score"] / most,
                at=one["graded_at"],
            )

    def completed(self, progress: Sequence[Told]) -> Iterator[CompletionRecord]:
        """Who has met every requirement of the course."""
        for one in progress:
            told = one["progress"]
            wanted, met = told["requirement_count"], told["requirement_completed_count"]
            if not wanted or (met or 0) < wanted:
                continue
            yield CompletionRecord(
                key=f"course/{self.course['id']}/{one['id']}",
                subject=str(one["id"]),
                resource_key=f"course/{self.course['id']}",
                how=Showing.COMPLETED,
                strength=1.0,
                at=told["completed_at"],
            )

    def _itself(self) -> ResourceRecord:
        number, name = self.course["id"], self._name
        return ResourceRecord(
            key=f"course/{number}",
            title=name,
            kind=ResourceKind.COURSE,
            url=f"{self.address}/courses/{number}",
            course=name,
        )

    def _assignment(self, told: Told) -> ResourceRecord:
        types = told["submission_types"] or ()
        found = (kind for type_, kind in _SUBMISSION_KINDS.items() if type_ in types)
        return ResourceRecord(
            key=f"assignment/{told['id']}",
            title=told["name"] or "",
            kind=next(found, ResourceKind.ASSIGNMENT),
            url=told["html_url"] or "",
            course=self._name,
            module=self._modules.get(told["id"], ""),
        )

    def _item(self, item: Told, module: str) -> ResourceRecord | None:
        kind, content = ITEM_KINDS.get(item["type"]), item["content_id"]
        if kind is None:
            return None
        if (assignment := self._assignment_of(kind, content)) is not None:
            self._modules.setdefault(assignment, module)
            return None
        return ResourceRecord(
            key=f"item/{item['id']}",
            title=item["title"] or "",
            kind=kind,
            url=item["html_url"] or "",
            course=self._name,
            module=module,
        )

    def _assignment_of(self, kind: ResourceKind, content: int | None) -> int | None:
        """The assignment that an item shows, if it shows one."""
        if content is None:
            return None
        if kind is ResourceKind.ASSIGNMENT:
            return content if content in self.assignments else None
        for number, told in self.assignments.items():
            topic = told["discussion_topic"]
            quiz = kind is ResourceKind.QUIZ and told["quiz_id"] == content
            if quiz or (kind is ResourceKind.DISCUSSION and topic and topic["id"] == content):
                return number
        return None

    @property
    def _name(self) -> str:
        return self.course["name"] or f"#{self.course['id']}"
