"""Peace instead of the largest total: stable pairs, and the pairs that disturb any other solution.

A pair blocks when the mentee wants one more mentor or likes this one better than the worst of their
own, and the mentor has a place or likes this mentee better than the worst of theirs; locked pairs
are given up for nobody. Deferred acceptance leaves no such pair: mentees ask whom they like best,
mentors hold on to the best who asked so far, and whoever is let go asks the next
(Gale and Shapley, https://doi.org/10.1080/00029890.1962.11989827).
"""

from heapq import heappush, heappushpop

import numpy as np

from core.engine.matching.assignment.network import Network, free_edges, room
from core.engine.matching.assignment.problem import Problem
from core.engine.matching.comparison.people import Bools, Floats, Ints


def stable(problem: Problem, net: Network) -> Bools:
    """The stable pairs that mentees like best; ties go to the lower index. Which edges they use."""
    left = room(problem)
    mentee, mentor = net.tail[: net.edges], net.head[: net.edges] - net.mentees
    order = np.lexsort((mentor, -liking(problem)[net.origin], mentee)).tolist()
    regard = (problem.edges.score if problem.regard is None else problem.regard)[net.origin]
    asked, views, place = mentor.tolist(), regard.tolist(), (left.least + left.rest).tolist()
    following, end = net.rows[:-1].tolist(), net.rows[1:].tolist()
    asking = np.repeat(np.arange(net.mentees), left.first + left.more).tolist()
    held: list[list[tuple[float, int, int]]] = [[] for _ in range(net.mentors)]
    while asking:
        who = asking.pop()
        if following[who] == end[who]:
            continue
        edge = order[following[who]]
        following[who] += 1
        at, offer = held[asked[edge]], (views[edge], -who, edge)
        if len(at) < place[asked[edge]]:
            heappush(at, offer)
        else:
            asking.append(-heappushpop(at, offer)[1])
    chosen = np.zeros(net.edges, dtype=np.bool_)
    chosen[[edge for each in held for _, _, edge in each]] = True
    return chosen


def liking(problem: Problem) -> Floats:
    """How mentees see their edges: by tier, then by score."""
    if problem.tiers is None:
        return problem.edges.score
    _, rank = np.unique(problem.tiers, return_inverse=True)
    liked: Floats = problem.edges.score - 3.0 * rank
    return liked


def blocking(problem: Problem, pairs: Ints) -> Ints:
    """Pairs that block, in the order of the edges, shape (blocking, 2)."""
    edges, left = problem.edges, room(problem)
    free = free_edges(problem, left)
    mentee, mentor = edges.mentee[free], edges.mentor[free]
    score = liking(problem)[free]
    regard = (edges.score if problem.regard is None else problem.regard)[free]
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
