"""Steps of matches, stored and written into their history in the same unit of work."""

from collections.abc import Sequence
from dataclasses import replace

from core.domain.actor import Actor
from core.domain.match import (
    DeclineReason,
    EndReason,
    Match,
    MatchEvent,
    MatchState,
    Mover,
)
from core.domain.match_steps import step_of
from core.errors import ForbiddenError
from core.ports.clock import Clock
from core.ports.unit_of_work import TenantWork
from core.services.webhooks.events import record_steps


def step(
    work: TenantWork,
    match: Match,
    state: MatchState,
    actor: Actor | None,
    clock: Clock,
    end_reason: EndReason | None = None,
    *,
    decline_reason: DeclineReason | None = None,
    decline_note: str = "",
) -> Match:
    """Move a match and record who moved it; no actor means a rule of ours.

    Raises:
        ConflictError: the state machine has no such step, or somebody else was quicker.
        ForbiddenError: the step is not the actor's.
    """
    moved = match.moved(state, clock.now(), end_reason)
    check_mover(match, moved, actor)
    moved = replace(moved, decline_reason=decline_reason, decline_note=decline_note)
    work.matches.update(moved)
    record_steps(work, [(moved, event(moved, match.state, actor))])
    return moved


def end_all(
    work: TenantWork, matches: Sequence[Match], reason: EndReason, clock: Clock
) -> list[Match]:
    """End many by a rule of ours, in bulk. Raises as `step`."""
    ended = [match.moved(MatchState.ENDED, clock.now(), reason) for match in matches]
    work.matches.update_many(ended)
    record_steps(
        work,
        [
            (after, event(after, before.state, None))
            for before, after in zip(matches, ended, strict=True)
        ],
    )
    return ended


def check_mover(match: Match, moved: Match, actor: Actor | None) -> None:
    """Refuse a step that is not the actor's.

    Raises:
        ForbiddenError: it is not.
    """
    movers = {match.mover(actor.person_id if actor else None)}
    if actor is not None and (actor.manages or actor.administers):
        movers.add(Mover.MANAGER)
    allowed = step_of(match.state, moved.state, moved.end_reason)
    if allowed is None or not allowed.movers & movers:
        raise ForbiddenError("Somebody else decides this: the mentor, the mentee or a manager.")


def event(match: Match, before: MatchState | None, actor: Actor | None) -> MatchEvent:
    """The history line of a match that has just reached its state."""
    return MatchEvent(
        match_id=match.id,
        organization_id=match.organization_id,
        version=match.version,
        at=match.updated_at,
        actor_id=actor.person_id if actor else None,
        before=before,
        after=match.state,
        end_reason=match.end_reason,
        decline_reason=match.decline_reason,
    )
