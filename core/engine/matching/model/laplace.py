"""The mode of a logistic model with crossed random effects, and the normal around it (Laplace).

log-odds of a row = design x weights + effect of its mentor + effect of its mentee. Weights are
normal about their prior; effects are normal about zero with one spread for mentors and one for
mentees. Spreads, and the scale of each group of weights, are estimated from the data (empirical
Bayes), with a few outcomes' worth of belief that keeps them from vanishing:

1. One Newton step. Mentees are eliminated exactly, for theirs is a diagonal block; what is left is
   solved by conjugate gradients, preconditioned by the arrow of weights and mentors.
2. Spreads from the effects at hand and their uncertainty (MacKay 1992, Neural Computation 4:415).
3. Again from 1, until neither moves; then Newton steps alone.

Nothing is as large as rows x people, and the arrow needs the square of the weights only.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from core.engine.matching.comparison.people import Floats, Ints, Vectors

SPREAD = 0.5
"""Spread of mentors, and of mentees, before anything was seen."""
SPREAD_WORTH = 4.0
"""How many people this belief is worth."""
SCALE_WORTH = 1.0
"""How many weights the belief in a group's prior scale is worth."""
MOST_ROUNDS = 30
ENOUGH = 0.02
"""Changes of spreads, relative, and of weights that are small enough."""
MOST_MOVE = 4.0
"""Log-odds that one step may move a row."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Rows:
    """What was seen.

    Attributes:
        design: single precision, shape (rows, weights).
        good: 1 for a good outcome, 0 for a bad one, between for mixed ones, shape (rows,).
        weight: how much a row counts, shape (rows,).
        mentor, mentee: numbers from 0, shape (rows,); those of mentors ascending.
        mentors, mentees: how many there are.
    """

    design: Vectors
    good: Floats
    weight: Floats
    mentor: Ints
    mentee: Ints
    mentors: int
    mentees: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Weights:
    """The prior of the weights.

    Attributes:
        mean, variance: shape (weights,).
        group: number of the group whose scale is estimated, -1 where it is stated.
    """

    mean: Floats
    variance: Floats
    group: Ints


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Fit:
    """The normal around the mode.

    Attributes:
        mean: of the weights, shape (weights,).
        covariance: of the weights, shape (weights, weights).
        mentors: effects, shape (mentors,).
        doubt: variance of each effect where the weights are known, shape (mentors,).
        known: share of a mentor's level that rests on their own rows, shape (mentors,).
        mentees: effects, shape (mentees,).
        spread, pickiness: standard deviation between mentors, and between mentees.
        scale: estimated standard deviation of each group, relative to the prior's.
    """

    mean: Floats
    covariance: Floats
    mentors: Floats
    doubt: Floats
    known: Floats
    mentees: Floats
    spread: float
    pickiness: float
    scale: Floats


def fitted(rows: Rows, weights: Weights) -> Fit:
    """Find the mode, the spreads and the normal around it."""
    search = _Search(rows, weights)
    for _ in range(MOST_ROUNDS):
        moved = search.step()
        if search.spread() < ENOUGH and moved < ENOUGH:
            break
    for _ in range(MOST_ROUNDS):
        if search.step(exact=True) < ENOUGH**2:
            break
    return search.fit()


class _Search:
    """Where the search stands."""

    def __init__(self, rows: Rows, weights: Weights) -> None:
        self._rows, self._prior = rows, weights
        self._beta: Floats = weights.mean.copy()
        self._a: Floats = np.zeros(rows.mentors)
        self._c: Floats = np.zeros(rows.mentees)
        self._between, self._picky = SPREAD**2, SPREAD**2
        self._scale = np.ones(int(weights.group.max(initial=-1)) + 1)
        self._starts = np.flatnonzero(np.diff(rows.mentor, prepend=-1))

    def step(self, *, exact: bool = False) -> float:
        """One Newton step; tells the largest move of a row's log-odds."""
        rows = self._rows
        log_odds = along(rows, self._beta) + self._a[rows.mentor] + self._c[rows.mentee]
        chance = 1.0 / (1.0 + np.exp(-log_odds))
        slope = rows.weight * (rows.good - chance)
        bend = rows.weight * chance * (1.0 - chance) + 1e-9
        self._arrow = _Arrow(self, bend)
        down_c = np.bincount(rows.mentee, slope, rows.mentees) - self._c / self._picky
        left = bend * (down_c / self._arrow.mentees)[rows.mentee]
        beta: Floats = across(rows, slope - left) - self.precision * (self._beta - self._prior.mean)
        pulled = np.bincount(rows.mentor, slope - left, rows.mentors)
        a: Floats = pulled - self._a / self._between
        beta, a = self._arrow.solve(beta, a, 1e-4 if exact else 0.03)
        row = along(rows, beta) + a[rows.mentor]
        c = (down_c - np.bincount(rows.mentee, bend * row, rows.mentees)) / self._arrow.mentees
        move = float(np.abs(row + c[rows.mentee]).max(initial=0.0))
        short = min(1.0, MOST_MOVE / max(move, 1e-12))
        self._beta = self._beta + short * beta
        self._a = self._a + short * a
        self._c = self._c + short * c
        return move

    @property
    def precision(self) -> Floats:
        """Prior precision of the weights."""
        scale = np.append(self._scale, 1.0)  # the last one is for group -1
        return np.asarray(1.0 / (self._prior.variance * scale[self._prior.group]))

    def spread(self) -> float:
        """Estimate the spreads anew; tells the largest relative change."""
        before = np.array([self._between, self._picky, *self._scale])
        doubt = self._arrow.doubt()
        self._between = _spread(self._a, doubt, self._between)
        self._picky = _spread(self._c, 1.0 / self._arrow.mentees, self._picky)
        variance = np.diagonal(self._arrow.covariance)
        for group in range(len(self._scale)):
            own = self._prior.group == group
            size = (self._beta - self._prior.mean)[own] ** 2 / self._prior.variance[own]
            free = (
                own.sum() - (variance[own] / self._prior.variance[own]).sum() / (self._scale[group])
            )
            self._scale[group] = (size.sum() + SCALE_WORTH) / (max(free, 0.0) + SCALE_WORTH)
        after = np.array([self._between, self._picky, *self._scale])
        return float(np.abs(after / before - 1.0).max())

    def fit(self) -> Fit:
        """The result, where the last step ended."""
        return Fit(
            mean=self._beta,
            covariance=self._arrow.covariance,
            mentors=self._a,
            doubt=1.0 / self._arrow.mentors,
            known=1.0 - 1.0 / (self._between * self._arrow.mentors),
            mentees=self._c,
            spread=float(np.sqrt(self._between)),
            pickiness=float(np.sqrt(self._picky)),
            scale=np.sqrt(self._scale),
        )

    @property
    def rows(self) -> Rows:
        """What was seen."""
        return self._rows

    @property
    def spreads(self) -> tuple[float, float]:
        """Variance between mentors, and between mentees."""
        return self._between, self._picky

    def crossed(self, bend: Floats) -> tuple[Floats, Floats]:
        """Curvature of the weights, and of weights with mentors, shape (mentors, weights)."""
        rows = self._rows
        bent = rows.design * bend.astype(np.float32)[:, None]
        with_mentors = np.zeros((rows.mentors, bent.shape[1]))
        if len(self._starts):
            summed = np.add.reduceat(bent, self._starts, axis=0, dtype=np.float64)
            with_mentors[rows.mentor[self._starts]] = summed
        return (rows.design.T @ bent).astype(np.float64), with_mentors


