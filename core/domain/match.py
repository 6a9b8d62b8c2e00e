"""A match between a mentee and a mentor: one explicit state machine."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.domain.identifiers import MatchId, OrganizationId, PersonId, ProgramId
from core.errors import ConflictError


class MatchState(StrEnum):
    """Where a match stands."""

    PROPOSED = "proposed"  # computed, nobody told
    APPROVED = "approved"  # a person approved it
    OFFERED = "offered"  # the mentor is asked
    ACCEPTED = "accepted"  # both know, not yet met
    ACTIVE = "active"  # they meet
    PAUSED = "paused"
    COMPLETED = "completed"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why a match ended before it was completed."""

    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    LEFT = "left"


TRANSITIONS: dict[MatchState, frozenset[MatchState]] = {
    MatchState.PROPOSED: frozenset({MatchState.APPROVED, MatchState.ENDED}),
    MatchState.APPROVED: frozenset({MatchState.OFFERED, MatchState.ENDED}),
    MatchState.OFFERED: frozenset({MatchState.ACCEPTED, MatchState.ENDED}),
    MatchState.ACCEPTED: frozenset({MatchState.ACTIVE, MatchState.ENDED}),
    MatchState.ACTIVE: frozenset({MatchState.PAUSED, MatchState.COMPLETED, MatchState.ENDED}),
    MatchState.PAUSED: frozenset({MatchState.ACTIVE, MatchState.ENDED}),
    MatchState.COMPLETED: frozenset(),
    MatchState.ENDED: frozenset(),
}

OPEN_STATES = frozenset(
    {MatchState.OFFERED, MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED}
)
OCCUPYING_STATES = frozenset({MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED})
"""States that use up one place of a mentor's capacity."""
UNANSWERED_STATES = frozenset({MatchState.PROPOSED, MatchState.APPROVED, MatchState.OFFERED})
"""States in which the mentor has not said yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One mentee, one mentor, one programme.

    Attributes:
        note: what the mentee wrote with the request.
        score: probability of a good match when it was asked for, 0 to 1; None if unknown.
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
    created_at: datetime
    updated_at: datetime
    version: int = 1

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
            self, state=state, end_reason=end_reason, updated_at=at, version=self.version + 1
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchEvent:
    """One step of a match, kept for ever: who moved it, from where, to where.

    Attributes:
        actor_id: None when nobody did, but a rule of ours.
    """

    match_id: MatchId
    organization_id: OrganizationId
    at: datetime
    actor_id: PersonId | None
    before: MatchState | None
    after: MatchState
    end_reason: EndReason | None = None
