"""What may be used once: nonces and token ids, remembered until they would have expired anyway."""

import threading
import time
from collections.abc import Callable


class UsedOnce:
    """Remembers what was used.

    Args:
        now: seconds since the epoch.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._used: dict[tuple[str, str], float] = {}

    def use(self, owner: str, value: str, until: float) -> bool:
        """Use a value; False if its owner used it before.

        Args:
            owner: two owners may use the same value.
            value: what is used.
            until: seconds since the epoch; later uses would be refused for their age.
        """
        with self._lock:
            now = self._now()
            self._used = {known: end for known, end in self._used.items() if end > now}
            if (owner, value) in self._used:
                return False
            self._used[owner, value] = until
            return True
