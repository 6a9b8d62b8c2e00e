"""What counts in which order: each level is made as good as possible before the next is asked.

1. Pairs, first mentors and least loads. They never compete: what one flow reaches for the one and
   another for the other, a third reaches for both (Pym's linkage theorem, J. London Math. Soc.
   44, 1969), so that one sum settles them all.
2. Pairs of the first tier, of the second, and so on.
3. The score, in whole units, with what keeping earlier pairs is worth.
"""

import numpy as np

from core.engine.matching.assignment.network import UNIT, Network
from core.engine.matching.assignment.problem import Problem
from core.engine.matching.comparison.people import Floats, Ints


def costs(problem: Problem, net: Network) -> list[Ints]:
    """Cost of each arc at each level."""
    return [number(problem, net), *tiers(problem, net), net.arcs(-worth(problem)[net.origin])]


def number(problem: Problem, net: Network) -> Ints:
    """Level 1: as many pairs as possible, fairly spread."""
    first, least = int((problem.wishes > 1).any()), int((problem.minimum > 0).any())
    return net.arcs(np.full(net.edges, -1), -first, -least)


def tiers(problem: Problem, net: Network) -> list[Ints]:
    """Level 2: one for each tier but the last."""
    if problem.tiers is None:
        return []
    tier = problem.tiers[net.origin]
    wanted = np.unique(problem.tiers)[:-1]
    return [net.arcs(-(tier == each).astype(np.int64)) for each in wanted]


def worth(problem: Problem) -> Ints:
    """Score of each edge of the problem in units, with the bonus of kept pairs."""
    return np.rint((problem.edges.score + bonus(problem)) * UNIT).astype(np.int64)


def bonus(problem: Problem) -> Floats:
    """What keeping each edge is worth."""
    extra = np.zeros(len(problem.edges.score))
    kept = problem.find(problem.kept)
    extra[kept[kept >= 0]] = problem.keep
    return extra
