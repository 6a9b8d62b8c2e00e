"""What can be asked of courses in Moodle, in words of ours.

Docs: the API documentation of each site, Site administration > Server > Web services
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from integrations.lms.moodle import schemas
from integrations.lms.moodle.api import WebService

Told = Mapping[str, Any]
"""An object of Moodle, read by its schema."""

COURSES = "core_course_get_courses_by_field"
CONTENTS = "core_course_get_contents"
PEOPLE = "core_enrol_get_enrolled_users"
STATUSES = "core_completion_get_activities_completion_status"
GRADES = "gradereport_user_get_grade_items"
NEEDED = (COURSES, CONTENTS, PEOPLE, STATUSES, GRADES)
FRONT_PAGE = 1


@dataclass(frozen=True, slots=True)
class Courses:
    """The courses that an account may read. All raise as WebService."""

    api: WebService

    def site(self) -> Told:
        """The site, and which functions the token may call."""
        found: Told = self.api.call("core_webservice_get_site_info", schemas.Site())
        return found

    def ids(self) -> list[int]:
        """Every course that is shown, by id."""
        told = self.api.call(COURSES, schemas.Courses())["courses"]
        return sorted(
            {one["id"] for one in told if one["visible"] != 0 and one["id"] != FRONT_PAGE}
        )

    def course(self, number: int) -> Told | None:
        """One course; None if there is none."""
        told = self.api.call(COURSES, schemas.Courses(), field="id", value=number)["courses"]
        return next(iter(told), None)

    def sections(self, number: int) -> list[Told]:
        """Sections that participants see, with their modules."""
        told = self.api.call(CONTENTS, schemas.Section(many=True), courseid=number)
        return [one for one in told if one["visible"] != 0]

    def people(self, number: int, after: int, size: int) -> list[int]:
        """Ids of some participants, in order, behind one."""
        options = [{"name": "userfields", "value": "id"}, {"name": "onlyactive", "value": 1}]
        told = self.api.call(PEOPLE, schemas.Person(many=True), courseid=number, options=options)
        return sorted({one["id"] for one in told if one["id"] > after})[:size]

    def completed(self, number: int, person: int) -> Sequence[Told]:
        """Which modules somebody completed, of those whose completion is followed."""
        told = self.api.call(STATUSES, schemas.Statuses(), courseid=number, userid=person)
        found: Sequence[Told] = told["statuses"]
        return found

    def grades(self, number: int, person: int) -> Sequence[Told]:
        """Somebody's grades."""
        told = self.api.call(GRADES, schemas.Grades(), courseid=number, userid=person)
        return [item for one in told["people"] for item in one["items"]]
