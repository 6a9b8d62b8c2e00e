"""A score on its way into an LMS's gradebook."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.identifiers import ActivityId, OrganizationId, PersonId


class ScoreState(StrEnum):
    """Where a score is."""

    WAITING = "waiting"  # a job will post it
    SENT = "sent"  # the gradebook has it
    PARKED = "parked"  # the gradebook cannot take it now; the teacher sees why


class ParkedReason(StrEnum):
    """Why a score is parked."""

    NOT_IN_COURSE = "not_in_course"
    NO_GRADEBOOK = "no_gradebook"  # the course offers none, or not this scope
    REFUSED = "refused"  # the platform says no; its status is kept
    UNREACHABLE = "unreachable"  # every try failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The newest score of one person for one activity.

    Attributes:
        given, maximum: points; 0 <= given <= maximum.
        comment: plain text beside the grade; never somebody's own words.
        state, reason, status: where it is, why it is parked, and the HTTP status of a refusal.
        posted_at: the timestamp of the last attempt, kept before it is made: trying again with the
            same one cannot count twice. Whole seconds, strictly increasing per score.
        sent: the points the gradebook has from us; None if none.
        attempts: since the points last changed.
        version: counts changes; a write with an older version is a conflict.
    """

    activity_id: ActivityId
    organization_id: OrganizationId
    person_id: PersonId
    subject: str
    given: float
    maximum: float
    comment: str = ""
    state: ScoreState = ScoreState.WAITING
    reason: ParkedReason | None = None
    status: int | None = None
    posted_at: datetime | None = None
    sent: float | None = None
    attempts: int = 0
    updated_at: datetime
    version: int = 1
