"""Throwing away what has served its time."""

from core.ports.clock import Clock
from core.ports.unit_of_work import Storage

PURGE_EXPIRED = "purge_expired"


class Retention:
    """The job that removes ended sessions and abandoned logins."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def purge_expired(self) -> None:
        """Remove sessions and launch states that expired. Running it twice changes nothing."""
        now = self._clock.now()
        with self._storage.platform() as work:
            work.sessions.purge(now)
            work.launch_states.purge(now)
