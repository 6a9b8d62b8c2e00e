"""The pairs known so far: few of them active, that is in the graph that is solved."""

import numpy as np

from core.engine.matching.assignment.problem import Edges
from core.engine.matching.comparison.people import Bools, Ints
from core.engine.matching.retrieval.bounds import Asked
from core.engine.matching.retrieval.source import Found, Source

TOLERANCE = 1e-8
"""A pair that would gain less than this is no improvement: scores count in billionths."""

DIGITS = 9
"""Of a score, after the point: the solver counts in billionths."""


class Pool:
    """Pairs that were found, each once.

    Args:
        source: knows their exact scores.
        found: of a first search.
        active: how many of each mentee's pairs start in the graph.
    """

    def __init__(self, source: Source, found: Found, active: int) -> None:
        self._source = source
        self._mentee, self._mentor, self._score = found.mentee, found.mentor, found.score
        self._error = found.error
        self._complete = not np.isfinite(found.rest).any()
        first = np.searchsorted(found.mentee, found.mentee)
        self._active: Bools = np.arange(len(found.mentee)) - first < active
        self._edges = self._exact(np.flatnonzero(self._active))

    @property
    def edges(self) -> Edges:
        """The active pairs with their exact scores."""
        return self._edges

    @property
    def complete(self) -> bool:
        """Whether the first search found all pairs that there are."""
        return self._complete

    def everything(self) -> Edges:
        """All pairs that were found, with their exact scores."""
        return self._exact(np.arange(len(self._mentee)))

    def add(self, found: Found) -> None:
        """Keep what is new in another search."""
        if not len(found.mentee):
            return
        mentors = self._source.shape[1]
        known = np.sort(self._mentee.astype(np.int64) * mentors + self._mentor)
        keys = found.mentee.astype(np.int64) * mentors + found.mentor
        place = np.searchsorted(known, keys)
        new = np.append(known, -1)[place] != keys
        self._mentee = np.concatenate([self._mentee, found.mentee[new]])
        self._mentor = np.concatenate([self._mentor, found.mentor[new]])
        self._score = np.concatenate([self._score, found.score[new]])
        self._active = np.concatenate([self._active, np.zeros(int(new.sum()), dtype=np.bool_)])
        self._error = max(self._error, found.error)

    def include(self, mentee: Ints, mentor: Ints) -> None:
        """Take some pairs into the graph whatever they bring, unless they are forbidden."""
        score = self._source.scores(mentee, mentor)
        may = ~np.isnan(score)
        nothing = np.full(len(self._source.shape), -np.inf)
        self.add(Found(mentee[may], mentor[may], score[may], nothing, 0.0))
        mentors = self._source.shape[1]
        chosen = np.isin(
            self._mentee.astype(np.int64) * mentors + self._mentor, mentee * mentors + mentor
        )
        self._take(np.flatnonzero(chosen & ~self._active))

    def activate(self, asked: Asked, margin: float) -> bool:
        """Take the pairs into the graph that improve the assignment, or miss that by the margin.

        Returns:
            Whether one of them improves it.
        """
        least = asked.threshold[self._mentee] + asked.price[self._mentor]
        over = (self._score + (self._error + margin) > least) & ~self._active
        places = np.flatnonzero(over)
        new = self._take(places)
        return bool((new.score > least[places] + TOLERANCE).any())

    def _take(self, places: Ints) -> Edges:
        new = self._exact(places)
        self._active[places] = True
        self._edges = Edges(
            np.concatenate([self._edges.mentee, new.mentee]),
            np.concatenate([self._edges.mentor, new.mentor]),
            np.concatenate([self._edges.score, new.score]),
        )
        return new

    def _exact(self, places: Ints) -> Edges:
        mentee = self._mentee[places].astype(np.int64)
        mentor = self._mentor[places].astype(np.int64)
        if self._error > 0:
            score = self._source.scores(mentee, mentor)
        else:
            score = self._score[places].astype(np.float64)
        # What the solver counts in; else many equal pairs add up to a gap of nothing but rounding.
        return Edges(mentee, mentor, np.round(score, DIGITS))
