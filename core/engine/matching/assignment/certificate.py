"""The proof of a total: what the prices allow is what was found.

For any prices at all, nothing can be worth more than what everybody pays for their room, and what
each pair is worth beyond the two prices (weak duality of linear programming). Where this equals
what was found, nothing is better. Nothing of the solver is used here: pairs, prices and the problem
are enough, and a wrong pair or a wrong price shows as a gap.
"""

import numpy as np

from core.engine.matching.assignment.levels import bonus
from core.engine.matching.assignment.network import Room, free_edges, room
from core.engine.matching.assignment.problem import Problem
from core.engine.matching.assignment.solution import Certificate, Prices
from core.engine.matching.comparison.people import Floats, Ints

TOLERANCE = 2e-9
"""Gap a pair that counts as none: scores are rounded to billionths."""


def certify(problem: Problem, pairs: Ints, prices: Prices) -> Certificate:
    """Hold what was found against what the prices allow.

    Args:
        problem: without quotas, which have no prices.
        pairs: all that were chosen, locked ones too, shape (pairs, 2).
        prices: any; the true ones leave no gap.
    """
    left, worth = room(problem), worth_of_edges(problem, prices)
    free, own = free_edges(problem, left), _unlocked(problem, pairs)
    given, load = problem.loads(own)
    chosen = problem.find(own)
    fits = (
        bool(np.isin(chosen, free).all())
        and len(np.unique(chosen)) == len(chosen) == len(pairs) - len(_apart(problem.locked))
        and bool((given <= left.first + left.more).all())
        and bool((load <= left.least + left.rest).all())
    )
    primal = (
        worth[chosen].sum()
        + prices.first * np.minimum(given, left.first).sum()
        + prices.least * np.minimum(load, left.least).sum()
    )
    gap = float(_bound(problem, left, free, prices) - primal)
    total = total_of(problem, pairs)
    return Certificate(total, total + gap, gap, fits and abs(gap) <= TOLERANCE * (len(pairs) + 1))


def worth_of_edges(problem: Problem, prices: Prices) -> Floats:
    """What each edge is worth: its score, being kept, being a pair at all and of its tier."""
    worth: Floats = problem.edges.score + bonus(problem) + prices.pair
    if problem.tiers is None:
        return worth
    _, rank = np.unique(problem.tiers, return_inverse=True)
    worth += np.append(prices.tiers, 0.0)[rank]
    return worth


def total_of(problem: Problem, pairs: Ints) -> float:
    """Scores and bonuses."""
    found = problem.find(pairs)
    return float((problem.edges.score + bonus(problem))[found[found >= 0]].sum())


def _bound(problem: Problem, left: Room, free: Ints, prices: Prices) -> float:
    """What no assignment is worth more than."""
    worth = worth_of_edges(problem, prices)
    mentee, mentor, edges = prices.mentee, prices.mentor, problem.edges
    beyond = worth[free] - mentee[edges.mentee[free]] - mentor[edges.mentor[free]]
    return float(
        left.first @ np.maximum(mentee + prices.first, 0)
        + left.more @ np.maximum(mentee, 0)
        + left.least @ np.maximum(mentor + prices.least, 0)
        + left.rest @ np.maximum(mentor, 0)
        + np.maximum(beyond, 0).sum()
    )


def _apart(pairs: Ints) -> Ints:
    """Each pair once."""
    return np.unique(pairs, axis=0)


def _unlocked(problem: Problem, pairs: Ints) -> Ints:
    sizes = np.array([problem.mentors, 1])
    return pairs[~np.isin(pairs @ sizes, problem.locked @ sizes)]
