"""What was found: the pairs, what they are worth, and the proof that nothing is worth more."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from core.engine.matching.comparison.people import Floats, Ints


class Why(Enum):
    """Why somebody still waits.

    NOBODY: there is no pair for them to choose from.
    NO_PLACE: none of those they may meet offers a place, besides the pairs that are locked.
    TAKEN: all places of those they may meet went to others.
    """

    NOBODY = "nobody"
    NO_PLACE = "no_place"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mentee with fewer mentors than wanted.

    Attributes:
        missing: how many are wanted still.
        nearest: the mentor whose next free place would most likely be theirs; None for nobody.
        behind: how much larger the score with that mentor would have to be for the pair to be
            chosen, 0 if it could be as well; None for nobody, or without prices.
    """

    mentee: int
    missing: int
    why: Why
    nearest: int | None = None
    behind: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What one more of everybody is worth: the dual prices of the assignment.

    A pair is chosen only if its worth (score, what a pair as such is worth, and bonuses) is at
    least the two prices together; "score - price of the mentor" compares mentors for one mentee.

    Attributes:
        mentee, mentor: prices, in units of score, shapes (mentees,) and (mentors,).
        pair: worth of a pair as such, large enough that more pairs beat better ones.
        first: what a first mentor is worth besides, where some mentees want several.
        least: what a mentee within a mentor's least load is worth besides.
        tiers: further worth of a pair of each tier but the last.
        levels: the prices level by level in whole units, to go on from; empty if they were changed.
    """

    mentee: Floats
    mentor: Floats
    pair: float
    first: float = 0.0
    least: float = 0.0
    tiers: tuple[float, ...] = ()
    levels: tuple[Ints, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """How near to the optimum a solution provably is.

    TOTAL: primal is the total, kept pairs with their bonus; dual is what it could be at most among
    as many pairs (and first mentors, least loads, pairs of the better tiers). FAIR: the same, among
    shares as fair. STABLE: the number of blocking pairs, against none.

    Attributes:
        primal: what was found.
        dual: what nothing can exceed.
        gap: how far these are apart.
        proved: not further than rounding, and nothing comes before it that could be better.
    """

    primal: float
    dual: float
    gap: float
    proved: bool


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Solution:
    """An assignment.

    Attributes:
        pairs: (mentee, mentor), locked ones too, in this order, shape (pairs, 2).
        scores: of the pairs, 0 for a locked one that is no edge, shape (pairs,).
        total: their sum.
        waiting: mentees with fewer mentors than wanted, who would come first first.
        missing: how many mentees each mentor has below the least, shape (mentors,).
        blocking: pairs who would both rather have each other, shape (blocking, 2).
        prices: None where the objective knows none.
        certificate: how good the solution provably is.
    """

    pairs: Ints
    scores: Floats
    total: float
    waiting: tuple[Waiting, ...]
    missing: Ints
    blocking: Ints
    prices: Prices | None
    certificate: Certificate

    def mentor_of_each(self, mentees: int) -> Ints:
        """The (first) mentor of each mentee, -1 for none, shape (mentees,)."""
        mentor = np.full(mentees, -1, dtype=np.int64)
        mentor[self.pairs[::-1, 0]] = self.pairs[::-1, 1]
        return mentor
