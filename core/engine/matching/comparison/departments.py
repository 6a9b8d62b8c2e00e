"""How far apart two departments are: "Engineering / Platform" is near to "Engineering / Web"."""

import re
from collections.abc import Sequence

import numpy as np

from core.domain.plain_name import plain_name
from core.engine.matching.comparison.people import Floats, Ints, People

_STEP = re.compile(r"\s*[/>»→\\]\s*")


def path(department: str) -> tuple[str, ...]:
    """From the whole to the part, as compared."""
    return tuple(filter(None, (plain_name(part) for part in _STEP.split(department))))


def distance(mentees: People, mentors: People) -> Floats:
    """Share of the longer path that two departments do not have in common, 0 to 1.

    Returns:
        Shape (mentees, mentors); nan where one says nothing.
    """
    theirs, number = mentors.once(distance, lambda: _numbered(mentors))
    ours = _beginnings([path(profile.department) for profile in mentees.profiles], dict(number))
    common = np.zeros((len(ours), len(theirs)))
    for left, right in zip(ours.T, theirs.T, strict=False):
        common += (left[:, None] == right[None, :]) & (left >= 0)[:, None]
    length, other = (ours >= 0).sum(axis=1), (theirs >= 0).sum(axis=1)
    longer = np.maximum(length[:, None], other[None, :])
    both = np.outer(length > 0, other > 0)
    near = np.divide(common, longer, out=np.full(common.shape, np.nan), where=both)
    return np.asarray(1.0 - near)


def _numbered(people: People) -> tuple[Ints, dict[tuple[str, ...], int]]:
    """Everybody's beginnings, and the numbers these have."""
    number: dict[tuple[str, ...], int] = {}
    return _beginnings([path(profile.department) for profile in people.profiles], number), number


def _beginnings(paths: Sequence[tuple[str, ...]], number: dict[tuple[str, ...], int]) -> Ints:
    """Numbers of each path's beginnings, shape (people, longest path), -1 where it is over.

    Args:
        paths: of some people.
        number: of every beginning met so far; grows.
    """
    longest = max((len(one) for one in paths), default=0)
    table = np.full((len(paths), longest), -1, dtype=np.int64)
    for row, one in enumerate(paths):
        for depth in range(len(one)):
            table[row, depth] = number.setdefault(one[: depth + 1], len(number))
    return table
