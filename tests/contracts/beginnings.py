"""The moment at which every world begins, and the numbers it counts."""

from datetime import UTC, datetime
from itertools import count
from uuid import UUID

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_numbers = count(1)


def fresh() -> UUID:
    return UUID(int=next(_numbers))


def digest(number: int) -> bytes:
    return number.to_bytes(32, "big")
