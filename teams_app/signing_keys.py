"""Public keys of Microsoft's token services, kept for a day, and for five if they are away.

https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from core.errors import InvalidInputError, UnavailableError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp
from core.sentence import sentence
from web.public_keys import Keeping, KeyCache, public_key

FRESH = timedelta(days=1)
USABLE = timedelta(days=5)
AWAY = sentence("Microsoft's keys could not be fetched a moment ago. Try again in a minute.")
_OK = 200


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs tokens.

    Attributes:
        endorsements: the channels it may speak for; the Bot Framework's keys name them.
        issuer: whose tokens it signs, with "{tenantid}" for any tenant; Entra's keys name it.
    """

    public: RSAPublicKey
    endorsements: frozenset[str]
    issuer: str = ""


def microsoft_keys(
    fetch: Callable[[], Mapping[str, SigningKey]], clock: Clock
) -> KeyCache[SigningKey]:
    """The keys of one of Microsoft's services.

    Args:
        fetch: gets them by kid, or raises UnavailableError.
        clock: how old they are.
    """
    keeping = Keeping(fresh=FRESH, usable=USABLE, away=AWAY.message, service="microsoft")
    return KeyCache(fetch, clock, keeping)


def fetch_object(http: OutboundHttp, url: str) -> Mapping[str, Any]:
    """A JSON object.

    Raises:
        UnavailableError: the URL answers none, or may not be called.
    """
    try:
        answer = http.get(url, {"Accept": "application/json"})
    except InvalidInputError as error:
        # Nobody typed this URL just now: the setting, or the name behind it, is wrong.
        raise UnavailableError(error.message, **error.params) from error
    found = answer.json() if answer.status == _OK else None
    if not isinstance(found, dict):
        raise UnavailableError("Microsoft's keys cannot be read. Try again later.")
    return found


def signing_keys(document: Mapping[str, Any]) -> dict[str, SigningKey]:
    """The usable keys of a key set (JWKS), by kid; of two with one kid the first counts.

    Raises:
        UnavailableError: it is none.
    """
    entries = document.get("keys")
    if not isinstance(entries, list):
        raise UnavailableError("Microsoft's keys cannot be read. Try again later.")
    found = [(entry["kid"], key) for entry in entries if (key := _signing_key(entry)) is not None]
    return dict(reversed(found))


def _signing_key(entry: Any) -> SigningKey | None:
    key = public_key(entry)
    if key is None:
        return None
    endorsed, issuer = entry.get("endorsements"), entry.get("issuer", "")
    names = endorsed if isinstance(endorsed, list) else []
    return SigningKey(
        key,
        frozenset(name for name in names if isinstance(name, str)),
        issuer if isinstance(issuer, str) else "",
    )
