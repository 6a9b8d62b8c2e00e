"""The optimum over all pairs from a graph with few of them.

1. Search: the best pairs of every mentee, prices zero.
2. Solve the graph of the best of these; its dual prices say what a pair must bring to improve it.
3. Add such pairs from those found already and solve again, until there are none.
4. Search again, with prices, but only where earlier searches do not exclude such a pair
   (bounds.py). Add what is found and go to 2, until nothing is left to search: then the prices
   prove the assignment against all pairs.

This is column generation (Gilmore & Gomory 1961, Oper Res 9:849) with an exact search for the
columns. Prices mostly rise from zero, and what is dearer than when it was searched needs no
second look; so little more than the first search is needed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.engine.matching.assignment.problem import Edges
from core.engine.matching.assignment.solution import Solution
from core.engine.matching.comparison.people import Floats, Ints
from core.engine.matching.retrieval.bounds import Asked, Bound, Market, Step, staircase
from core.engine.matching.retrieval.pool import TOLERANCE, Pool
from core.engine.matching.retrieval.source import Found, Source, joined

FIRST = 50
"""Pairs a mentee that the first search keeps, unless told otherwise."""
AGAIN = 32
"""Pairs a mentee that a search of some of the pairs keeps."""
MOST_AGAIN = 2048
"""No more than these are asked for where many are equal."""
ACTIVE = 16
"""Pairs a mentee in the first graph."""
MARGINS = (0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
"""How far below an improvement pairs are looked for too, so that the next prices need less."""
MARGIN_SHARE = 0.03
"""Part of all pairs that may be searched for the sake of a margin."""
NEAR = 0.003
"""Pairs so near an improvement come into the graph together with one."""

Solve = Callable[[Edges], Solution]
"""Solves the problem at hand with some edges, for the largest total: that knows prices."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Settlement:
    """A solution, and what is known about the pairs that were not in its graph.

    Attributes:
        solution: of the graph.
        pool: the graph, and all other pairs that were found.
        passes: pairs compared, as a share of all pairs.
        solved: how often a graph was solved.
        proved: no pair whatsoever would improve the solution.
    """

    solution: Solution
    pool: Pool
    passes: float
    solved: int
    proved: bool


def settle(
    source: Source, market: Market, solve: Solve, wished: Ints, first: int = FIRST
) -> Settlement:
    """Solve over all pairs of a source.

    Args:
        source: where pairs come from.
        market: pairs of others are not looked at.
        solve: returns the optimum of a graph.
        wished: pairs that are worth more than their score tells, shape (pairs, 2).
        first: pairs a mentee that the first search keeps.
    """
    searches = _Searches(source, market)
    pool = Pool(source, searches.first(first), ACTIVE)
    pool.include(wished[:, 0], wished[:, 1])
    solved, left = 0, True
    while left:
        solution = solve(pool.edges)
        solved += 1
        assert solution.prices is not None
        asked = Asked.by(solution.prices)
        count = AGAIN
        while not pool.activate(asked, 0.0):
            steps = searches.left(asked, TOLERANCE)
            left = bool(steps) and count <= MOST_AGAIN
            if not left:
                break
            pool.add(searches.again(asked, count))
            count *= 4
        pool.activate(asked, NEAR)
    return Settlement(
        solution=solution,
        pool=pool,
        passes=searches.compared / max(source.shape[0] * source.shape[1], 1),
        solved=solved,
        proved=not steps and solution.certificate.proved,
    )


class _Searches:
    """All searches of a source, and what they exclude."""

    def __init__(self, source: Source, market: Market) -> None:
        self._source = source
        self._market = market
        self._bounds: list[Bound] = []
        self.compared = 0

    def first(self, count: int) -> Found:
        """The best pairs of everybody."""
        mentees, mentors = (
            np.flatnonzero(self._market.mentees),
            np.flatnonzero(self._market.mentors),
        )
        nothing = np.zeros(len(self._market.mentors))
        found = self._best(Step(mentees, mentors), nothing[mentors], count)
        level = np.full(len(self._market.mentees), -np.inf)
        level[mentees] = found.rest
        self._bounds.append(Bound(level, nothing))
        return found

    def left(self, asked: Asked, margin: float) -> list[Step]:
        """Where a pair may improve the assignment, or miss doing so by the margin (if negative)."""
        return staircase(self._bounds, asked.raised(margin), self._market)

    def again(self, asked: Asked, count: int) -> Found:
        """The best pairs of all that may improve the assignment or nearly so."""
        margin, steps = self._worthwhile(asked)
        level = asked.threshold - margin
        parts = []
        for step in steps:
            found = self._best(step, asked.price[step.mentors], count)
            level[step.mentees] = np.maximum(level[step.mentees], found.rest)
            parts.append(found.above(asked.raised(-margin)))
        self._bounds.append(Bound(level, asked.price))
        return joined(parts)

    def _worthwhile(self, asked: Asked) -> tuple[float, list[Step]]:
        """The largest margin that costs little."""
        enough = MARGIN_SHARE * self._source.shape[0] * self._source.shape[1]
        for margin in MARGINS:
            steps = self.left(asked, -margin)
            if sum(step.pairs for step in steps) <= enough:
                return margin, steps
        return -TOLERANCE, self.left(asked, TOLERANCE)

    def _best(self, step: Step, price: Floats, count: int) -> Found:
        self.compared += step.pairs
        return self._source.best(step.mentees, step.mentors, price, count)
