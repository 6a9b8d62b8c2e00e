"""One step of a match, stored and written into its history in the same unit of work."""

from core.domain.actor import Actor
from core.domain.match import EndReason, Match, MatchEvent, MatchState
from core.ports.clock import Clock
from core.ports.unit_of_work import TenantWork


def step(
    work: TenantWork,
    match: Match,
    state: MatchState,
    actor: Actor | None,
    clock: Clock,
    end_reason: EndReason | None = None,
) -> Match:
    """Move a match and record who moved it; no actor means a rule of ours.

    Raises:
        ConflictError: the state machine has no such step, or somebody else was quicker.
    """
    moved = match.moved(state, clock.now(), end_reason)
    work.matches.update(moved)
    work.matches.record(event(moved, match.state, actor))
    return moved


def event(match: Match, before: MatchState | None, actor: Actor | None) -> MatchEvent:
    """The history line of a match that has just reached its state."""
    return MatchEvent(
        match_id=match.id,
        organization_id=match.organization_id,
        at=match.updated_at,
        actor_id=actor.person_id if actor else None,
        before=before,
        after=match.state,
        end_reason=match.end_reason,
    )
