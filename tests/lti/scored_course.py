"""A graded activity in a course of the stand-in campus, and the jobs that bring scores there."""

from dataclasses import replace
from uuid import UUID

from core.domain.activity import Activity, ActivityKind
from core.domain.course import CourseRole
from core.domain.organization import Organization
from core.domain.registration import Deployment
from core.services.grades.gradebook_columns import FIND_COLUMN, GradebookColumns
from core.services.grades.grading import POST_SCORE, Grading
from core.services.grades.score_posting import SWEEP_SCORES, ScorePosting
from core.services.people.arrivals import Arrivals, LaunchFacts
from tests.fakes.time_and_chance import FakeEntropy
from tests.fakes.worker import run_all, run_next

LEARNER = frozenset({CourseRole.LEARNER})


class ScoredCourse:
    """What a hub keeps of the course, and people who make progress in it.

    Args:
        place: of tests/lti/campus_services.py.
    """

    def __init__(self, place):
        self.place, self.storage, self.clock = place, place.storage, place.clock
        self.entropy = FakeEntropy()
        self.grading = Grading(self.clock)
        registration = place.registration
        self.course = replace(place.course, organization_id=registration.organization_id)
        self.activity = Activity(
            id=UUID(int=77),
            origin_id=UUID(int=77),
            organization_id=registration.organization_id,
            registration_id=registration.id,
            context_id=self.course.context_id,
            kind=ActivityKind.MEETINGS,
            title="Meet three times",
            target=3,
            points=10.0,
            created_at=self.clock.now(),
        )
        with self.storage.platform() as work:
            work.organizations.save(
                Organization(
                    id=registration.organization_id,
                    slug="campus",
                    name="Campus",
                    created_at=self.clock.now(),
                )
            )
            work.registrations.save(registration)
            work.registrations.save_deployment(
                Deployment(
                    registration_id=registration.id,
                    deployment_id=place.institution.deployment_id,
                    organization_id=registration.organization_id,
                )
            )
        with self.tenant() as work:
            work.courses.save(self.course)
            work.activities.save(self.activity)

    def tenant(self):
        return self.storage.tenant(self.place.registration.organization_id)

    def launch(self, subject, roles=LEARNER):
        """Somebody opens us from the course; who that is to us."""
        actor = Arrivals(self.storage, self.clock, self.entropy).arrive(
            LaunchFacts(
                registration=self.place.registration,
                organization_id=self.place.registration.organization_id,
                subject=subject,
                course=self.course,
                roles=roles,
            )
        )
        return actor.person_id

    def progressed(self, person_id, share):
        with self.tenant() as work:
            self.grading.progressed(work, self.activity, person_id, share)

    def score(self, person_id):
        with self.tenant() as work:
            return work.scores.get(self.activity.id, person_id)

    @property
    def column(self):
        with self.tenant() as work:
            return work.activities.get(self.activity.id).line_item_url

    def grade(self, subject):
        return self.place.grade(self.column, subject)

    @property
    def handlers(self):
        parts = (self.storage, self.clock, self.place.gradebook)
        posting = ScorePosting(*parts)
        return {
            FIND_COLUMN: GradebookColumns(*parts).find_column,
            POST_SCORE: posting.post_score,
            SWEEP_SCORES: posting.sweep_scores,
        }

    def work(self):
        """Do everything that was promised."""
        run_all(self.storage, self.handlers)

    def step(self):
        """Do the oldest job; whether it worked."""
        return run_next(self.storage, self.handlers)
