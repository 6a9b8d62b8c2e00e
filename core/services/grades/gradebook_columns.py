"""The job that finds or makes an activity's column in the gradebook of its course.

It is a job of its own, one at a time for an activity, so that many first scores do not make many
columns. A column is known again by its resource id, which is the activity's origin: columns that
deep linking made, and those of copied courses, are found that way. Its address is kept with the
activity. Nothing is ever deleted.

AGS 2.0: https://www.imsglobal.org/spec/lti-ags/v2p0/#line-item-service
"""

from uuid import UUID

from core.domain.activity import Activity
from core.domain.course import Course
from core.domain.identifiers import ActivityId, OrganizationId, RegistrationId
from core.domain.registration import Registration, RegistrationStatus
from core.domain.score import ParkedReason, Score, ScoreState
from core.errors import ForbiddenError
from core.ports.clock import Clock
from core.ports.jobs import JobQueue
from core.ports.learning_platform import Gradebook, LineItem
from core.ports.unit_of_work import Storage, TenantWork
from core.services.grades.grading import defer_posting

FIND_COLUMN = "find_column"
TAG = "mentorloom"


class GradebookColumns:
    """The job `find_column`. Running it twice does no harm."""

    def __init__(self, storage: Storage, clock: Clock, gradebook: Gradebook) -> None:
        self._storage = storage
        self._clock = clock
        self._gradebook = gradebook

    def find_column(self, organization_id: str, activity_id: str) -> None:
        """Find or make an activity's column, then have its waiting scores posted.

        Raises:
            UnavailableError: the platform did not answer; the queue tries again.
        """
        with self._storage.tenant(OrganizationId(UUID(organization_id))) as work:
            activity = work.activities.get(ActivityId(UUID(activity_id)))
            if activity is None:
                return
            waiting = _waiting(work, activity)
            course = work.courses.get(activity.registration_id, activity.context_id)
        assert course is not None, "a foreign key keeps activities and courses together"
        if not waiting:
            return
        registration = active_registration(self._storage, activity.registration_id)
        if registration is None:
            self._park(activity, ParkedReason.UNREACHABLE)
            return
        self._find(registration, course, activity, waiting[0].maximum)

    def _find(
        self, registration: Registration, course: Course, activity: Activity, maximum: float
    ) -> None:
        wanted = LineItem(
            label=activity.title,
            maximum=activity.points or maximum,
            resource_id=str(activity.origin_id),
            tag=TAG,
            link_id=activity.link_id,
        )
        try:
            column = self._gradebook.line_item(registration, course, wanted)
        except ForbiddenError:
            self._park(activity, ParkedReason.NO_GRADEBOOK)
            return
        with self._storage.tenant(activity.organization_id) as work:
            work.activities.graded_at(activity.id, column.url)
            for score in _waiting(work, activity):
                defer_posting(work.jobs, score, new_column=True)

    def _park(self, activity: Activity, reason: ParkedReason) -> None:
        """Park everything that waits for this column."""
        now = self._clock.now()
        with self._storage.tenant(activity.organization_id) as work:
            waiting = _waiting(work, activity)
            work.scores.update_many([score.parked(reason, None, now) for score in waiting])


def defer_finding(jobs: JobQueue, activity: Activity) -> None:
    """Promise that an activity's column is looked for; asking twice in a row promises once."""
    jobs.defer(
        FIND_COLUMN,
        lock=f"column:{activity.id}",
        once=f"{FIND_COLUMN}:{activity.id}",
        organization_id=str(activity.organization_id),
        activity_id=str(activity.id),
    )


def active_registration(storage: Storage, registration_id: RegistrationId) -> Registration | None:
    """The registration to talk to a platform with; None if it is gone or switched off."""
    with storage.platform() as work:
        known = work.registrations.get(registration_id)
    return known if known and known.status is RegistrationStatus.ACTIVE else None


def _waiting(work: TenantWork, activity: Activity) -> list[Score]:
    known = work.scores.of_activities([activity.id])
    return [score for score in known if score.state is ScoreState.WAITING]
