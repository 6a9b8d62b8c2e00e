"""When people are free, on one clock: day parts of their own week turned into UTC."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from core.domain.profile import DAY_PARTS, DAYS, Profile
from core.engine.matching.comparison.people import Bools, Floats, People, Vectors

STEP_MINUTES = 15
"""Offsets from UTC are multiples of a quarter of an hour (Nepal: 5:45)."""
STEPS = 7 * 24 * 60 // STEP_MINUTES
STEPS_AN_HOUR = 60 // STEP_MINUTES
WORD = 64
"""Bits."""

HOURS = {"morning": (8, 12), "afternoon": (12, 17), "evening": (17, 21)}
SLOTS = tuple(f"{day}-{part}" for day in DAYS for part in DAY_PARTS)
COLUMN = {slot: column for column, slot in enumerate(SLOTS)}


def _local_weeks() -> Vectors:
    """Which steps of a local week each slot takes, shape (slots, STEPS)."""
    weeks = np.zeros((len(SLOTS), STEPS), dtype=np.float32)
    for row, slot in enumerate(SLOTS):
        day, part = slot.split("-")
        start, end = (DAYS.index(day) * 24 + hour for hour in HOURS[part])
        weeks[row, start * STEPS_AN_HOUR : end * STEPS_AN_HOUR] = 1.0
    return weeks


LOCAL_WEEKS = _local_weeks()


@lru_cache(maxsize=64)
def _weeks_ahead(steps: int) -> Vectors:
    """LOCAL_WEEKS of who is so many steps ahead, in UTC; there are few such numbers."""
    return np.roll(LOCAL_WEEKS, -steps, axis=1)


def offsets(profiles: Sequence[Profile], at: datetime) -> Floats:
    """Hours ahead of UTC at that moment, shape (people,); nan where the zone is not known."""
    zones = {profile.time_zone for profile in profiles}
    hours = {zone: hours_ahead(zone, at) for zone in zones}
    known = {zone: np.nan if ahead is None else ahead for zone, ahead in hours.items()}
    return np.array([known[profile.time_zone] for profile in profiles], dtype=np.float64)


def hours_ahead(zone: str, at: datetime) -> float | None:
    """Hours that a time zone is ahead of UTC at that moment; None where it is not known."""
    try:
        offset = at.astimezone(ZoneInfo(zone)).utcoffset() if zone else None
    except (OSError, ValueError, KeyError):  # no such zone
        return None
    return None if offset is None else offset.total_seconds() / 3600


def clocks(people: People, at: datetime) -> tuple[float | None, ...]:
    """What a moment means for some people: as long as it is the same, so is their week."""
    zones = people.once(clocks, lambda: sorted({who.time_zone for who in people.profiles}))
    return tuple(hours_ahead(zone, at) for zone in zones)


def free_weeks(slots: Sequence[frozenset[str]], ahead: Floats) -> Vectors:
    """Which steps of the UTC week people are free.

    Args:
        slots: "<day>-<part>" of each person, in their own time.
        ahead: hours each is ahead of UTC; nan counts as 0.

    Returns:
        0 or 1, shape (people, STEPS).
    """
    chosen = np.zeros((len(slots), len(SLOTS)), dtype=np.float32)
    for row, theirs in enumerate(slots):
        chosen[row, [COLUMN[slot] for slot in theirs if slot in COLUMN]] = 1.0
    shift = np.rint(np.where(np.isnan(ahead), 0.0, ahead) * STEPS_AN_HOUR).astype(np.int64)
    weeks = np.empty((len(slots), STEPS), dtype=np.float32)
    for steps in np.unique(shift):
        there = shift == steps
        weeks[there] = chosen[there] @ _weeks_ahead(int(steps))
    return weeks


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """When some people are free.

    Attributes:
        free: steps of the UTC week, 64 to a word, shape (words, people).
        stated: whether they say when, shape (people,).
        placed: whether they say in which time zone, shape (people,).
    """

    free: NDArray[np.uint64]
    stated: Bools
    placed: Bools

    def only(self, person: int) -> "Weeks":
        """Of one of them."""
        return Weeks(self.free[:, [person]], self.stated[[person]], self.placed[[person]])

    @classmethod
    def of(cls, profiles: Sequence[Profile], at: datetime) -> "Weeks":
        """At the moment that decides about summer time."""
        ahead = offsets(profiles, at)
        free = free_weeks([profile.availability for profile in profiles], ahead)
        return cls(_packed(free), np.asarray(free.any(axis=1)), ~np.isnan(ahead))


def weeks(people: People, at: datetime) -> Weeks:
    """Of some people at that moment; kept with them."""
    return people.once((Weeks, clocks(people, at)), lambda: Weeks.of(people.profiles, at))


def _packed(free: Vectors) -> NDArray[np.uint64]:
    """A bit a step: what two people share is counted for thousands of people in no time."""
    bits = np.zeros((len(free), STEPS + -STEPS % WORD), dtype=np.bool_)
    bits[:, :STEPS] = free > 0
    return np.ascontiguousarray(np.packbits(bits, axis=1).view(np.uint64).T)


def shared_hours(ours: Weeks, theirs: Weeks) -> Floats:
    """Hours a week in which both are free.

    When neither names a time zone they are taken to live in the same one; when only one does,
    nothing is known.

    Returns:
        Shape (ours, theirs); nan where it cannot be known.
    """
    steps = np.zeros((len(ours.stated), len(theirs.stated)), dtype=np.int64)
    for left, right in zip(ours.free, theirs.free, strict=True):
        steps += np.bitwise_count(left[:, None] & right[None, :])
    hours = steps / STEPS_AN_HOUR
    comparable = ours.placed[:, None] == theirs.placed[None, :]
    return np.where(np.outer(ours.stated, theirs.stated) & comparable, hours, np.nan)
