"""Prices in units of score, from the distances of all levels."""

from collections.abc import Sequence

import numpy as np

from core.engine.matching.assignment.flow import Optimum
from core.engine.matching.assignment.network import UNIT, Network
from core.engine.matching.assignment.solution import Prices
from core.engine.matching.comparison.people import Ints


def prices(net: Network, levels: Sequence[Ints], optimum: Optimum) -> Prices:
    """Add the levels up, each worth more than all that later ones can outweigh.

    An arc's slack is a whole number at each level; where it is not 0, the later levels can take
    back at most their largest cost and two distances. One unit more than that is enough, and keeps
    the numbers small; it is enough for any further pair with a score from -1 to 1, too.
    """
    cost, distance = np.full(1, UNIT), optimum.distances[-1]
    sizes: list[int] = []
    for level, far in zip(reversed(levels[:-1]), optimum.distances[-2::-1], strict=True):
        size = int(np.abs(cost).max(initial=UNIT) + 2 * np.abs(distance).max() + 1)
        cost, distance = size * np.abs(level).max(initial=1) + cost, size * far + distance
        sizes.insert(0, size)
    return Prices(
        mentee=distance[: net.mentees] / UNIT,
        mentor=-distance[net.mentees : net.root] / UNIT,
        pair=sizes[0] / UNIT,
        tiers=np.array(sizes[1:]) / UNIT,
    )
