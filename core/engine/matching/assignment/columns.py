"""Few edges first: the optimum of a large graph from the best edges of each mentee.

The prices of the small graph say which of the other edges would improve its optimum; these come in,
until there are none (column generation: Ford and Fulkerson, Management Science 5, 1958). So the
result is the optimum of all edges, and its prices prove it.
"""

from collections.abc import Sequence

import numpy as np

from core.engine.matching.assignment.flow import Optimum, cheapest
from core.engine.matching.assignment.network import Network
from core.engine.matching.assignment.potentials import slack
from core.engine.matching.comparison.people import Bools, Ints

FIRST = 24
"""Edges a mentee that are tried first."""
MANY = 32
"""Edges a mentee on average from which on that is quicker."""
LARGE = 500_000
"""Edges up to which it is quicker: among more people the best edges leave more of them out."""
UNEVEN = 4
"""Not if somebody has so many times more edges than others: the table would be large."""


def of_many(net: Network, levels: Sequence[Ints]) -> Optimum:
    """The flow of least cost by the first level, among these by the second, and so on."""
    worthwhile = MANY * net.mentees <= net.edges <= LARGE
    if not worthwhile or _most(net) * net.mentees > UNEVEN * net.edges:
        return cheapest(net, levels)
    used = _best(net, levels[-1])
    while True:
        found = cheapest(net, levels, used)
        improving = ~used & _improving(net, levels, found)
        if not improving.any():
            return found
        used |= improving


def _most(net: Network) -> int:
    """Edges of the mentee with most of them."""
    return int(np.diff(net.rows).max(initial=0))


def _best(net: Network, cost: Ints) -> Bools:
    """The cheapest edges of each mentee, and all other arcs."""
    table = np.full((net.mentees, max(_most(net), FIRST)), np.iinfo(np.int64).max)
    mentee, own = net.tail[: net.edges], cost[: net.edges]
    table[mentee, np.arange(net.edges) - net.rows[mentee]] = own
    table.partition(FIRST - 1, axis=1)
    best = np.ones(len(net.tail), dtype=np.bool_)
    best[: net.edges] = own <= table[mentee, FIRST - 1]
    return best


def _improving(net: Network, levels: Sequence[Ints], found: Optimum) -> Bools:
    """Arcs that are too cheap at the first level that is not indifferent to them."""
    improving, equal = np.zeros(len(net.tail), np.bool_), np.ones(len(net.tail), np.bool_)
    for cost, distance in zip(levels, found.distances, strict=True):
        beyond = slack(net, cost, distance)
        improving |= equal & (beyond < 0)
        equal &= beyond == 0
    return improving
