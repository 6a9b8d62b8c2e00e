"""Teachers choosing content: requests on their way, and answers not yet saved.

A selection is waiting, then answered, then gone; each step happens once. Its token is part of the
return URL, as the session key is in Moodle's and signed data in Canvas's, so that the tool's form,
posted from another site without cookies, finds its teacher.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from demo.content_items import ContentItem
from demo.directory import CampusPerson, Course, Institution
from demo.looks import Looks
from demo.messages import Rules
from demo.tools import Tool

LIFETIME = 3600.0
"""Seconds a teacher may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A teacher choosing content of a tool for a course.

    Attributes:
        placement: name of the place it was opened from.
        data: what the tool has to return; None if it got none.
        looks: of the page it was opened from.
    """

    institution: Institution
    person: CampusPerson
    course: Course
    tool: Tool
    placement: str
    rules: Rules
    data: str | None
    looks: Looks


class Selections:
    """All selections of all teachers.

    Args:
        now: monotonic seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[float, Selection]] = {}
        self._answered: dict[str, tuple[float, Selection, tuple[ContentItem, ...]]] = {}

    def begin(self, selection: Selection) -> str:
        """Remember one; returns its token."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            now = self._now()
            self._waiting = {t: kept for t, kept in self._waiting.items() if kept[0] > now}
            self._answered = {t: kept for t, kept in self._answered.items() if kept[0] > now}
            self._waiting[token] = (now + LIFETIME, selection)
        return token

    def waiting(self, token: str) -> Selection | None:
        """The selection that still waits for its answer."""
        with self._lock:
            expires, selection = self._waiting.get(token, (0.0, None))
            return selection if expires > self._now() else None

    def answer(self, token: str, items: tuple[ContentItem, ...]) -> bool:
        """Keep what was chosen; False if another answer was quicker."""
        with self._lock:
            expires, selection = self._waiting.pop(token, (0.0, None))
            if selection is None:
                return False
            self._answered[token] = (expires, selection, items)
            return True

    def save(self, token: str) -> tuple[Selection, tuple[ContentItem, ...]] | None:
        """What was chosen, handed out once; None when unknown, saved or too old."""
        with self._lock:
            kept = self._answered.pop(token, None)
            return kept[1:] if kept and kept[0] > self._now() else None
