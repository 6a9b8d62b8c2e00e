"""Scores of an activity in every state a gradebook can leave them in."""

from datetime import timedelta

from core.domain.activity import Activity
from core.domain.score import ParkedReason, Score, ScoreState
from tests.web.pages.pages_hub import PagesHub

STATES = [
    (ScoreState.SENT, None, None),
    (ScoreState.WAITING, None, None),
    (ScoreState.PARKED, ParkedReason.NOT_IN_COURSE, 400),
    (ScoreState.PARKED, ParkedReason.NO_GRADEBOOK, None),
    (ScoreState.PARKED, ParkedReason.REFUSED, 422),
    (ScoreState.PARKED, ParkedReason.UNREACHABLE, None),
]


def put_scores(hub: PagesHub, activity: Activity) -> None:
    """One of each, of people of the activity's programme."""
    with hub.storage.tenant(activity.organization_id) as work:
        course = work.courses.get(activity.registration_id, activity.context_id)
        people = work.participations.of_program(course.program_id)
        for part, (state, reason, status) in zip(people, STATES, strict=False):
            work.scores.add(
                Score(
                    activity_id=activity.id,
                    organization_id=activity.organization_id,
                    person_id=part.person_id,
                    subject=str(part.person_id),
                    given=3.33,
                    maximum=10.0,
                    state=state,
                    reason=reason,
                    status=status,
                    updated_at=hub.clock.now() - timedelta(hours=3),
                )
            )
