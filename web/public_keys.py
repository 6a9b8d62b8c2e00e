"""Public keys of token services (JWKS), fetched when needed and kept as key objects.

- Kept for a while, and longer if they cannot be fetched meanwhile.
- An unknown kid fetches anew (keys were rotated), at most once a minute, so that made-up kids
  cannot make us hammer anybody; requests that come meanwhile wait for the one fetch.
- Only RSA keys of at least 2048 bits, meant for signatures, count.

Which service it is, and what is said while its keys cannot be had, is up to who verifies its
tokens: lti/platform_keys.py, teams_app/signing_keys.py.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import InvalidKeyError
from jwt.algorithms import RSAAlgorithm

from core.errors import UnavailableError
from core.ports.clock import Clock

PAUSE = timedelta(minutes=1)
PAUSE_AFTER_FAILURE = timedelta(seconds=10)
MIN_BITS = 2048
Key = TypeVar("Key")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How keys of a service are kept.

    Attributes:
        fresh: for so long they are not fetched again.
        usable: for so long they still count when they cannot be fetched.
        away: what is said when they could not be fetched a moment ago.
        service: whose they are, for the log.
    """

    fresh: timedelta
    usable: timedelta
    away: str
    service: str


class KeyCache(Generic[Key]):
    """One service's keys. One per process; safe to share between threads.

    Args:
        fetch: gets the keys by kid, or raises UnavailableError.
        clock: how old they are.
        keeping: how long they are kept.
    """

    def __init__(
        self, fetch: Callable[[], Mapping[str, Key]], clock: Clock, keeping: Keeping
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keeping = keeping
        self._keys: Mapping[str, Key] = {}
        self._fetched_at: datetime | None = None
        self._wait_until: datetime | None = None
        self._lock = threading.Lock()

    def key(self, kid: str) -> Key | None:
        """The key of that id; None if there is none.

        Raises:
            UnavailableError: the keys cannot be had.
        """
        with self._lock:
            now = self._clock.now()
            if kid not in self._keys or not self._younger_than(self._keeping.fresh, now):
                self._refresh(now)
            return self._keys.get(kid)

    def _younger_than(self, age: timedelta, now: datetime) -> bool:
        return self._fetched_at is not None and now - self._fetched_at < age

    def _refresh(self, now: datetime) -> None:
        usable = self._younger_than(self._keeping.usable, now)
        if self._wait_until is not None and now < self._wait_until:
            if usable:
                return
            raise UnavailableError(self._keeping.away)
        try:
            keys = self._fetch()
        except UnavailableError:
            self._wait_until = now + PAUSE_AFTER_FAILURE
            _log.warning("public keys unavailable", service=self._keeping.service)
            if not usable:
                raise
            return
        self._keys, self._fetched_at, self._wait_until = keys, now, now + PAUSE


def public_key(entry: Any) -> RSAPublicKey | None:
    """A usable key of a key set, or None."""
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        return None
    if entry.get("use", "sig") != "sig" or entry.get("alg", "RS256") != "RS256":
        return None
    try:
        key = RSAAlgorithm.from_jwk(entry)
    except (InvalidKeyError, ValueError, TypeError, AttributeError):
        return None
    # A set with private keys in it is a mishap over there; nothing is trusted from it.
    return key if isinstance(key, RSAPublicKey) and key.key_size >= MIN_BITS else None
