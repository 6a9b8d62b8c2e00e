"""Telling other systems what happens, after Standard Webhooks.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

An event says what happened to what, by ids and names of states: never what somebody wrote, and no
name of a person. Every endpoint that listens gets its own delivery of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from core.domain.identifiers import OrganizationId, WebhookEndpointId, WebhookEventId
from core.sentence import Sentence

RETRIES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long after each try the next one comes; after the last a delivery has failed."""
JITTER = 0.1
"""By which share of its length a pause may be longer."""
SLOWER = timedelta(minutes=5)
"""The least pause when the other side says that it is too much (429, 502, 504)."""
LONGEST_PAUSE = timedelta(hours=24)
FAILING_FOR = timedelta(days=5)
"""After so long without any success an endpoint is switched off."""
OLD_SECRET_KEPT = timedelta(days=1)
"""For how long both secrets sign after a rotation."""


class EventType(StrEnum):
    """What can be told."""

    MATCH_OFFERED = "match.offered"
    MATCH_ACCEPTED = "match.accepted"
    MATCH_ACTIVE = "match.active"
    MATCH_ENDED = "match.ended"
    MEETING_LOGGED = "meeting.logged"
    MEETING_CONFIRMED = "meeting.confirmed"
    PARTICIPATION_JOINED = "participation.joined"
    PARTICIPATION_LEFT = "participation.left"
    RUN_PUBLISHED = "run.published"
    CONNECTION_FAILED = "connection.failed"
    TEST = "webhook.test"


CHOOSABLE = tuple(kind for kind in EventType if kind is not EventType.TEST)
"""What an endpoint may listen to; a test goes to where it is sent."""


class OffReason(StrEnum):
    """Why an endpoint is switched off."""

    HAND = "hand"  # an administrator
    GONE = "gone"  # it answered 410
    FAILING = "failing"  # nothing got through for days


class DeliveryState(StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    SKIPPED = "skipped"  # by an administrator


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """Something that happened.

    Attributes:
        data: what it happened to: ids, names of states, numbers; a few hundred bytes.
    """

    id: WebhookEventId
    organization_id: OrganizationId
    type: EventType
    at: datetime
    data: Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpoint:
    """An address that is told of events; its secrets are kept apart.

    Attributes:
        off: why it is switched off; None while it is on.
        failing_since: the first try since the last success; None if that was the last.
        secret_set_at: when its secret was made.
        old_secret_until: until when the secret before signs too; None if there is none.
    """

    id: WebhookEndpointId
    organization_id: OrganizationId
    url: str
    events: frozenset[EventType]
    off: OffReason | None = None
    failing_since: datetime | None = None
    secret_set_at: datetime
    old_secret_until: datetime | None = None
    created_at: datetime

    def switched(self, off: OffReason | None) -> "WebhookEndpoint":
        """This endpoint switched on or off; what failed before does not count any more."""
        return replace(self, off=off, failing_since=None)

    def failed(self, at: datetime) -> "WebhookEndpoint":
        """This endpoint after a try that did not succeed; off if none did for too long."""
        since = self.failing_since or at
        lost = at - since >= FAILING_FOR
        return replace(self, failing_since=since, off=OffReason.FAILING if lost else self.off)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDelivery:
    """One event for one endpoint.

    Attributes:
        number: counts all deliveries; an endpoint gets its own in this order.
        attempts: tries so far, since it was sent or sent again.
        next_at: when it is tried next; None unless it waits.
        tried_at: when it was tried last.
        status: of the last answer; None if there was none.
        problem: what went wrong the last time; None if nothing did.
    """

    number: int
    endpoint_id: WebhookEndpointId
    event: WebhookEvent
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    next_at: datetime | None = None
    tried_at: datetime | None = None
    status: int | None = None
    problem: Sentence | None = None

    def again(self, at: datetime) -> "WebhookDelivery":
        """This delivery waiting to be tried at once, with all its tries before it."""
        return replace(self, state=DeliveryState.WAITING, attempts=0, next_at=at)

    def tried(
        self, at: datetime, status: int | None, problem: Sentence | None, pause: timedelta
    ) -> "WebhookDelivery":
        """This delivery after a try.

        Args:
            at: when it was tried.
            status: of the answer, if there was one.
            problem: what went wrong; None for a success.
            pause: the least time until the next try.
        """
        attempts = self.attempts + 1
        after = replace(self, attempts=attempts, tried_at=at, status=status, problem=problem)
        if problem is None:
            return replace(after, state=DeliveryState.DELIVERED, next_at=None)
        if attempts > len(RETRIES):
            return replace(after, state=DeliveryState.FAILED, next_at=None)
        wait = max(RETRIES[attempts - 1], min(pause, LONGEST_PAUSE))
        return replace(after, next_at=at + wait * (1 + JITTER * self._share(attempts)))

    def _share(self, attempt: int) -> float:
        """From 0 to 1, differently for each event and try: many failed together return apart."""
        return sha256(self.event.id.bytes + bytes([attempt])).digest()[0] / 255
