"""Builders of courses, who is in them, and what they do there."""

from dataclasses import replace

from core.domain.activity import Activity, ActivityKind, Work
from core.domain.course import (
    Course,
    CourseMember,
    CourseRole,
    CourseServices,
    RosterRun,
    RosterTrigger,
)
from core.domain.score import Score
from tests.contracts.beginnings import NOW, fresh

SERVICES = CourseServices(
    memberships_url="https://lms.example.edu/m?a=1",
    line_items_url="https://lms.example.edu/l",
    groups_url="https://lms.example.edu/g",
    group_sets_url="https://lms.example.edu/gs",
    notices_url="https://lms.example.edu/n",
    scopes=frozenset({"b", "a"}),
)


class CoursesOfAWorld:
    def course(self, **values):
        return Course(
            registration_id=self.registration.id,
            context_id="course-1",
            organization_id=self.id,
            **values,
        )

    def member(self, person, **values):
        made = CourseMember(
            registration_id=self.registration.id,
            context_id="course-1",
            organization_id=self.id,
            subject=f"subject-{person.name}",
            person_id=person.id,
            roster_roles=frozenset({CourseRole.LEARNER}),
        )
        return replace(made, **values)

    def roster_run(self, **values):
        made = RosterRun(
            id=fresh(),
            registration_id=self.registration.id,
            context_id="course-1",
            organization_id=self.id,
            trigger=RosterTrigger.HAND,
            started_at=NOW,
        )
        return replace(made, **values)

    def activity(self, **values):
        number = fresh()
        made = Activity(
            id=number,
            origin_id=number,
            organization_id=self.id,
            registration_id=self.registration.id,
            context_id="course-1",
            kind=ActivityKind.MEETINGS,
            title="Meet three times",
            target=3,
            points=10.0,
            created_at=NOW,
        )
        return replace(made, **values)

    def work(self, activity, person, **values):
        made = Work(
            activity_id=activity.id,
            organization_id=self.id,
            person_id=person.id,
            created_at=NOW,
            updated_at=NOW,
        )
        return replace(made, **values)

    def score(self, activity, person, **values):
        made = Score(
            activity_id=activity.id,
            organization_id=self.id,
            person_id=person.id,
            subject=f"subject-{person.name}",
            given=5.0,
            maximum=10.0,
            updated_at=NOW,
        )
        return replace(made, **values)
