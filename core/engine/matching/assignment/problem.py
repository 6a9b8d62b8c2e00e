"""What is to be solved: who may be matched with whom, how often, and what counts as best."""

from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from core.engine.matching.comparison.people import Bools, Floats, Ints


def no_pairs() -> Ints:
    """No pair at all, shape (0, 2)."""
    return np.empty((0, 2), dtype=np.int64)


class Objective(Enum):
    """What is made as good as possible, once as many places as possible are filled.

    TOTAL: the sum of the scores.
    POINTS: the sum of the scores alone: fewer pairs where they bring more, none below zero.
    FAIR: the smallest score of a pair, how many pairs have it, then how many pairs fall into the
        lowest band above it, the next and so on (leximin), then the sum.
    STABLE: no mentee and mentor would both rather have each other than what they got. Least loads
        and kept pairs count for nothing then, and not as many places as possible may be filled.
    """

    TOTAL = "total"
    POINTS = "points"
    FAIR = "fair"
    STABLE = "stable"


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Pairs that may be matched; a pair that is not here is forbidden.

    Attributes:
        mentee, mentor: indices, shape (edges,); no pair twice.
        score: finite, between -1 and 1, shape (edges,).
    """

    mentee: Ints
    mentor: Ints
    score: Floats

    @classmethod
    def of(cls, score: Floats, allowed: Bools) -> "Edges":
        """From tables of shape (mentees, mentors)."""
        mentee, mentor = np.nonzero(allowed)
        return cls(mentee, mentor, score[mentee, mentor])


@dataclass(frozen=True, slots=True, eq=False)
class Quota:
    """At most so many pairs between some mentees and some mentors.

    Attributes:
        name: how reports call it.
        mentees, mentors: indices of those it is about.
        most: pairs allowed between them, not negative.
    """

    name: str
    mentees: Ints
    mentors: Ints
    most: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Problem:
    """One assignment to be made.

    As many pairs as possible come first, and with them, at no cost to their number, a first mentor
    for as many mentees and the least load for as many mentors as possible.

    Attributes:
        mentees: how many there are.
        edges: the pairs to choose from.
        most: places of each mentor, not negative, shape (mentors,).
        least: mentees each mentor should have at least, shape (mentors,); None for no such wish.
            What cannot be had is reported, it does not fail.
        wanted: mentors each mentee wants, shape (mentees,); None for one each.
        locked: pairs that stay whatever else happens, even if they are no edge, shape (pairs, 2)
            of (mentee, mentor). They take up places and wishes.
        kept: pairs of an earlier draft that are worth keeping, shape (pairs, 2).
        keep: what keeping one is worth, in units of score: another pair must bring more than this
            to move it.
        tiers: class of each edge, 0 the most wanted; None for one class. As many pairs of class 0
            as possible, then of class 1, and so on, come before any score.
        regard: how the mentor of each edge sees the mentee, for stability only; None for the score.
        quotas: limits on groups, which may overlap.
    """

    mentees: int
    edges: Edges
    most: Ints
    least: Ints | None = None
    wanted: Ints | None = None
    locked: Ints = field(default_factory=no_pairs)
    kept: Ints = field(default_factory=no_pairs)
    keep: float = 0.0
    tiers: Ints | None = None
    regard: Floats | None = None
    quotas: tuple[Quota, ...] = ()

    @property
    def mentors(self) -> int:
        """How many there are."""
        return len(self.most)

    @property
    def wishes(self) -> Ints:
        """How many mentors each mentee wants, shape (mentees,)."""
        return np.ones(self.mentees, dtype=np.int64) if self.wanted is None else self.wanted

    @property
    def minimum(self) -> Ints:
        """How many mentees each mentor should have at least, shape (mentors,)."""
        return np.zeros(self.mentors, dtype=np.int64) if self.least is None else self.least

    def loads(self, pairs: Ints) -> tuple[Ints, Ints]:
        """How often each mentee and each mentor is in some pairs."""
        return (
            np.bincount(pairs[:, 0], minlength=self.mentees),
            np.bincount(pairs[:, 1], minlength=self.mentors),
        )

    def find(self, pairs: Ints) -> Ints:
        """The edge of each pair, -1 for none, shape (pairs,)."""
        if not len(pairs) or not len(self.edges.mentee):
            return np.full(len(pairs), -1, dtype=np.int64)
        sizes = np.array([self.mentors, 1])
        key, wanted = self.edges.mentee * self.mentors + self.edges.mentor, pairs @ sizes
        order = None if (np.diff(key) > 0).all() else np.argsort(key, kind="stable")
        at = np.minimum(np.searchsorted(key, wanted, sorter=order), len(key) - 1)
        found = at if order is None else order[at]
        return np.where(key[found] == wanted, found, -1)
