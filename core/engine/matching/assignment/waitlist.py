"""Who still waits, for what, and who comes next when a place gets free."""

import numpy as np

from core.engine.matching.assignment.certificate import worth_of_edges
from core.engine.matching.assignment.network import free_edges, room
from core.engine.matching.assignment.problem import Problem
from core.engine.matching.assignment.solution import Prices, Waiting, Why
from core.engine.matching.comparison.people import Floats, Ints


def waitlist(problem: Problem, pairs: Ints, prices: Prices | None) -> tuple[Waiting, ...]:
    """Those with fewer mentors than wanted.

    First who has nobody yet, then who comes nearest to the price of a place: the optimum would give
    them the next one. Without prices, whose best score is largest.
    """
    given, _ = problem.loads(pairs)
    missing = problem.wishes - given
    waits = np.flatnonzero(missing > 0)
    why = np.full(problem.mentees, Why.NOBODY)
    why[problem.edges.mentee] = Why.NO_PLACE
    free = free_edges(problem, room(problem))
    free = free[~np.isin(free, problem.find(pairs))]
    why[problem.edges.mentee[free]] = Why.TAKEN
    waiting = free[missing[problem.edges.mentee[free]] > 0]
    nearest, behind = _nearest(problem, waiting, prices)
    order = waits[np.lexsort((behind[waits], given[waits] > 0))]
    return tuple(
        Waiting(
            mentee=int(mentee),
            missing=int(missing[mentee]),
            why=why[mentee],
            nearest=int(nearest[mentee]) if nearest[mentee] >= 0 else None,
            behind=float(behind[mentee]) if prices and nearest[mentee] >= 0 else None,
        )
        for mentee in order
    )


def _nearest(problem: Problem, free: Ints, prices: Prices | None) -> tuple[Ints, Floats]:
    """For each mentee, the mentor they come nearest to having, and what is missing to it."""
    mentee, mentor = problem.edges.mentee[free], problem.edges.mentor[free]
    behind = -problem.edges.score[free]
    if prices is not None:
        paid = prices.mentee[mentee] + prices.mentor[mentor]
        behind = np.maximum(paid - worth_of_edges(problem, prices)[free], 0)
    order = np.lexsort((mentor, behind, mentee))
    who, first = np.unique(mentee[order], return_index=True)
    least = np.full(problem.mentees, np.inf)
    nearest = np.full(problem.mentees, -1, dtype=np.int64)
    least[who], nearest[who] = behind[order[first]], mentor[order[first]]
    return nearest, least