def along(rows: Rows, weights: Floats) -> Floats:
    """What weights add to each row."""
    return np.asarray(rows.design @ weights.astype(np.float32), dtype=np.float64)


def across(rows: Rows, value: Floats) -> Floats:
    """Sum over the rows of their design times a value."""
    return np.asarray(value.astype(np.float32) @ rows.design, dtype=np.float64)


def _spread(effect: Floats, doubt: Floats, before: float) -> float:
    free = len(effect) - float(doubt.sum()) / before
    size = float(effect @ effect) + SPREAD_WORTH * SPREAD**2
    return size / (max(free, 0.0) + SPREAD_WORTH)


class _Arrow:
    """The curvature at a point: weights, a diagonal of mentors, mentees eliminated.

    As preconditioner and for uncertainty, each row's curvature is lessened by what its mentee's
    effect could explain; that mentees tie mentors to each other is left to the iteration.
    """

    def __init__(self, search: _Search, bend: Floats) -> None:
        rows = search.rows
        between, picky = search.spreads
        self._rows, self._bend, self._between = rows, bend, between
        self.mentees = np.bincount(rows.mentee, bend, rows.mentees) + 1.0 / picky
        lessened = bend * (1.0 - bend / self.mentees[rows.mentee])
        self._precision = search.precision
        among, with_mentors = search.crossed(lessened)
        self.mentors = np.bincount(rows.mentor, lessened, rows.mentors) + 1.0 / between
        self._pull = with_mentors / self.mentors[:, None]
        among[np.diag_indices_from(among)] += self._precision
        self._factor = cho_factor(among - with_mentors.T @ self._pull)
        self.covariance = cho_solve(self._factor, np.eye(len(among)))

    def doubt(self) -> Floats:
        """Variance of each mentor's effect."""
        level = ((self._pull @ self.covariance) * self._pull).sum(axis=1)
        return np.asarray(1.0 / self.mentors + level)

    def solve(self, beta: Floats, a: Floats, tolerance: float) -> tuple[Floats, Floats]:
        """Preconditioned conjugate gradients (Hestenes & Stiefel 1952)."""
        x = np.zeros(len(beta) + len(a))
        rest = np.concatenate([beta, a])
        ahead = way = self._nearly(rest)
        size = first = float(rest @ ahead)
        for _ in range(len(x)):
            if size <= tolerance**2 * first:
                break
            bent = self._times(way)
            far = size / float(way @ bent)
            x += far * way
            rest = rest - far * bent
            ahead = self._nearly(rest)
            size, before = float(rest @ ahead), size
            way = ahead + size / before * way
        return x[: len(beta)], x[len(beta) :]

    def _nearly(self, rest: Floats) -> Floats:
        count = len(self._precision)
        beta, a = rest[:count], rest[count:]
        beta = cho_solve(self._factor, beta - self._pull.T @ a)
        return np.concatenate([beta, a / self.mentors - self._pull @ beta])

    def _times(self, x: Floats) -> Floats:
        rows, count = self._rows, len(self._precision)
        bent = self._bend * (along(rows, x[:count]) + x[count:][rows.mentor])
        by_mentee = np.bincount(rows.mentee, bent, rows.mentees) / self.mentees
        bent -= self._bend * by_mentee[rows.mentee]
        a = np.bincount(rows.mentor, bent, rows.mentors) + x[count:] / self._between
        return np.concatenate([across(rows, bent) + self._precision * x[:count], a])
