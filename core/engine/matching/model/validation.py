"""How well a belief orders the candidates of mentees whom it has not seen.

Whole mentees are held out, never single suggestions. What is told is the share of couples of a
mentee's suggestions, one with a better outcome than the other, that are put in the right order;
one half is chance. The interval is a bootstrap over mentees.
"""

from dataclasses import dataclass

import numpy as np

from core.engine.matching.comparison.people import Floats, Ints
from core.engine.matching.model.learning import learn
from core.engine.matching.model.outcomes import Outcomes
from core.engine.matching.model.pairs import pair_scores
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.responsiveness import HALF_LIFE

FOLDS = 4
ALL_FOLDS_TO = 20_000
"""With more outcomes than this one fold is enough."""
DRAWS = 1_000


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Share of couples in the right order.

    Attributes:
        share: of all couples; nan where there are none.
        low, high: its 95 % bootstrap interval.
        mentees: who have couples to be ordered.
    """

    share: float
    low: float
    high: float
    mentees: int


def validated(
    outcomes: Outcomes, stated: Posterior | None = None, half_life: float = HALF_LIFE, seed: int = 1
) -> Accuracy:
    """Learn from some mentees and order the suggestions of the others.

    Args:
        outcomes: what happened.
        stated: what is believed without them; the prior if not given.
        half_life: days in which an outcome loses half of its weight; 0 for never.
        seed: of the folds and the bootstrap.
    """
    chance = np.random.default_rng(seed)
    fold = chance.permutation(len(outcomes.mentees)) % FOLDS
    of_row = fold[outcomes.mentee]
    value = np.full(len(outcomes), np.nan)
    for number in range(FOLDS if len(outcomes) <= ALL_FOLDS_TO else 1):
        held = of_row == number
        posterior = learn(outcomes.part(~held), stated, half_life)
        rest = outcomes.part(held)
        pairs = (rest.mentee, rest.mentor)
        scores = pair_scores(rest.mentees, rest.mentors, pairs, rest.at, posterior)
        value[held] = scores.probability
    tried = ~np.isnan(value)
    return accuracy(outcomes.mentee[tried], outcomes.good[tried], value[tried], seed)


def accuracy(mentee: Ints, good: Floats, value: Floats, seed: int = 1) -> Accuracy:
    """Share of each mentee's couples that a value orders right; equal values count half.

    Args:
        mentee: whose suggestion each row is.
        good: how it ended.
        value: what orders it.
        seed: of the bootstrap.
    """
    right, couples = ordered_right(mentee, good, value)
    if not couples.sum():
        return Accuracy(float("nan"), float("nan"), float("nan"), 0)
    right, couples = right[couples > 0], couples[couples > 0]
    draws = np.random.default_rng(seed).integers(0, len(couples), (DRAWS, len(couples)))
    shares = right[draws].sum(axis=1) / couples[draws].sum(axis=1)
    low, high = np.quantile(shares, (0.025, 0.975))
    share = float(right.sum() / couples.sum())
    return Accuracy(share, float(low), float(high), len(couples))


def ordered_right(mentee: Ints, good: Floats, value: Floats) -> tuple[Floats, Floats]:
    """Couples in the right order and all couples, of each mentee."""
    order = np.argsort(mentee, kind="stable")
    starts = np.flatnonzero(np.diff(mentee[order], prepend=-1))
    right, couples = [], []
    for rows in np.split(order, starts[1:]):
        better = good[rows][:, None] > good[rows][None, :]
        ahead = np.sign(value[rows][:, None] - value[rows][None, :])
        right.append(float((better * (1.0 + ahead)).sum() / 2))
        couples.append(float(better.sum()))
    return np.array(right), np.array(couples)
