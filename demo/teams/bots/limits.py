"""How often a bot may speak: windows per conversation and per tenant, as Teams has them.

Docs: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Windows = Sequence[tuple[int, float]]
PER_THREAD: Windows = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
"""Most messages in so many seconds."""
PER_TENANT: Windows = ((30, 1.0),)
"""Most requests of an app in a tenant."""


@dataclass(slots=True)
class Limits:
    """What was sent lately.

    Attributes:
        now: monotonic seconds.
    """

    now: Callable[[], float] = time.monotonic
    _sent: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, tenant: str, thread: str = "") -> int:
        """Count a request, or say in how many seconds the next one may come; 0 when it may now.

        Args:
            tenant: where.
            thread: id of the conversation that it adds to; empty if none.
        """
        with self._lock:
            now = self.now()
            wanted = [(f"tenant {tenant}", PER_TENANT)]
            if thread:
                wanted.append((f"thread {thread}", PER_THREAD))
            wait = max(self._wait(name, windows, now) for name, windows in wanted)
            if wait > 0:
                return math.ceil(wait)
            for name, _ in wanted:
                self._sent.setdefault(name, deque()).append(now)
            return 0

    def _wait(self, name: str, windows: Windows, now: float) -> float:
        sent = self._sent.get(name, deque())
        longest = max(seconds for _, seconds in windows)
        while sent and sent[0] <= now - longest:
            sent.popleft()
        waits = [0.0]
        for most, seconds in windows:
            if len(sent) >= most:
                waits.append(sent[-most] + seconds - now)
        return max(waits)
