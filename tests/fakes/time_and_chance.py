"""A clock that stands still until told, and randomness that counts."""

import time
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

PAUSE_S = 0.05


class FakeClock:
    def __init__(self, start: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

    def advance(self, **parts: float) -> None:
        self.time += timedelta(**parts)


class SlowClock(FakeClock):
    """Takes its time, so that what comes at once comes between reading and writing."""

    def now(self) -> datetime:
        time.sleep(PAUSE_S)
        return super().now()


class FakeEntropy:
    def __init__(self) -> None:
        self._numbers = count(1)

    def uuid(self) -> UUID:
        return UUID(int=next(self._numbers))

    def token(self) -> str:
        return f"token-{next(self._numbers):032d}"


class SlowEntropy:
    """As SlowClock."""

    def uuid(self) -> UUID:
        time.sleep(PAUSE_S)
        return uuid4()
