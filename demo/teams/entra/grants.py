"""What Entra remembers: consents, codes on their way, refresh tokens, who needs a second factor.

In memory until the campus restarts.
"""

import hashlib
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from hmac import compare_digest

LIFETIME = 600.0
"""Seconds between a code and its exchange."""
FREE = frozenset({"openid", "profile", "email", "offline_access", "access_as_user"})
"""What needs no consent of its own: the tab's sign-in covers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A sign-in that waits for its exchange.

    Attributes:
        object_id: who signed in.
        scopes: what they consented to.
        challenge: PKCE's, by method S256; empty when there is none.
    """

    object_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    nonce: str
    challenge: str

    def proves(self, verifier: str) -> bool:
        """Whether a PKCE verifier fits (RFC 7636, section 4.6)."""
        if not self.challenge:
            return True
        digest = hashlib.sha256(verifier.encode()).digest()
        made = urlsafe_b64encode(digest).rstrip(b"=").decode()
        return compare_digest(made, self.challenge)


@dataclass(slots=True)
class Grants:
    """All of it, for one app.

    Attributes:
        now: monotonic seconds.
        second_factor: object ids of people who have to prove themselves twice.
    """

    now: Callable[[], float] = time.monotonic
    second_factor: set[str] = field(default_factory=set)
    _consents: dict[str, set[str]] = field(default_factory=dict)
    _codes: dict[str, tuple[float, Code]] = field(default_factory=dict)
    _refresh: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def consent(self, object_id: str, scopes: Collection[str]) -> None:
        """Somebody allows the app something."""
        with self._lock:
            self._consents.setdefault(object_id, set()).update(map(_short, scopes))

    def withdraw(self, object_id: str) -> None:
        """Somebody takes back all that they allowed."""
        with self._lock:
            self._consents.pop(object_id, None)

    def missing(self, object_id: str, scopes: Collection[str]) -> frozenset[str]:
        """What of this somebody has not allowed yet."""
        with self._lock:
            given = self._consents.get(object_id, set())
            return frozenset(map(_short, scopes)) - FREE - given - {".default"}

    def allowed(self, object_id: str) -> frozenset[str]:
        """What somebody has allowed."""
        with self._lock:
            return frozenset(self._consents.get(object_id, ()))

    def issue_code(self, code: Code) -> str:
        """A code to be exchanged once."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._codes[token] = (self.now() + LIFETIME, code)
        return token

    def take_code(self, token: str) -> Code | None:
        """What a code is for, once; None when unknown, used or too old."""
        with self._lock:
            until, code = self._codes.pop(token, (0.0, None))
        return code if until > self.now() else None

    def issue_refresh(self, object_id: str, scopes: tuple[str, ...]) -> str:
        """A refresh token."""
        token = f"1.{secrets.token_urlsafe(32)}"
        with self._lock:
            self._refresh[token] = (object_id, scopes)
        return token

    def refreshes(self, token: str) -> tuple[str, tuple[str, ...]] | None:
        """Whom a refresh token is for, and for what."""
        with self._lock:
            return self._refresh.get(token)


def _short(scope: str) -> str:
    """A scope without its resource."""
    return scope.rpartition("/")[2]
