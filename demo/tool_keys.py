"""The tool's public keys, fetched from its JWKS URL as a real platform does."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

MAX_AGE = 600.0
"""Seconds after which keys are fetched again."""
RELOAD_PAUSE = 5.0
"""Seconds between two reloads because of an unknown key id."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The last attempt.

    Attributes:
        keys: JWKs; empty when it failed.
        error: what went wrong, empty if nothing did.
    """

    at: datetime
    keys: tuple[Mapping[str, Any], ...] = ()
    error: str = ""


def fetch(url: str, certificates: Path | None = None) -> Fetched:
    """Ask the tool for its keys; never raises.

    Args:
        url: the tool's JWKS URL.
        certificates: authorities to trust; None for those everybody trusts.
    """
    at = datetime.now(UTC)
    try:
        with requests.Session() as session:
            # The tool is on this machine, where a proxy of the environment would not find it.
            session.trust_env = False
            session.verify = str(certificates) if certificates else True
            answer = session.get(url, timeout=(1, 2), allow_redirects=False)
        answer.raise_for_status()
        keys = answer.json()["keys"]
        return Fetched(at, tuple(key for key in keys if isinstance(key, dict)))
    except requests.RequestException as error:
        return Fetched(at, error=f"{url} did not answer with keys ({type(error).__name__}).")
    except (ValueError, KeyError, TypeError):
        return Fetched(at, error=f"{url} answered something that is not a key set.")


class ToolKeys:
    """Keeps what was fetched last.

    Args:
        url: the tool's JWKS URL.
        get: fetches a URL.
        now: monotonic seconds.
    """

    def __init__(
        self,
        url: str,
        get: Callable[[str], Fetched] = fetch,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url
        self._get = get
        self._now = now
        self._lock = threading.Lock()
        self._last: Fetched | None = None
        self._read = 0.0

    def latest(self) -> Fetched:
        """What is known, fetched now if never, failed or too old."""
        with self._lock:
            last = self._last
            if last is None or last.error or self._now() - self._read > MAX_AGE:
                last = self._load()
            return last

    def refresh(self) -> Fetched:
        """Fetch now."""
        with self._lock:
            return self._load()

    def find(self, kid: str) -> Mapping[str, Any] | None:
        """The key with that id; an unknown id makes the keys be fetched again, not too often."""
        found = _with_kid(self.latest(), kid)
        if found is None and self._now() - self._read > RELOAD_PAUSE:
            found = _with_kid(self.refresh(), kid)
        return found

    def _load(self) -> Fetched:
        self._last = self._get(self.url)
        self._read = self._now()
        return self._last


class Keyrings:
    """The keys of several tools, by the address they are fetched from.

    Args:
        known: those of one tool, kept from the start.
        get: fetches a URL.
    """

    def __init__(self, known: ToolKeys, get: Callable[[str], Fetched] = fetch) -> None:
        self._get = get
        self._lock = threading.Lock()
        self._known = {known.url: known}

    def at(self, url: str) -> ToolKeys:
        """The keys that are published at an address."""
        with self._lock:
            return self._known.setdefault(url, ToolKeys(url, self._get))


def _with_kid(fetched: Fetched, kid: str) -> Mapping[str, Any] | None:
    return next((key for key in fetched.keys if key.get("kid") == kid), None)
