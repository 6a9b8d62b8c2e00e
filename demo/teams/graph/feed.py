"""Activity feeds: what apps told people."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One thing told.

    Attributes:
        kind: its activity type.
        topic: what it is about.
        preview: its text.
        link: where it leads, a link into Teams.
        at: seconds since 1970.
    """

    kind: str
    topic: str
    preview: str
    link: str
    at: float


@dataclass(slots=True)
class Feed:
    """Everybody's.

    Attributes:
        now: seconds since 1970.
    """

    now: Callable[[], float] = time.time
    _told: dict[str, list[FeedEntry]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def tell(self, object_id: str, kind: str, topic: str, preview: str, link: str) -> None:
        """Tell somebody something."""
        entry = FeedEntry(kind=kind, topic=topic, preview=preview, link=link, at=self.now())
        with self._lock:
            self._told.setdefault(object_id, []).append(entry)

    def of(self, object_id: str) -> list[FeedEntry]:
        """What somebody was told, the newest first."""
        with self._lock:
            return self._told.get(object_id, [])[::-1]
