"""Fair shares: the worst off pair first.

1. Bisect for the largest score below which no pair is needed (max-min, by flows).
2. As few pairs as possible at exactly that score.
3. As few as possible in the lowest band of scores above it, then in the next, and so on. Bands as
   narrow as one score each make this exact leximin; few bands are quick, and leave more to the
   total, which comes last. Scores in one band count as equally fair.
"""

from collections.abc import Sequence

import numpy as np

from core.engine.matching.assignment.flow import Optimum, cheapest, counts_pairs
from core.engine.matching.assignment.network import Network
from core.engine.matching.assignment.potentials import slack
from core.engine.matching.comparison.people import Bools, Floats, Ints


def shares(net: Network, before: Sequence[Ints], score: Floats, bands: int | None) -> list[Ints]:
    """Levels that come after the number of pairs and before the total.

    Args:
        net: the network.
        before: levels that must not suffer.
        score: of each edge of the network.
        bands: how many there are above the smallest score; None for one a score.
    """
    values = np.unique(score)
    if not len(values):
        return []
    least = floor(net, before, score, values)
    levels = [score < least, score == least]
    if bands is None:
        levels += [score == value for value in values[values > least]]
    else:
        edges = np.linspace(least, values[-1], bands + 1)[1:-1]
        band = np.searchsorted(edges, score, side="right")
        levels += [(score > least) & (band == each) for each in range(bands - 1)]
    return [net.arcs(each.astype(np.int64)) for each in levels]


def floor(net: Network, before: Sequence[Ints], score: Floats, values: Floats) -> float:
    """The largest score that every pair can have, at no cost to the levels before."""
    best = _values(net, before, score >= values[0])
    low, high = 0, len(values)
    while high - low > 1:
        middle = (low + high) // 2
        if _values(net, before, score >= values[middle]) == best:
            low = middle
        else:
            high = middle
    return float(values[low])


def _values(net: Network, levels: Sequence[Ints], use: Bools) -> list[int]:
    """What each level costs at best when only some edges may be used."""
    if len(levels) == 1 and counts_pairs(net, levels[0]):
        return [_most(net, use)]
    alive = np.concatenate([use, np.ones(len(net.tail) - net.edges, dtype=np.bool_)])
    flow = cheapest(net, levels, alive).flow
    return [int(level @ flow) for level in levels]


def _most(net: Network, use: Bools) -> int:
    """How many pairs some edges allow."""
    from ortools.graph.python.max_flow import SimpleMaxFlow  # noqa: PLC0415 - heavy

    arcs = np.flatnonzero(np.concatenate([use, net.capacity[net.edges :] > 0]))
    end = net.root + 1
    head = np.where(net.head == net.root, end, net.head)
    solver = SimpleMaxFlow()
    solver.add_arcs_with_capacity(net.tail[arcs], head[arcs], net.capacity[arcs])
    status = solver.solve(net.root, end)
    if status != solver.OPTIMAL:  # pragma: no cover - an empty flow is always feasible
        raise RuntimeError(f"the flow solver answered {status}")
    return int(solver.optimal_flow())


def gaps(net: Network, levels: Sequence[Ints], optimum: Optimum) -> list[int]:
    """What each level could still save at most; all 0 for a flow that is best at every level.

    The prices of a level bound what any flow costs (weak duality). Arcs that an earlier level
    settled keep their flow.
    """
    alive, found = np.ones(len(net.tail), dtype=np.bool_), []
    for cost, distance in zip(levels, optimum.distances, strict=True):
        beyond = slack(net, cost, distance)
        best = net.capacity * np.minimum(beyond, 0)
        found.append(int((optimum.flow * beyond - best)[alive].sum()))
        alive &= beyond == 0
    return found
