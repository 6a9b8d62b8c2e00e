"""How evenly the mentees are spread over the mentors."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from core.engine.matching.comparison.people import Floats, Ints

TOP = 0.1
"""The busiest tenth of the mentors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """The mentors' load. Counts of a whole programme, not of a sample: there is no interval.

    Attributes:
        mentors, places, pairs: how many there are.
        gini: of the mentees per mentor, 0 (all alike) to 1.
        least_gini: of the most even spread of as many pairs that the mentors' places allow.
        top_share: share of the pairs that the busiest tenth of the mentors hold.
        none: mentors without a mentee.
        full: mentors without a free place, of those who offer any.
    """

    mentors: int
    places: int
    pairs: int
    gini: float
    least_gini: float
    top_share: float
    none: int
    full: int


def exposure(loads: Sequence[int], places: Sequence[int]) -> Exposure:
    """Describe the load.

    Args:
        loads: mentees of each mentor.
        places: how many each would take, in the same order.
    """
    load, room = np.asarray(loads, dtype=np.int64), np.asarray(places, dtype=np.int64)
    room = np.maximum(room, load)
    pairs, busiest = int(load.sum()), ceil(TOP * len(load))
    top = int(np.sort(load)[::-1][:busiest].sum())
    return Exposure(
        mentors=len(load),
        places=int(room.sum()),
        pairs=pairs,
        gini=gini(load),
        least_gini=gini(most_even(room, pairs)),
        top_share=top / pairs if pairs else 0.0,
        none=int((load == 0).sum()),
        full=int(((load >= room) & (room > 0)).sum()),
    )


def gini(load: Ints | Floats) -> float:
    """Gini coefficient: mean difference between two, in relation to twice the mean. 0 of nobody."""
    total = float(load.sum())
    if total == 0:
        return 0.0
    rank = np.arange(1, len(load) + 1)
    return float(2 * (rank @ np.sort(load)) / (len(load) * total) - (len(load) + 1) / len(load))


def most_even(places: Ints, pairs: int) -> Ints:
    """The most even way to fill places: everybody gets the next one before anybody gets two.

    Args:
        places: of each mentor.
        pairs: how many places are filled, at most all.
    """
    level = 0
    while np.minimum(places, level + 1).sum() <= pairs and level < places.max(initial=0):
        level += 1
    load = np.minimum(places, level)
    more = np.flatnonzero(places > level)[: pairs - int(load.sum())]
    load[more] += 1
    return load
