"""What becomes of a message in the ledger after something was tried.

Only what certainly did not arrive is tried again. Where nobody knows, it is not: the news goes by
e-mail instead, unless it was read meanwhile. So nothing is told twice in a chat, and nothing lost.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from core.domain.teams_delivery import DeliveryState, TeamsDelivery
from core.ports.messenger import (
    Blocked,
    Gone,
    Opened,
    Opening,
    Outcome,
    Refused,
    Sent,
    Throttled,
    TooBig,
    Unsure,
)
from core.services.teams.reach import BLOCKED

MOST_TRIES = 6
JITTER = 0.5
"""By which share of its length a pause may be longer."""
INSTALLING = timedelta(minutes=1)
"""How long Teams may take until the app is there."""
NOT_INSTALLED = "not_installed"
GONE = "gone"
_REASONS = {Blocked: BLOCKED, Gone: GONE, TooBig: "too_big"}
BY_MAIL = frozenset({DeliveryState.FELL_BACK, DeliveryState.UNSURE, DeliveryState.REFUSED})
"""States whose news goes by e-mail."""


def after(delivery: TeamsDelivery, outcome: Outcome, at: datetime) -> TeamsDelivery:
    """A message after it was sent.

    Args:
        delivery: as it was claimed.
        outcome: what came of it.
        at: when that was known.
    """
    match outcome:
        case Sent(activity_id):
            return replace(
                delivery, state=DeliveryState.SENT, reason="", activity_id=activity_id, sent_at=at
            )
        case Throttled():
            return later(delivery, outcome, at)
        case Unsure():
            return replace(delivery, state=DeliveryState.UNSURE, reason="no_answer")
        case Gone() if delivery.attempts < MOST_TRIES:
            return replace(delivery, state=DeliveryState.WAITING, reason=GONE, due_at=at)
        case Refused(code):
            return replace(delivery, state=DeliveryState.REFUSED, reason=code)
    return fallen_back(delivery, _REASONS[type(outcome)])


def opened(
    delivery: TeamsDelivery, opening: Opening, at: datetime, *, feed: bool = False
) -> TeamsDelivery:
    """A message after a chat with its recipient was asked for.

    Args:
        delivery: as it was claimed.
        opening: what came of it.
        at: when that was known.
        feed: whether it may go into their activity feed instead.
    """
    match opening:
        case Opened(conversation_id=conversation_id) if delivery.attempts < MOST_TRIES:
            return replace(
                delivery,
                state=DeliveryState.WAITING,
                reason="installing",
                conversation_id=conversation_id,
                due_at=at if conversation_id else at + INSTALLING,
            )
        case Throttled():
            return later(delivery, opening, at)
    if feed and delivery.attempts < MOST_TRIES:
        return replace(
            delivery,
            state=DeliveryState.WAITING,
            reason=NOT_INSTALLED,
            conversation_id="",
            due_at=at,
        )
    return fallen_back(delivery, NOT_INSTALLED)


def later(delivery: TeamsDelivery, why: Throttled, at: datetime) -> TeamsDelivery:
    """A message that was not taken: it waits, or after many tries it goes by e-mail."""
    if delivery.attempts >= MOST_TRIES:
        return fallen_back(delivery, why.reason)
    return replace(
        delivery,
        state=DeliveryState.WAITING,
        reason=why.reason,
        due_at=at + why.pause * (1 + JITTER * _share(delivery)),
    )


def untried(delivery: TeamsDelivery, due_at: datetime, reason: str) -> TeamsDelivery:
    """A message that was claimed and then not tried."""
    return replace(
        delivery,
        state=DeliveryState.WAITING,
        reason=reason,
        due_at=due_at,
        attempts=delivery.attempts - 1,
    )


def fallen_back(delivery: TeamsDelivery, reason: str) -> TeamsDelivery:
    """A message whose news goes by e-mail."""
    return replace(delivery, state=DeliveryState.FELL_BACK, reason=reason)


def dropped(delivery: TeamsDelivery, reason: str) -> TeamsDelivery:
    """A message with nothing left to tell."""
    return replace(delivery, state=DeliveryState.DROPPED, reason=reason)


def _share(delivery: TeamsDelivery) -> float:
    """From 0 to 1, differently for each message and try: many stopped together return apart."""
    return sha256(delivery.id.bytes + bytes([delivery.attempts])).digest()[0] / 255
