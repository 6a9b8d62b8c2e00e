"""Platforms' public keys (JWKS), fetched when needed and kept as key objects.

- Kept for an hour, and for a day if the platform cannot be reached meanwhile.
- An unknown kid fetches anew (the platform rotated its keys), at most once a minute a
  registration, so that made-up kids cannot make us hammer a platform.
- Only RSA keys of at least 2048 bits, meant for signatures, count.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import InvalidKeyError
from jwt.algorithms import RSAAlgorithm

from core.domain.identifiers import RegistrationId
from core.domain.registration import Registration
from core.errors import InvalidInputError, UnavailableError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp
from lti.refusal import unverified

FRESH = timedelta(hours=1)
USABLE = timedelta(days=1)
PAUSE = timedelta(minutes=1)
PAUSE_AFTER_FAILURE = timedelta(seconds=10)
MIN_BITS = 2048
_OK = 200
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _KeySet:
    """One registration's keys; its lock makes parallel launches fetch once."""

    keys: Mapping[str, RSAPublicKey] = field(default_factory=dict)
    fetched_at: datetime | None = None
    wait_until: datetime | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def younger_than(self, age: timedelta, now: datetime) -> bool:
        return self.fetched_at is not None and now - self.fetched_at < age


class PlatformKeys:
    """Finds platforms' public keys. One per process; safe to share between threads."""

    def __init__(self, http: OutboundHttp, clock: Clock) -> None:
        self._http = http
        self._clock = clock
        self._sets: dict[tuple[RegistrationId, str], _KeySet] = {}

    def key(self, registration: Registration, kid: str) -> RSAPublicKey:
        """The platform's key of that id.

        Raises:
            ForbiddenError: the platform has no such key.
            UnavailableError: its keys cannot be had.
        """
        # The URL belongs to the key: a corrected registration starts afresh.
        known = self._sets.setdefault((registration.id, registration.jwks_url), _KeySet())
        with known.lock:
            now = self._clock.now()
            if kid not in known.keys or not known.younger_than(FRESH, now):
                self._refresh(known, registration, now)
            if kid not in known.keys:
                raise unverified("the platform has no key of this id (kid)")
            return known.keys[kid]

    def _refresh(self, known: _KeySet, registration: Registration, now: datetime) -> None:
        usable = known.younger_than(USABLE, now)
        if known.wait_until is not None and now < known.wait_until:
            if usable:
                return
            raise UnavailableError(
                "The keys of your LMS could not be fetched a moment ago. Try again in a minute."
            )
        try:
            keys = self._fetch(registration.jwks_url)
        except UnavailableError:
            known.wait_until = now + PAUSE_AFTER_FAILURE
            _log.warning("platform keys unavailable", registration_id=str(registration.id))
            if not usable:
                raise
            return
        known.keys, known.fetched_at, known.wait_until = keys, now, now + PAUSE

    def _fetch(self, url: str) -> dict[str, RSAPublicKey]:
        try:
            answer = self._http.get(url, {"Accept": "application/json"})
        except InvalidInputError as error:
            # Nobody typed this URL just now: the registration, or the name behind it, went bad.
            raise UnavailableError(error.message, **error.params) from error
        document = answer.json() if answer.status == _OK else None
        entries = document.get("keys") if isinstance(document, dict) else None
        if not isinstance(entries, list):
            raise UnavailableError(
                "The key set of your LMS cannot be read (status %(status)s). Its administrator "
                "should check the key set URL of this tool's registration.",
                status=answer.status,
            )
        # Of two keys with one id the first counts.
        found = [(e["kid"], k) for e in entries if (k := public_key(e)) is not None]
        return dict(reversed(found))


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
