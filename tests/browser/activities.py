"""One activity of each kind in the demo's course, and some of them begun."""

from core.domain.activity import Activity, ActivityKind
from core.domain.actor import Actor
from core.domain.course import CourseMember, CourseRole
from core.services.activities.activities import Link
from core.services.activities.activity_plans import ActivityPlan, parameters
from core.services.activities.work import NOT_BEGUN
from tests.web.pages.pages_hub import PagesHub

PLANS = {
    ActivityKind.ONBOARDING: ("Say hello", "Join, and say what you want to achieve."),
    ActivityKind.FIND_MENTOR: ("Find somebody to learn from", ""),
    ActivityKind.MEETINGS: ("Meet three times", "Every second week is a good rhythm."),
    ActivityKind.MILESTONE: ("Your first migration plan", "Show it to your mentor first."),
    ActivityKind.REFLECTION: (
        "What did you learn from each other?",
        "Think of one moment that changed how you see your work.\n\nA page is plenty.",
    ),
    ActivityKind.PATH_STEP: ("Read about feature flags", "Chapter 4 of the course book."),
}
REFLECTION = (
    "I used to plan everything at once.\n\nDavid asked which part would hurt most if it failed, "
    "and I noticed that I did not know."
)


def put_activities(hub: PagesHub, teacher: Actor) -> dict[str, Activity]:
    """Put them into the teacher's course; by kind."""
    plans = [
        ActivityPlan(
            kind=kind,
            title=title,
            instructions=instructions,
            target=3,
            points=None if kind is ActivityKind.ONBOARDING else 10,
        )
        for kind, (title, instructions) in PLANS.items()
    ]
    made = hub.services.activities.choose(teacher, plans)
    for activity in made:
        link = Link(id=f"link-{activity.id.int}")
        hub.services.activities.opened(teacher, parameters(activity), link)
    return {activity.kind.value: activity for activity in made}


def launched(hub: PagesHub, actor: Actor, subject: str) -> None:
    """The actor came from the course under this name."""
    with hub.storage.tenant(actor.organization_id) as work:
        work.rosters.save_launch(
            CourseMember(
                registration_id=actor.registration_id,
                context_id=actor.context_id,
                organization_id=actor.organization_id,
                subject=subject,
                person_id=actor.person_id,
                launch_roles=frozenset({CourseRole.LEARNER}),
            )
        )


def begin(hub: PagesHub, activities: dict[str, Activity], mentee: Actor, mentor: Actor) -> None:
    """The two meet, and the mentee hands in a reflection."""
    views = hub.services.requests.mine(mentee)
    match_id = next(view.match.id for view in views if view.mentor.id == mentor.person_id)
    today = hub.clock.now().date()
    confirmed = hub.services.meetings.log(mentee, match_id, today, 45)
    hub.services.meetings.confirm(mentor, confirmed.id)
    hub.services.meetings.log(mentor, match_id, today, 30)
    hub.services.works.hand_in(mentee, activities["reflection"].id, REFLECTION, NOT_BEGUN)
