"""Pairs who would both rather have each other: what a solution costs in peace.

A pair blocks when the mentee wants one more mentor or likes this one better than the worst of their
own, and the mentor has a place or likes this mentee better than the worst of theirs; locked pairs
are given up for nobody (https://en.wikipedia.org/wiki/Stable_marriage_problem).
"""

import numpy as np

from core.engine.matching.assignment.network import free_edges, room
from core.engine.matching.assignment.problem import Problem
from core.engine.matching.comparison.people import Floats, Ints


def blocking(problem: Problem, pairs: Ints) -> Ints:
    """Pairs that block, in the order of the edges, shape (blocking, 2)."""
    edges, left = problem.edges, room(problem)
    free = free_edges(problem, left)
    mentee, mentor = edges.mentee[free], edges.mentor[free]
    score = edges.score[free]
    regard = score if problem.regard is None else problem.regard[free]
    taken = np.isin(free, problem.find(pairs))
    asks = score > _least(mentee[taken], score[taken], left.first + left.more)[mentee]
    takes = regard > _least(mentor[taken], regard[taken], left.least + left.rest)[mentor]
    both = ~taken & asks & takes
    return np.column_stack([mentee[both], mentor[both]])


def _least(who: Ints, liking: Floats, room: Ints) -> Floats:
    """The worst that everybody has, -inf for those with room."""
    worst = np.full(len(room), np.inf)
    np.minimum.at(worst, who, liking)
    worst[np.bincount(who, minlength=len(room)) < room] = -np.inf
    return worst
