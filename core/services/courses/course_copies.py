"""A course that was copied knows its activities again.

An LMS copies our links into the new course, with their parameters. So the new course gets copies
of the old one's activities, under the same origins (which parameters and gradebook columns name),
before anybody opens a link. Nothing else is copied: no work, no scores, no matches, nobody who
takes part; and no programme, which the new course's teacher chooses.

Platforms tell of copies by a notice (`LtiContextCopyNotice`, lti/notices.py), or by the history in
a launch (`$Context.id.history`), or both, in any order: copying twice changes nothing. Only courses
of the same registration and organization count as origins.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from core.domain.course import Course
from core.domain.identifiers import ActivityId, OrganizationId, RegistrationId
from core.domain.notice import Notice
from core.errors import ConflictError
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork

COURSE_COPIED = "course_copied"
MOST_ORIGINS = 20
"""Ids of earlier courses that are looked at and kept."""


class CourseCopies:
    """The job `course_copied`. Running it twice changes nothing."""

    def __init__(self, storage: Storage, entropy: Entropy) -> None:
        self._storage = storage
        self._entropy = entropy

    def course_copied(self, registration_id: str, notice_id: str) -> None:
        """Do what a kept copy notice makes necessary."""
        known = RegistrationId(UUID(registration_id))
        with self._storage.platform() as platform:
            notice = platform.notices.get(known, notice_id)
            if notice is None:
                return
            deployment = platform.registrations.deployment(known, notice.deployment_id)
        if deployment is not None:
            self._copy(deployment.organization_id, notice)

    def _copy(self, organization_id: OrganizationId, notice: Notice) -> None:
        origins = [o for o in notice.origins[:MOST_ORIGINS] if o != notice.context_id]
        with self._storage.tenant(organization_id) as work:
            registration_id = notice.registration_id
            # Platforms tell of every copy; most are of courses that never showed us.
            if not any(work.courses.get(registration_id, origin) for origin in origins):
                return
            assert notice.context_id is not None, "copy notices name a course"
            known = work.courses.lock(registration_id, notice.context_id)
            course = known or Course(
                registration_id=registration_id,
                context_id=notice.context_id,
                organization_id=organization_id,
                deployment_id=notice.deployment_id,
            )
            news = tuple(origin for origin in origins if origin not in course.history)
            course = replace(course, history=(course.history + news)[:MOST_ORIGINS])
            if course != known:
                work.courses.save(course)
            for origin in origins:
                copy_activities(work, course, [origin], self._entropy)


def copy_activities(
    work: TenantWork, course: Course, origins: Sequence[str], entropy: Entropy
) -> None:
    """Give a course the activities of the course it was copied from.

    Args:
        work: a unit of work in the course's organization.
        course: a stored one.
        origins: ids of earlier courses, nearest first; the first that has activities counts,
            because it got those of the courses before it in its own time.
        entropy: names the copies.
    """
    earlier = (o for o in origins[:MOST_ORIGINS] if o != course.context_id)
    offered = (work.activities.of_course(course.registration_id, origin) for origin in earlier)
    found = next((activities for activities in offered if activities), [])
    own = work.activities.of_course(course.registration_id, course.context_id) if found else []
    known = {activity.origin_id for activity in own}
    for activity in found:
        if activity.origin_id in known:
            continue
        # Created when the first one was: so they stay in the order the teacher chose.
        copy = replace(
            activity,
            id=ActivityId(entropy.uuid()),
            context_id=course.context_id,
            link_id="",
            line_item_url="",
        )
        try:
            work.activities.save(copy)
        except ConflictError:
            continue  # somebody who opened its link was quicker
