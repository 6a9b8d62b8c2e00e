"""Mentoring activities that teachers put into a course, and what mentees did for them."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.domain.identifiers import ActivityId, MatchId, OrganizationId, PersonId, RegistrationId
from core.errors import ConflictError


class ActivityKind(StrEnum):
    """What an activity asks of a mentee."""

    ONBOARDING = "onboarding"  # join and describe oneself
    FIND_MENTOR = "find_mentor"  # have an accepted match
    MEETINGS = "meetings"  # meet a number of times
    MILESTONE = "milestone"  # reach something; the mentor confirms it
    REFLECTION = "reflection"  # write about it; the mentor approves it
    PATH_STEP = "path_step"  # do one step of a learning path


APPROVED_BY_MENTOR = frozenset({ActivityKind.MILESTONE, ActivityKind.REFLECTION})
MEASURED = frozenset({ActivityKind.ONBOARDING, ActivityKind.FIND_MENTOR, ActivityKind.MEETINGS})
"""Kinds nobody has to report on: what happened is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One activity in one course.

    Attributes:
        origin_id: the activity this one was first; its own id unless the course was copied. It is
            what custom parameters and the gradebook's resourceId carry, so that copies are known
            again.
        instructions: what the mentee reads.
        target: how many meetings are asked for; 1 for other kinds.
        points: the most the gradebook gives; None is not graded.
        link_id: the resource link it is opened by; empty before the first launch.
        line_item_url: its column in the gradebook; empty until it is found or made.
    """

    id: ActivityId
    origin_id: ActivityId
    organization_id: OrganizationId
    registration_id: RegistrationId
    context_id: str
    kind: ActivityKind
    title: str
    instructions: str = ""
    target: int = 1
    points: float | None = None
    link_id: str = ""
    line_item_url: str = ""
    created_at: datetime

    @property
    def place(self) -> tuple[RegistrationId, str]:
        """The course it is in."""
        return self.registration_id, self.context_id


class WorkState(StrEnum):
    """Where somebody stands with an activity."""

    OPEN = "open"
    SUBMITTED = "submitted"  # the mentor is to look at it
    RETURNED = "returned"  # the mentor asks for more
    DONE = "done"


WORK_STEPS: dict[WorkState, frozenset[WorkState]] = {
    WorkState.OPEN: frozenset({WorkState.OPEN, WorkState.SUBMITTED, WorkState.DONE}),
    WorkState.SUBMITTED: frozenset(
        {WorkState.OPEN, WorkState.SUBMITTED, WorkState.RETURNED, WorkState.DONE}
    ),
    WorkState.RETURNED: frozenset({WorkState.RETURNED, WorkState.SUBMITTED, WorkState.DONE}),
    WorkState.DONE: frozenset({WorkState.DONE}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What one mentee did for one activity.

    Attributes:
        progress: steps done, of the activity's target.
        text: what they wrote; their own, shown to their mentor and, in a review, to the teacher.
        comment: what the mentor answered.
        match_id: the match it is part of; None for activities without a mentor.
        decided_by: who approved or returned it.
        version: counts changes; a write with an older version is a conflict.
    """

    activity_id: ActivityId
    organization_id: OrganizationId
    person_id: PersonId
    state: WorkState = WorkState.OPEN
    progress: int = 0
    text: str = ""
    comment: str = ""
    match_id: MatchId | None = None
    decided_by: PersonId | None = None
    created_at: datetime
    updated_at: datetime
    version: int = 1

    def moved(self, state: WorkState, at: datetime, **changes: object) -> "Work":
        """This work in another state, or changed in the same one.

        Raises:
            ConflictError: the states do not follow each other.
        """
        if state not in WORK_STEPS[self.state]:
            raise ConflictError(
                "This is not possible any more or not yet. Reload the page to see where it stands."
            )
        return replace(self, state=state, updated_at=at, version=self.version + 1, **changes)  # type: ignore[arg-type] # the callers name fields of this class


def share(activity: Activity, work: Work | None) -> float:
    """How much of an activity is done, 0 to 1: what is not approved yet does not count."""
    if work is None:
        return 0.0
    if work.state is WorkState.DONE:
        return 1.0
    return min(work.progress / activity.target, 1.0)
