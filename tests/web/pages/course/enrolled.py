"""People whom a course's roster or launches tell about."""

from core.domain.course import CourseMember, CourseRole
from tests.web.hub import ORGANIZATION, REGISTRATION

LEARNER = frozenset({CourseRole.LEARNER})
TEACHER = frozenset({CourseRole.TEACHER})


def enrolled(hub, actor, context_id="c1", **values):
    member = CourseMember(
        registration_id=REGISTRATION,
        context_id=context_id,
        organization_id=ORGANIZATION,
        subject=str(actor.person_id),
        person_id=actor.person_id,
        **{"roster_roles": LEARNER, **values},
    )
    with hub.storage.tenant(ORGANIZATION) as work:
        work.rosters.save_members([member])
    return actor


def away(hub, actor):
    with hub.storage.tenant(ORGANIZATION) as work:
        (row,) = work.participations.of_person(actor.person_id)
        work.participations.set_away([row.id], away=True)
