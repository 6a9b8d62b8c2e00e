"""Prices in units of score, from the distances of all levels."""

from collections.abc import Sequence

import numpy as np

from core.engine.matching.assignment.flow import Optimum
from core.engine.matching.assignment.network import UNIT, Network
from core.engine.matching.assignment.solution import Prices
from core.engine.matching.comparison.people import Ints


def prices(
    net: Network, levels: Sequence[Ints], optimum: Optimum, *, number: bool = True
) -> Prices:
    """Add the levels up, each worth more than all that later ones can outweigh.

    An arc's slack is a whole number at each level; where it is not 0, the later levels can take
    back at most their largest cost and two distances. One unit more than that is enough, and keeps
    the numbers small; it is enough for any further pair with a score from -1 to 1, too.

    Args:
        net: the network.
        levels: cost of each arc at each level.
        optimum: the flow that is best at all of them.
        number: the first level is the number of pairs.
    """
    most, distance = int(np.abs(levels[-1]).max(initial=UNIT)), optimum.distances[-1]
    sizes: list[int] = []
    for level, far in zip(reversed(levels[:-1]), optimum.distances[-2::-1], strict=True):
        size = most + 2 * int(np.abs(distance).max()) + 1
        most += size * int(np.abs(level).max(initial=1))
        distance = size * far + distance
        sizes.insert(0, size)
    pair = sizes.pop(0) / UNIT if number else 0.0
    first, least = extras(net, levels[0])
    return Prices(
        mentee=distance[: net.mentees] / UNIT,
        mentor=-distance[net.mentees : net.root] / UNIT,
        pair=pair,
        first=first * pair,
        least=least * pair,
        tiers=tuple(size / UNIT for size in sizes),
        levels=optimum.distances,
    )


def extras(net: Network, cost: Ints) -> tuple[int, int]:
    """Whether first mentors and least loads count at the first level, beside pairs."""
    first = -cost[net.edges : net.edges + net.mentees].min(initial=0)
    least = -cost[net.edges + 2 * net.mentees :].min(initial=0)
    return int(first), int(least)
