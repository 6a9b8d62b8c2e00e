"""A course with one graded activity and a gradebook, and whoever makes progress in it."""

from dataclasses import replace
from uuid import UUID

from core.domain.activity import Activity, ActivityKind
from core.domain.course import CourseMember, CourseRole, CourseServices
from core.domain.registration import Registration, RegistrationStatus
from core.domain.score import ScoreState
from core.ports.learning_platform import RosterMember
from core.services.grades.gradebook_columns import FIND_COLUMN, GradebookColumns
from core.services.grades.grading import POST_SCORE, Grading
from core.services.grades.score_posting import SWEEP_SCORES, ScorePosting
from tests.core.services.campus import REGISTRATION
from tests.fakes.learning_platform import FakeLearningPlatform
from tests.fakes.worker import run_all, run_next

LEARNER = frozenset({CourseRole.LEARNER})
SENT = (ScoreState.SENT, None, None)


class GradedCourse:
    """The campus's course with a graded activity, as seen by whoever makes progress in it."""

    def __init__(self, campus):
        self.campus = campus
        self.grading = Grading(campus.clock)
        self.activity = Activity(
            id=UUID(int=950),
            origin_id=UUID(int=950),
            organization_id=campus.organization.id,
            registration_id=REGISTRATION,
            context_id="course-1",
            kind=ActivityKind.MEETINGS,
            title="Meet three times",
            points=10.0,
            created_at=campus.clock.now(),
        )
        self.platform = FakeLearningPlatform()
        self.open_gradebook("https://lms.example.edu/items")
        with self.work() as work:
            work.activities.save(self.activity)
        self.register()
        self.mia = self.learner("Mia", "6")

    def open_gradebook(self, url):
        with self.work() as work:
            course = work.courses.get(REGISTRATION, "course-1")
            work.courses.save(replace(course, services=CourseServices(line_items_url=url)))

    def register(self, status=RegistrationStatus.ACTIVE):
        lms = "https://lms.example.edu"
        with self.campus.storage.platform() as work:
            work.registrations.save(
                Registration(
                    id=REGISTRATION,
                    organization_id=self.campus.organization.id,
                    issuer=lms,
                    client_id="hub",
                    auth_login_url=f"{lms}/auth",
                    token_url=f"{lms}/token",
                    jwks_url=f"{lms}/jwks",
                    status=status,
                    created_at=self.campus.clock.now(),
                )
            )

    def work(self):
        return self.campus.storage.tenant(self.campus.organization.id)

    def learner(self, name, subject, **changes):
        person_id = self.campus.person(name).person_id
        self.enrol(person_id, subject, **changes)
        return person_id

    def enrol(self, person_id, subject, **changes):
        member = CourseMember(
            registration_id=REGISTRATION,
            context_id="course-1",
            organization_id=self.campus.organization.id,
            subject=subject,
            person_id=person_id,
            roster_roles=LEARNER,
        )
        with self.work() as work:
            work.rosters.save_members([replace(member, **changes)])
            course = work.courses.get(REGISTRATION, "course-1")
        self.platform.enrol(course, RosterMember(subject=subject, roles=LEARNER))

    def progressed(self, person_id, share, **changes):
        with self.work() as work:
            self.grading.progressed(work, replace(self.activity, **changes), person_id, share)
        return self.score(person_id)

    def score(self, person_id):
        with self.work() as work:
            return work.scores.get(self.activity.id, person_id)

    def change(self, score, **fields):
        with self.work() as work:
            work.scores.update(replace(score, version=score.version + 1, **fields))
        self.forget_jobs()

    def forget_jobs(self):
        self.campus.storage.tables.table("jobs").clear()

    @property
    def promised(self):
        return [row["arguments"]["person_id"] for row in self.campus.storage.jobs]

    @property
    def handlers(self):
        storage, clock = self.campus.storage, self.campus.clock
        posting = ScorePosting(storage, clock, self.platform.gradebook)
        columns = GradebookColumns(storage, clock, self.platform.gradebook)
        return {
            POST_SCORE: posting.post_score,
            FIND_COLUMN: columns.find_column,
            SWEEP_SCORES: posting.sweep_scores,
        }

    def run(self):
        """Run the oldest job as a worker would; False if it failed."""
        return run_next(self.campus.storage, self.handlers)

    def run_all(self):
        run_all(self.campus.storage, self.handlers)

    @property
    def column(self):
        with self.work() as work:
            return work.activities.get(self.activity.id).line_item_url

    @property
    def taken(self):
        """What the gradebook has for Mia, oldest first."""
        return self.platform.scores(self.column, "6")

    def calls(self, verb):
        return [call for call in self.platform.calls if call[0] == verb]


def stands(course, person_id=None):
    score = course.score(person_id or course.mia)
    return score.state, score.reason, score.status


def parked(reason, status=None):
    return ScoreState.PARKED, reason, status
