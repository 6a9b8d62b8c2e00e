"""What searches in the past still say about pairs that were not found.

A search at prices p that found the best pairs of a mentee down to the level v says that every
other pair has score <= v + p. At new thresholds t and prices q such a pair can improve the
assignment only if v + p > t + q, that is where the price fell by more than the mentee's distance
t - v. Mentees ordered by that distance and mentors by that fall, the pairs left to search are a
staircase in one corner of the table, and mostly a small one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.engine.matching.assignment.solution import Prices
from core.engine.matching.comparison.people import Bools, Floats, Ints

MENTEES_AT_ONCE = 1024
"""The staircase has steps of so many mentees."""
GAP = 4.0
"""More than any two scores differ by."""


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Who looks for somebody.

    Attributes:
        mentees: who wants a mentor, shape (mentees,).
        mentors: who has a place, shape (mentors,).
    """

    mentees: Bools
    mentors: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What a pair must bring to improve the assignment: more than threshold + price.

    Attributes:
        threshold: of each mentee, shape (mentees,).
        price: of each mentor, shape (mentors,).
    """

    threshold: Floats
    price: Floats

    @classmethod
    def by(cls, prices: Prices) -> "Asked":
        """From dual prices, for pairs that are worth their score and nothing else."""
        return cls(*flattened(prices.mentee - prices.pair, prices.mentor))

    def raised(self, by: float) -> "Asked":
        """The same, but asking so much more."""
        return Asked(self.threshold + by, self.price)


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """No pair outside the pool has score > level + price.

    Attributes:
        level: of each mentee, shape (mentees,).
        price: of each mentor, shape (mentors,).
    """

    level: Floats
    price: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A block of pairs that must be searched.

    Attributes:
        mentees, mentors: indices, ascending.
    """

    mentees: Ints
    mentors: Ints

    @property
    def pairs(self) -> int:
        """How many there are in it."""
        return len(self.mentees) * len(self.mentors)


def staircase(bounds: Sequence[Bound], asked: Asked, market: Market) -> list[Step]:
    """All pairs that may improve the assignment, and as few others as can be.

    Args:
        bounds: what is known, the newest last; at least one.
        asked: what improves it.
        market: whose pairs count.
    """
    falls = [np.where(market.mentors, bound.price - asked.price, -np.inf) for bound in bounds]
    distances = [asked.threshold - bound.level for bound in bounds]
    touched = market.mentees.copy()
    for fall, distance in zip(falls, distances, strict=True):
        touched &= distance < fall.max(initial=-np.inf)
    order = np.flatnonzero(touched)
    order = order[np.argsort(distances[-1][order], kind="stable")]
    steps = []
    for start in range(0, len(order), MENTEES_AT_ONCE):
        block = order[start : start + MENTEES_AT_ONCE]
        reached = np.ones(len(asked.price), dtype=np.bool_)
        for fall, distance in zip(falls, distances, strict=True):
            reached &= fall > distance[block].min()
        if (mentors := np.flatnonzero(reached)).size:
            steps.append(Step(np.sort(block), mentors))
    return steps


def flattened(threshold: Floats, price: Floats) -> tuple[Floats, Floats]:
    """Thresholds and prices that say the same about every score from -1 to 1, but are small.

    What a match as such is worth stands far above every score. Only whether a score is more than
    threshold + price counts; so on the line of prices and negative thresholds every gap may
    shrink to one that no score spans. Small numbers lose fewer digits in a search.
    """
    if not len(price):
        return threshold, price
    line = np.sort(np.concatenate([-threshold, price]))
    spare = np.concatenate([[0.0], np.cumsum(np.maximum(np.diff(line) - GAP, 0.0))])
    small = price - spare[np.searchsorted(line, price)]
    middle = float(np.median(small))
    return threshold + spare[np.searchsorted(line, -threshold)] + middle, small - middle
