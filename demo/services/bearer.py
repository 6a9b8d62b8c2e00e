"""Access tokens handed out and not yet expired: whose they are and what they allow.

Tokens are opaque and live in memory: a restart of the campus ends them all.
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from demo.directory import Institution
from demo.tools import Tool

LIFETIME = 3600
"""Seconds a token works."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token allows.

    Attributes:
        institution: whose registration of a tool asked for it.
        tool: which one.
        scopes: what it may be used for.
        expires: in the clock of the `AccessTokens`.
    """

    institution: Institution
    tool: Tool
    scopes: frozenset[str]
    expires: float

    def allows(self, *scopes: str) -> bool:
        """Whether any of these scopes is among its own."""
        return not self.scopes.isdisjoint(scopes)


class AccessTokens:
    """Issues and recognises tokens.

    Args:
        now: monotonic seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._grants: dict[str, Grant] = {}

    def issue(self, institution: Institution, tool: Tool, scopes: Iterable[str]) -> str:
        """A new token."""
        token = secrets.token_hex(16)
        with self._lock:
            now = self._now()
            self._grants = {key: kept for key, kept in self._grants.items() if kept.expires > now}
            self._grants[token] = Grant(institution, tool, frozenset(scopes), now + LIFETIME)
        return token

    def grant(self, authorization: str) -> Grant | None:
        """What an `Authorization` header allows; None when it holds no token that works."""
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer":
            return None
        with self._lock:
            found = self._grants.get(token.strip())
            return found if found and found.expires > self._now() else None

    def revoke_all(self) -> None:
        """Let no token work any more, as platforms do when they are maintained."""
        with self._lock:
            self._grants.clear()
