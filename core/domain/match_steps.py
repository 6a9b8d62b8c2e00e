"""The state machine of a match: every step it may take, who may take it, what can be undone.

The same table, for people, is in docs/reference/matches.md; a test keeps the two alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


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
    LATER = "later"  # not now, the mentor says: ask again in some weeks
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"  # no answer in time
    PLACED = "placed"  # the mentee found another mentor meanwhile
    FULL = "full"  # the mentor gave their last place to somebody else meanwhile
    LEFT = "left"


class DeclineReason(StrEnum):
    """Why a mentor says no. What these say about the mentor and about the pair is learned from."""

    NO_TIME = "no_time"
    NOT_MY_FIELD = "not_my_field"
    KNOW_EACH_OTHER = "know_each_other"
    ON_LEAVE = "on_leave"
    OTHER = "other"


class Mover(StrEnum):
    """Who moves a match."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    MANAGER = "manager"
    RULE = "rule"  # nobody: a rule of ours, such as the response clock


UNDO_WITHIN = timedelta(hours=24)
"""For how long a step can be undone, by whoever made it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step a match may take.

    Attributes:
        reason: of an end; None otherwise.
        undo: whether it can be undone.
    """

    before: MatchState
    after: MatchState
    movers: frozenset[Mover]
    reason: EndReason | None = None
    undo: bool = False


def _steps() -> Iterator[Step]:
    state, why = MatchState, EndReason
    mentee, mentor = frozenset({Mover.MENTEE}), frozenset({Mover.MENTOR})
    manager, rule = frozenset({Mover.MANAGER}), frozenset({Mover.RULE})
    two = mentee | mentor
    yield Step(state.PROPOSED, state.APPROVED, manager, undo=True)
    yield Step(state.APPROVED, state.OFFERED, manager | rule, undo=True)
    yield Step(state.APPROVED, state.ACCEPTED, manager)
    for early in (state.PROPOSED, state.APPROVED):
        yield Step(early, state.ENDED, manager | rule, why.WITHDRAWN)
        yield Step(early, state.ENDED, rule, why.EXPIRED)
        yield Step(early, state.ENDED, rule, why.PLACED)
    yield Step(state.OFFERED, state.ACCEPTED, mentor)
    yield Step(state.OFFERED, state.ENDED, mentor, why.DECLINED, undo=True)
    yield Step(state.OFFERED, state.ENDED, mentor, why.LATER, undo=True)
    yield Step(state.OFFERED, state.ENDED, mentee | rule, why.WITHDRAWN, undo=True)
    yield Step(state.OFFERED, state.ENDED, rule, why.EXPIRED)
    yield Step(state.OFFERED, state.ENDED, rule, why.PLACED)
    yield Step(state.OFFERED, state.ENDED, rule, why.FULL)
    yield Step(state.OFFERED, state.ENDED, two | manager, why.LEFT)
    yield Step(state.ACCEPTED, state.ACTIVE, two)
    yield Step(state.ACTIVE, state.PAUSED, two | manager)
    yield Step(state.PAUSED, state.ACTIVE, two | manager)
    yield Step(state.ACTIVE, state.COMPLETED, two | manager)
    for going in (state.ACCEPTED, state.ACTIVE, state.PAUSED):
        yield Step(going, state.ENDED, two | manager | rule, why.LEFT, undo=True)


STEPS = tuple(_steps())
"""Every step there is. A match begins proposed by a run, or offered by its mentee's request."""

TRANSITIONS: dict[MatchState, frozenset[MatchState]] = {
    before: frozenset(step.after for step in STEPS if step.before is before)
    for before in MatchState
}
OPEN_STATES = frozenset(
    {MatchState.OFFERED, MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED}
)
OCCUPYING_STATES = frozenset({MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED})
"""States that use up one place of a mentor's capacity."""
UNANSWERED_STATES = frozenset({MatchState.PROPOSED, MatchState.APPROVED, MatchState.OFFERED})
"""States in which the mentor has not said yes."""


def step_of(before: MatchState | None, after: MatchState, reason: EndReason | None) -> Step | None:
    """The step that leads from one state to another; None if there is none."""
    wanted = (before, after, reason)
    return next((s for s in STEPS if (s.before, s.after, s.reason) == wanted), None)
