"""What happened to suggestions, as columns."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from core.engine.matching.comparison.named import table
from core.engine.matching.comparison.people import Bools, Floats, Ints, People, gather
from core.engine.matching.model.responsiveness import HALF_LIFE

MENTEES_AT_ONCE = 32
"""Mentees compared together, with all mentors that one of them was suggested."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Outcomes:
    """Suggestions whose end is known, one a row.

    Attributes:
        mentees, mentors: the people; a row names them by index.
        mentee, mentor: shape (rows,).
        good: 1 for a good outcome, 0 for a bad one, between for mixed ones, shape (rows,).
        worth: how much a row counts besides its age, shape (rows,).
        age: days since, 0 for now or unknown, shape (rows,).
        load: of the mentor then, a share of their places, nan for unknown, shape (rows,).
        at: the moment that decides about summer time.
    """

    mentees: People
    mentors: People
    mentee: Ints
    mentor: Ints
    good: Floats
    worth: Floats
    age: Floats
    load: Floats
    at: datetime

    def __len__(self) -> int:
        return len(self.good)

    def weight(self, half_life: float = HALF_LIFE) -> Floats:
        """How much each row counts: half after every half-life; 0 days means no fading."""
        if half_life <= 0:
            return self.worth
        return np.asarray(self.worth * np.exp2(-np.maximum(self.age, 0.0) / half_life))

    def part(self, rows: Bools | Ints) -> "Outcomes":
        """Some of the rows, of the same people, in any order."""
        return replace(
            self,
            mentee=self.mentee[rows],
            mentor=self.mentor[rows],
            good=self.good[rows],
            worth=self.worth[rows],
            age=self.age[rows],
            load=self.load[rows],
        )


def pair_features(
    mentees: People,
    mentors: People,
    pairs: tuple[Ints, Ints],
    at: datetime,
    names: tuple[str, ...],
) -> Floats:
    """Features of some pairs only.

    Args:
        mentees: one side.
        mentors: the other.
        pairs: index of the mentee and of the mentor of each pair.
        at: the moment that decides about summer time.
        names: which features, in which order.

    Returns:
        Shape (names, pairs); nan for unknown.
    """
    mentee, mentor = pairs
    found = np.empty((len(names), len(mentee)))
    order = np.argsort(mentee, kind="stable")
    people, starts = np.unique(mentee[order], return_index=True)
    ends = np.append(starts[1:], len(order))
    for first in range(0, len(people), MENTEES_AT_ONCE):
        block = slice(first, first + MENTEES_AT_ONCE)
        rows = order[starts[first] : ends[block][-1]]
        ours, row = np.unique(mentee[rows], return_inverse=True)
        theirs, column = np.unique(mentor[rows], return_inverse=True)
        compared = table(some(mentees, ours), some(mentors, theirs), at, names)
        found[:, rows] = compared[:, row, column]
    return found


def some(people: People, which: Ints) -> People:
    """Some of a group, by index."""
    store = next(iter(people.kinds.values())).store
    return gather([people.profiles[place] for place in which.tolist()], store)
