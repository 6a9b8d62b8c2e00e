"""Public keys of Microsoft's token services, fetched when needed and kept as key objects.

- Kept for a day, and for five if they cannot be fetched meanwhile.
- An unknown kid fetches anew (keys were rotated), at most once a minute, so that made-up kids
  cannot make us hammer anybody; requests that come meanwhile wait for the one fetch.
- Only RSA keys of at least 2048 bits, meant for signatures, count.

https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import InvalidKeyError
from jwt.algorithms import RSAAlgorithm

from core.errors import InvalidInputError, UnavailableError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp

FRESH = timedelta(days=1)
USABLE = timedelta(days=5)
PAUSE = timedelta(minutes=1)
PAUSE_AFTER_FAILURE = timedelta(seconds=10)
MIN_BITS = 2048
_OK = 200
_log = structlog.get_logger(__name__)


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


class KeyCache:
    """One service's keys. One per process; safe to share between threads.

    Args:
        fetch: gets the keys by kid, or raises UnavailableError.
        clock: how old they are.
    """

    def __init__(self, fetch: Callable[[], Mapping[str, SigningKey]], clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched_at: datetime | None = None
        self._wait_until: datetime | None = None
        self._lock = threading.Lock()

    def key(self, kid: str) -> SigningKey | None:
        """The key of that id; None if there is none.

        Raises:
            UnavailableError: the keys cannot be had.
        """
        with self._lock:
            now = self._clock.now()
            if kid not in self._keys or not self._younger_than(FRESH, now):
                self._refresh(now)
            return self._keys.get(kid)

    def _younger_than(self, age: timedelta, now: datetime) -> bool:
        return self._fetched_at is not None and now - self._fetched_at < age

    def _refresh(self, now: datetime) -> None:
        usable = self._younger_than(USABLE, now)
        if self._wait_until is not None and now < self._wait_until:
            if usable:
                return
            raise UnavailableError(
                "Microsoft's keys could not be fetched a moment ago. Try again in a minute."
            )
        try:
            keys = self._fetch()
        except UnavailableError:
            self._wait_until = now + PAUSE_AFTER_FAILURE
            _log.warning("Microsoft's keys are unavailable")
            if not usable:
                raise
            return
        self._keys, self._fetched_at, self._wait_until = keys, now, now + PAUSE


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
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        return None
    if entry.get("use", "sig") != "sig" or entry.get("alg", "RS256") != "RS256":
        return None
    try:
        key = RSAAlgorithm.from_jwk(entry)
    except (InvalidKeyError, ValueError, TypeError, AttributeError):
        return None
    # A set with private keys in it is a mishap over there; nothing is trusted from it.
    if not isinstance(key, RSAPublicKey) or key.key_size < MIN_BITS:
        return None
    endorsed = entry.get("endorsements")
    names = endorsed if isinstance(endorsed, list) else []
    issuer = entry.get("issuer", "")
    return SigningKey(
        key,
        frozenset(name for name in names if isinstance(name, str)),
        issuer if isinstance(issuer, str) else "",
    )
