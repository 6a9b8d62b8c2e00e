"""What can be asked of courses in Canvas, in words of ours.

Docs: https://developerdocs.instructure.com/services/canvas/resources (courses, modules,
assignments, submissions)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from integrations.lms.canvas import schemas
from integrations.lms.canvas.api import Authorised

Told = Mapping[str, Any]
"""An object of Canvas, read by its schema."""


@dataclass(frozen=True, slots=True)
class Courses:
    """The courses that a token's owner may read. All raise as Authorised."""

    api: Authorised

    def owner(self) -> Told:
        """Whose token it is."""
        found: Told = self.api.get("users/self", schemas.Self())
        return found

    def ids(self) -> list[int]:
        """The courses they are in and that are going on, by id."""
        query = [("state[]", "available")]
        told = self.api.everything("courses", schemas.Course(many=True), query)
        return sorted({one["id"] for one in told if not one["access_restricted_by_date"]})

    def course(self, course_id: int) -> Told:
        """One course."""
        found: Told = self.api.get(f"courses/{course_id}", schemas.Course())
        return found

    def modules(self, course_id: int) -> Iterator[tuple[str, Sequence[Told]]]:
        """Modules that participants see, by name, with their items."""
        path = f"courses/{course_id}/modules"
        query = [("include[]", "items")]
        for module in self.api.everything(path, schemas.Module(many=True), query):
            if module["published"] is False:
                continue
            items = module["items"]
            if items is None:
                items = self.api.everything(f"{path}/{module['id']}/items", schemas.Item(many=True))
            yield module["name"] or "", [one for one in items if one["published"] is not False]

    def assignments(self, course_id: int) -> list[Told]:
        """Assignments that participants see; graded quizzes and discussions are some, too."""
        told = self.api.everything(
            f"courses/{course_id}/assignments", schemas.Assignment(many=True)
        )
        return [one for one in told if one["published"] is not False]

    def grades(self, course_id: int) -> Iterator[list[Told]]:
        """Graded submissions of all participants, page by page."""
        query = [("student_ids[]", "all"), ("workflow_state", "graded")]
        path = f"courses/{course_id}/students/submissions"
        return self.api.each(path, schemas.Submission(many=True), query)

    def progress(self, course_id: int) -> Iterator[list[Told]]:
        """How far all participants are, page by page."""
        path = f"courses/{course_id}/bulk_user_progress"
        return self.api.each(path, schemas.UserProgress(many=True))
