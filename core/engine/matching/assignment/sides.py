"""Mentees and mentors of a solved problem, ready to be changed one by one."""

import numpy as np

from core.engine.matching.assignment.levels import costs, worth
from core.engine.matching.assignment.network import UNIT, network, room
from core.engine.matching.assignment.potentials import dearest, slack
from core.engine.matching.assignment.prices import extras
from core.engine.matching.assignment.problem import Problem
from core.engine.matching.assignment.residual import ENDLESS, Side
from core.engine.matching.assignment.solution import Prices
from core.engine.matching.comparison.people import Ints

SPARE = 10_000
"""How many may arrive on each side before longer exchanges could be worth more than a pair."""


def sides(problem: Problem, prices: Prices, pairs: Ints) -> tuple[Side, Side, int]:
    """Mentees and mentors, without pairs yet, and what a pair as such is worth in units.

    Searches end sooner from prices in the middle: with the lowest prices of mentors every arrival
    looks far for a place, with the highest every free place looks far for somebody.
    """
    net, left = network(problem), room(problem)
    # An exchange passes every person once at most.
    longest = 2 * (min(problem.mentees, problem.mentors) + SPARE) + 2
    size = longest * round(UNIT * (1 + problem.keep))
    number, total = costs(problem, net)
    alive = slack(net, number, prices.levels[0]) == 0
    flow = net.flow(np.isin(net.origin, problem.find(pairs)))
    lowest = prices.levels[1]
    middle = (lowest + dearest(net, total, alive, flow, lowest)) // 2
    far = size * prices.levels[0] + middle
    first, least = (size * extra for extra in extras(net, number))
    starts, mentor, value = _edges(problem)
    back, mentee, order = _turned(starts, mentor, problem.mentors)
    mentees = _side(far[: net.mentees], (starts, mentor, size + value), left.first, left.more)
    mentors = _side(
        -far[net.mentees : net.root], (back, mentee, size + value[order]), left.least, left.rest
    )
    mentees.extra, mentors.extra = first, least
    return mentees, mentors, size


def append(side: Side, other: Side, others: Ints, worth: Ints, most: int, wish: int) -> int:
    """Somebody new without pairs, at a price at which nobody would have them; their index.

    Raises:
        ValueError: too many arrived.
    """
    who = len(side.units)
    if who >= len(side.starts) - 1 + SPARE:
        raise ValueError("too many arrived: solve anew")
    side.changed[who] = (others, worth)
    side.price = np.append(side.price, side.asking(who, other) if most else ENDLESS)
    side.units.append(0)
    side.most.append(most)
    side.wish.append(wish)
    side.mates.append({})
    for each, value in zip(others.tolist(), worth.tolist(), strict=True):
        other.added.setdefault(each, []).append((who, value))
    return who


def set_worth(side: Side, who: int, other: int, worth: int | None) -> None:
    """A pair is worth something else to one person now; None takes the edge away."""
    others, worths = side.edges(who)
    rest = others != other
    others, worths = others[rest], worths[rest]
    if worth is not None:
        others, worths = np.append(others, other), np.append(worths, worth)
    side.changed[who] = (others, worths)


def _edges(problem: Problem) -> tuple[Ints, Ints, Ints]:
    """Edges that are not locked, by mentee: first of each, its mentor and its worth."""
    edges = problem.edges
    key = edges.mentee * problem.mentors + edges.mentor
    order = np.flatnonzero(~np.isin(key, problem.locked @ np.array([problem.mentors, 1])))
    if (np.diff(key[order]) < 0).any():
        order = order[np.argsort(key[order], kind="stable")]
    starts = np.searchsorted(edges.mentee[order], np.arange(problem.mentees + 1))
    return starts, edges.mentor[order], worth(problem)[order]


def _turned(starts: Ints, mentor: Ints, mentors: int) -> tuple[Ints, Ints, Ints]:
    """The same by mentor: first edge of each, its mentee and where the edge was."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy

    table = csr_array(
        (np.arange(len(mentor)), mentor, starts), shape=(len(starts) - 1, mentors)
    ).tocsc()
    return table.indptr, table.indices.astype(np.int64), table.data


def _side(price: Ints, edges: tuple[Ints, Ints, Ints], wish: Ints, more: Ints) -> Side:
    most = wish + more
    return Side(
        price=np.where(most > 0, price, ENDLESS),
        starts=edges[0],
        others=edges[1],
        worth=edges[2],
        units=[0] * len(price),
        most=most.tolist(),
        wish=wish.tolist(),
        extra=0,
        mates=[{} for _ in range(len(price))],
    )
