"""Learners of a course and what they wrote."""

from core.domain.course import CourseMember, CourseRole

TEXT = "I learned <b>to ask</b>.\nAnd to wait."


def in_course(hub, actor, subject, role=CourseRole.LEARNER):
    with hub.storage.tenant(actor.organization_id) as work:
        work.rosters.save_launch(
            CourseMember(
                registration_id=actor.registration_id,
                context_id=actor.context_id,
                organization_id=actor.organization_id,
                subject=subject,
                person_id=actor.person_id,
                launch_roles=frozenset({role}),
            )
        )
    return actor


def path(activity):
    return f"/app/activities/{activity.id}"


def work_of(hub, activity, actor):
    with hub.storage.tenant(actor.organization_id) as work:
        return work.works.get(activity.id, actor.person_id)
