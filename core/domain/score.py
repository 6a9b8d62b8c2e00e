"""A score on its way into an LMS's gradebook."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

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
        updated_at: when its points or its state last changed; an attempt is no change.
        attempts: since the points last changed; 0 means that `posted_at` is of other points.
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

    def worth(self, subject: str, given: float, maximum: float, at: datetime) -> "Score":
        """This score with other points, waiting to be sent; itself if nothing changes.

        Once it was tried to send it, it only rises, in relation to its maximum: nobody loses
        points that a gradebook may have shown them.
        """
        same = (self.subject, self.given, self.maximum) == (subject, given, maximum)
        falls = given * self.maximum < self.given * maximum
        if same or (falls and self.posted_at is not None):
            return self
        waiting = self._changed(at, state=ScoreState.WAITING, reason=None, status=None, attempts=0)
        return replace(waiting, subject=subject, given=given, maximum=maximum)

    def attempted(self, now: datetime) -> "Score":
        """This score as it is kept before it is sent.

        The first attempt at new points gets a later timestamp than everything before; all others
        repeat it, so that whichever of them arrives counts once.
        """
        posted_at = self.posted_at if self.attempts else None
        if posted_at is None:
            posted_at = now.replace(microsecond=0)
            if self.posted_at is not None:
                posted_at = max(posted_at, self.posted_at + timedelta(seconds=1))
        return self._changed(self.updated_at, posted_at=posted_at, attempts=self.attempts + 1)

    def taken(self, attempt: "Score", at: datetime) -> "Score":
        """This score after the gradebook took an attempt; newer points go on waiting."""
        if self._is(attempt):
            sent = {"state": ScoreState.SENT, "reason": None, "status": None}
            return self._changed(at, sent=attempt.given, **sent)
        if self.state is ScoreState.SENT:
            return self
        return self._changed(self.updated_at, sent=attempt.given)

    def failed(
        self, attempt: "Score", reason: ParkedReason, status: int | None, at: datetime
    ) -> "Score":
        """This score after an attempt that led to nothing; newer points go on waiting."""
        if self._is(attempt) and self.state is ScoreState.WAITING:
            return self.parked(reason, status, at)
        return self

    def parked(self, reason: ParkedReason, status: int | None, at: datetime) -> "Score":
        """This score, kept back until somebody or something changes."""
        return self._changed(at, state=ScoreState.PARKED, reason=reason, status=status)

    def again(self, at: datetime) -> "Score":
        """This score, to be sent once more.

        Under a timestamp of its own, which no grade that came meanwhile can turn away, unless one
        of the attempts so far may have arrived.
        """
        unsure = self.state is ScoreState.PARKED and (
            self.attempts > 1 or (self.attempts == 1 and self.reason is ParkedReason.UNREACHABLE)
        )
        return self._changed(
            at, state=ScoreState.WAITING, reason=None, status=None, attempts=int(unsure)
        )

    def _is(self, attempt: "Score") -> bool:
        """Whether this still is what was sent: other points would have other timestamps."""
        return self.attempts > 0 and self.posted_at == attempt.posted_at

    def _changed(self, at: datetime, **changes: Any) -> "Score":
        return replace(self, updated_at=at, version=self.version + 1, **changes)
