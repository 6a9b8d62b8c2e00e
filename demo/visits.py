"""Launches on their way: each login hint is handed out for one visit and taken once.

A hint binds the answer of the authorisation endpoint to the person, tool and looks of the page
that started the login, so the campus needs no cookie, which browsers may withhold in frames. Hints
live in memory: a restart of the campus ends the logins on their way.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from demo.directory import CampusPerson, Course, Institution
from demo.messages import Message
from demo.tools import Tool

LIFETIME = 300.0
"""Seconds between opening the page and the tool's authentication request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody opening a tool.

    Attributes:
        course: where; None outside any course.
        message: what the tool is told.
        locale: BCP 47 tag of the campus's language.
        theme: "light", "dark" or "contrast".
        window: whether it opens in a tab of its own instead of an iframe.
    """

    institution: Institution
    person: CampusPerson
    course: Course | None
    tool: Tool
    message: Message
    locale: str
    theme: str
    window: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        """The way to the page it starts from, as in its address."""
        label = (self.course.label,) if self.course else ()
        return (self.institution.slug, self.person.key, *label)


class Visits:
    """Hints handed out and not yet used.

    Args:
        now: monotonic seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[float, Visit]] = {}

    def announce(self, visit: Visit, shape: Callable[[str], str]) -> str:
        """Remember a visit.

        Args:
            visit: who opens what.
            shape: turns a random token into a hint that looks like the dialect's.

        Returns:
            The hint, unguessable.
        """
        hint = shape(secrets.token_urlsafe(24))
        with self._lock:
            now = self._now()
            self._waiting = {h: kept for h, kept in self._waiting.items() if kept[0] > now}
            self._waiting[hint] = (now + LIFETIME, visit)
        return hint

    def take(self, hint: str) -> Visit | None:
        """The visit of a hint, once; None when unknown, used or too old."""
        with self._lock:
            expires, visit = self._waiting.pop(hint, (0.0, None))
            return visit if expires > self._now() else None
