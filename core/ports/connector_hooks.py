"""Connectors that are told of changes by webhooks.

A webhook is only a hint: it makes us pull, and what it says is never stored as a record. Deliveries
come to /hooks/<token>, are verified, remembered against repetition, and answered at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from core.ports.connectors import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What the other side keeps of our wish to be told.

    Attributes:
        id: theirs, to renew and to end it.
        secret: signs what they send; "" if it is not signed with one of its own.
        expires_at: when it has to be renewed; None for never.
    """

    id: str
    secret: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One request to the address of a hook.

    Attributes:
        headers: names in lower case.
        query: parameters of the URL.
        body: raw, at most 1 MB: signatures are over these bytes.
        at: when it came.
    """

    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What a verified delivery says.

    Attributes:
        delivery_id: the same when it is sent again; "" if they send none: then its bytes count.
        streams: which streams may have changed; empty for all.
    """

    delivery_id: str = ""
    streams: frozenset[str] = frozenset()


@runtime_checkable
class Hooked(Protocol):
    """A connector with `Manifest.hooks`. It is a Connector besides."""

    def subscribe(self, context: Context, url: str) -> Subscription:
        """Ask to be told at a URL. Raises as Connector.check."""
        ...

    def renew(self, context: Context, subscription: Subscription, url: str) -> Subscription:
        """Prolong it; a new one where that is how it is done. Raises as Connector.check."""
        ...

    def unsubscribe(self, context: Context, subscription: Subscription) -> None:
        """End it; one that is gone already is no error. Raises as Connector.check."""
        ...

    def handshake(self, delivery: Delivery) -> str | None:
        """What to answer, as plain text, to a request that only asks whether we listen."""
        ...

    def receive(self, secret: str, delivery: Delivery) -> Hint:
        """Verify a delivery: its signature in constant time, and that it is not old.

        Args:
            secret: of the subscription.
            delivery: as it came.

        Raises:
            NotAuthorisedError: it is not theirs, or too old.
        """
        ...
