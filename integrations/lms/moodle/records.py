"""From a course of Moodle to resources of the catalogue, and to completions.

A grade says more than a completion of the same module. Hidden grades are not read: nobody learns a
grade from us.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from core.domain.evidence import CompletionRecord, Showing
from core.domain.resource import ResourceKind, ResourceRecord
from integrations.lms.moodle.courses import Told

KINDS = {
    "page": ResourceKind.PAGE,
    "book": ResourceKind.PAGE,
    "assign": ResourceKind.ASSIGNMENT,
    "workshop": ResourceKind.ASSIGNMENT,
    "quiz": ResourceKind.QUIZ,
    "forum": ResourceKind.DISCUSSION,
    "resource": ResourceKind.FILE,
    "folder": ResourceKind.FILE,
    "url": ResourceKind.LINK,
    "lti": ResourceKind.TOOL,
}
_COMPLETE = frozenset({1, 2})
"""Complete, and complete with a pass; 3 is complete with a fail."""


def resources(address: str, course: Told, sections: Sequence[Told]) -> list[ResourceRecord]:
    """Everything a course offers, the course itself first. Labels have no page of their own."""
    name = course["title"] or f"#{course['id']}"
    itself = ResourceRecord(
        key=f"course/{course['id']}",
        title=name,
        kind=ResourceKind.COURSE,
        url=f"{address}/course/view.php?id={course['id']}",
        course=name,
    )
    modules = [
        ResourceRecord(
            key=f"module/{module['id']}",
            title=module["name"] or "",
            kind=KINDS.get(module["kind"] or "", ResourceKind.OTHER),
            url=module["url"],
            course=name,
            module=section["name"] or "",
        )
        for section in sections
        for module in section["modules"]
        if module["url"] and module["visible"] != 0
    ]
    return [itself, *modules]


def completions(
    person: int, statuses: Sequence[Told], grades: Sequence[Told]
) -> Iterator[CompletionRecord]:
    """What somebody's course shows, each module once."""
    graded: set[int] = set()
    for grade in grades:
        strength = _strength(grade)
        if strength > 0:
            graded.add(grade["module"])
            yield _record(person, grade["module"], Showing.GRADED, strength, grade["at"])
    for status in statuses:
        if status["state"] in _COMPLETE and status["module"] not in graded:
            yield _record(person, status["module"], Showing.COMPLETED, 1.0, status["at"])


def _strength(grade: Told) -> float:
    """The share of points; 0 of what shows nothing."""
    if grade["kind"] != "mod" or grade["module"] is None or grade["hidden"]:
        return 0.0
    least, most = grade["least"] or 0.0, grade["most"] or 0.0
    if grade["raw"] is None or most <= least:
        return 0.0
    return float((grade["raw"] - least) / (most - least))


def _record(
    person: int, module: int, how: Showing, strength: float, at: int | None
) -> CompletionRecord:
    return CompletionRecord(
        key=f"module/{module}/{person}",
        subject=str(person),
        resource_key=f"module/{module}",
        how=how,
        strength=strength,
        at=_moment(at) if at else None,
    )


def _moment(at: int) -> datetime | None:
    """When that was; None for what is no moment: one such row must not stop all others."""
    try:
        return datetime.fromtimestamp(at, UTC)
    except (ValueError, OverflowError, OSError):
        return None
