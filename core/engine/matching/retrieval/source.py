"""Where pairs come from when there are too many to write them all down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.engine.matching.comparison.people import Floats, Ints
from core.engine.matching.retrieval.bounds import Asked

Indices = NDArray[np.int32] | NDArray[np.int64]
"""Millions of pairs are remembered: half the size where it is enough."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best pairs of some mentees.

    Attributes:
        mentee, mentor: indices, by mentee and best first, shape (pairs,); forbidden pairs are not
            here.
        score: of each pair, shape (pairs,).
        rest: no other pair of that mentee has a larger score - price, shape (asked mentees,);
            minus infinity where all allowed pairs are here.
        error: most that `score` may be off.
    """

    mentee: Indices
    mentor: Indices
    score: Floats
    rest: Floats
    error: float

    def above(self, asked: Asked) -> "Found":
        """Those pairs that may bring more than is asked."""
        least = asked.threshold[self.mentee] + asked.price[self.mentor]
        kept = self.score + self.error > least
        chosen = self.mentee[kept], self.mentor[kept], self.score[kept]
        return Found(*chosen, self.rest, self.error)


def joined(parts: Sequence[Found]) -> Found:
    """Several at once; there is at least one."""
    return Found(
        np.concatenate([part.mentee for part in parts]),
        np.concatenate([part.mentor for part in parts]),
        np.concatenate([part.score for part in parts]),
        np.concatenate([part.rest for part in parts]),
        max(part.error for part in parts),
    )


class Source(Protocol):
    """Finds the best pairs by score - price, exactly, holding few of them in memory."""

    @property
    def shape(self) -> tuple[int, int]:
        """How many mentees and mentors there are."""
        ...

    def best(self, mentees: Ints, mentors: Ints, price: Floats, count: int) -> Found:
        """The best pairs of each of some mentees among some mentors.

        Args:
            mentees: indices, ascending.
            mentors: indices, ascending.
            price: what each of these mentors costs, shape (len(mentors),).
            count: how many pairs a mentee, at most.
        """
        ...

    def scores(self, mentee: Ints, mentor: Ints) -> Floats:
        """The scores of some pairs to the last digit, nan where one is forbidden.

        Args:
            mentee: index of each pair's mentee, shape (pairs,).
            mentor: of its mentor.
        """
        ...
