"""From features to the probability of a good match, with an honest interval.

A Bayesian logistic model: log-odds = intercept + sum of weight x standardised feature, weights
normal (prior.py). Their uncertainty makes the log-odds of a pair normal too. An unknown feature
could be anything a random pair shows: it adds nothing to the mean but its whole possible effect
to the variance.
"""

from dataclasses import dataclass

import numpy as np

from core.engine.matching.comparison.people import Floats
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.responsiveness import Offset
from core.engine.matching.model.terms import expanded

NINETY_PERCENT = 1.6448536269514722
"""Standard deviations either side of a normal's middle 90 %."""

STRAIGHT = 2.0
"""Up to so many spreads from its centre a feature counts in full."""
MOST_SPREADS = 3.0
"""It never counts more than this: two equal texts are no proof. In between it counts less and
less, but never stops: where all texts are of one subject, the nearest still come first."""


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Posterior predictive of each pair; all of the features' shape without the first axis.

    Attributes:
        probability: that it is a good match, the weights' uncertainty integrated out.
        low, high: the middle 90 % of that probability.
    """

    probability: Floats
    low: Floats
    high: Floats


PAIRS_AT_ONCE = 65_536
"""So many designs are held at a time."""


def score(features: Floats, posterior: Posterior, offset: Offset | None = None) -> Scores:
    """Score pairs.

    Args:
        features: shape (features, ...), in the posterior's order, nan for unknown.
        posterior: what is believed about the weights.
        offset: of the people, broadcast to the pairs; None for nothing.
    """
    mean, variance = _log_odds(features, posterior, offset)
    half = NINETY_PERCENT * np.sqrt(variance)
    between = variance + (offset.pickiness if offset is not None else 0.0)
    # MacKay 1992 (Neural Computation 4:720): the mean of a logistic of a normal.
    probability = sigmoid(mean / np.sqrt(1.0 + np.pi * between / 8.0))
    low, high = sigmoid(mean - half), sigmoid(mean + half)
    return Scores(probability, np.minimum(low, probability), np.maximum(high, probability))


def sigmoid(log_odds: Floats) -> Floats:
    """Log-odds to probability."""
    return 1.0 / (1.0 + np.exp(-log_odds))


def log_odds(probability: Floats) -> Floats:
    """Probability to log-odds; ends are kept finite."""
    inside = np.clip(probability, 1e-12, 1 - 1e-12)
    return np.log(inside) - np.log1p(-inside)


def _log_odds(
    features: Floats, posterior: Posterior, offset: Offset | None
) -> tuple[Floats, Floats]:
    """Mean and variance of each pair's log-odds."""
    count, *pairs = features.shape
    flat = features.reshape(count, -1)
    mean, variance = np.empty(flat.shape[1]), np.empty(flat.shape[1])
    known: Floats = np.zeros(flat.shape[1])
    if offset is not None:
        known = np.broadcast_to(offset.known, pairs).reshape(-1)
    for start in range(0, flat.shape[1], PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        mean[part], variance[part] = _of_weights(flat[:, part], posterior, known[part])
    if offset is None:
        return mean.reshape(pairs), variance.reshape(pairs)
    return mean.reshape(pairs) + offset.mean, variance.reshape(pairs) + offset.variance


def standardised(features: Floats, posterior: Posterior) -> Floats:
    """Features in spreads from their centre, flattened towards MOST_SPREADS; nan stays nan."""
    standard: Floats = (features - posterior.centre[:, None]) / posterior.spread[:, None]
    far = np.abs(standard) > STRAIGHT
    beyond = np.abs(standard[far]) - STRAIGHT
    room = MOST_SPREADS - STRAIGHT
    standard[far] = np.sign(standard[far]) * (STRAIGHT + room * beyond / (room + beyond))
    return standard


def _of_weights(flat: Floats, posterior: Posterior, known: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of what the features add, shape (pairs,)."""
    standard = standardised(flat, posterior)
    design = expanded(standard, posterior.features, posterior.terms)
    mean = posterior.mean @ design
    # The level of a mentor known by their own answers rests on these and not on the intercept.
    design[0] = 1.0 - known
    variance = ((posterior.covariance @ design) * design).sum(axis=0)
    # E[(w x)^2] for an unknown x of mean 0 and variance 1, independent of its weight w.
    stated = slice(1, 1 + len(posterior.features))
    effect = posterior.mean[stated] ** 2 + np.diagonal(posterior.covariance)[stated]
    return mean, variance + effect @ np.isnan(standard)
