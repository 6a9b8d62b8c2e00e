"""A match between a mentee and a mentor: one explicit state machine (match_steps.py)."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.domain.identifiers import GroupId, MatchId, OrganizationId, PersonId, ProgramId
from core.domain.match_steps import (
    OCCUPYING_STATES,
    OPEN_STATES,
    TRANSITIONS,
    UNANSWERED_STATES,
    UNDO_WITHIN,
    DeclineReason,
    EndReason,
    MatchState,
    Mover,
    step_of,
)
from core.domain.response_clock import deadline, next_reminder
from core.errors import ConflictError

__all__ = [
    "OCCUPYING_STATES",
    "OPEN_STATES",
    "TRANSITIONS",
    "UNANSWERED_STATES",
    "DeclineReason",
    "EndReason",
    "Match",
    "MatchEvent",
    "MatchState",
    "Mover",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One mentee, one mentor, one programme.

    Attributes:
        note: what the mentee wrote with the request.
        score: probability of a good match when it was asked for, 0 to 1; None if unknown.
        decline_reason: why the mentor said no; None unless they did and said why.
        decline_note: what the mentor told the mentee with it.
        answer_by: when the request expires without an answer; None before it is offered.
        remind_at: when the mentor is reminded next; None if they are not (any more).
        group_id: the group in which the two meet; such a match takes no place of the mentor's own
            capacity, but one of the group's.
        version: counts changes; a write with an older version is a conflict.
    """

    id: MatchId
    organization_id: OrganizationId
    program_id: ProgramId
    mentee_id: PersonId
    mentor_id: PersonId
    state: MatchState
    note: str = ""
    score: float | None = None
    end_reason: EndReason | None = None
    decline_reason: DeclineReason | None = None
    decline_note: str = ""
    answer_by: datetime | None = None
    remind_at: datetime | None = None
    created_at: datetime
    updated_at: datetime
    group_id: GroupId | None = None
    version: int = 1

    @property
    def occupies(self) -> bool:
        """Whether it takes a place: one of the mentor's, and one of the mentee's mentors."""
        return self.group_id is None and self.state in OCCUPYING_STATES

    def moved(
        self, state: MatchState, at: datetime, end_reason: EndReason | None = None
    ) -> "Match":
        """This match in another state.

        Raises:
            ConflictError: the state machine has no such step.
        """
        if state not in TRANSITIONS[self.state]:
            raise ConflictError(
                "This is not possible any more or not yet. Reload the page to see where it stands."
            )
        return replace(
            self,
            state=state,
            end_reason=end_reason,
            remind_at=None,
            updated_at=at,
            version=self.version + 1,
        )

    def clocked(self, at: datetime, days: int, *, reminders: bool) -> "Match":
        """This request with its response clock started.

        Args:
            at: when it starts.
            days: the mentor has to answer.
            reminders: whether they are reminded meanwhile.
        """
        answer_by = deadline(at, days)
        remind_at = next_reminder(at, answer_by, at)
        return replace(self, answer_by=answer_by, remind_at=remind_at if reminders else None)

    def reminded(self, at: datetime) -> "Match":
        """This request after a reminder; of several that were missed, one is enough."""
        assert self.answer_by is not None, "only a started clock reminds"
        return replace(self, remind_at=next_reminder(self.updated_at, self.answer_by, at))

    def mover(self, actor_id: PersonId | None) -> Mover:
        """What somebody is to this match; nobody is a rule of ours."""
        known: dict[PersonId | None, Mover] = {
            None: Mover.RULE,
            self.mentee_id: Mover.MENTEE,
            self.mentor_id: Mover.MENTOR,
        }
        return known.get(actor_id, Mover.MANAGER)

    def undone(self, event: "MatchEvent", at: datetime) -> "Match":
        """This match as it was before its last step.

        Args:
            event: that step.
            at: now.

        Raises:
            ConflictError: it was not the last, cannot be undone at all, or not any more.
        """
        if event.before is None or event.version != self.version or not event.undoable(at):
            raise ConflictError("This cannot be undone any more. Reload the page to see why.")
        return replace(
            self,
            state=event.before,
            end_reason=None,
            decline_reason=None,
            decline_note="",
            answer_by=None,
            remind_at=None,
            updated_at=at,
            version=self.version + 1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchEvent:
    """One step of a match, kept for ever: who moved it, from where, to where, and why.

    Attributes:
        version: of the match after it; so the first is 1, and no number is left out.
        actor_id: None when nobody did, but a rule of ours.
        undoes: version of the step that this one takes back.
    """

    match_id: MatchId
    organization_id: OrganizationId
    version: int
    at: datetime
    actor_id: PersonId | None
    before: MatchState | None
    after: MatchState
    end_reason: EndReason | None = None
    decline_reason: DeclineReason | None = None
    undoes: int | None = None

    def undoable(self, at: datetime) -> bool:
        """Whether the step can still be undone, as far as the step alone decides."""
        if self.undoes is not None or self.actor_id is None:
            return False
        step = step_of(self.before, self.after, self.end_reason)
        return step is not None and step.undo and at - self.at <= UNDO_WITHIN
