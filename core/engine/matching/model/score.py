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

NINETY_PERCENT = 1.6448536269514722
"""Standard deviations either side of a normal's middle 90 %."""

MOST_SPREADS = 3.0
"""A feature counts at most this many spreads from its centre: two equal texts are no proof."""


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


def score(features: Floats, posterior: Posterior) -> Scores:
    """Score pairs.

    Args:
        features: shape (features, ...), in the posterior's order, nan for unknown.
        posterior: what is believed about the weights.
    """
    mean, variance = _log_odds(features, posterior)
    half = NINETY_PERCENT * np.sqrt(variance)
    # MacKay 1992 (Neural Computation 4:720): the mean of a logistic of a normal.
    probability = sigmoid(mean / np.sqrt(1.0 + np.pi * variance / 8.0))
    low, high = sigmoid(mean - half), sigmoid(mean + half)
    return Scores(probability, np.minimum(low, probability), np.maximum(high, probability))


def sigmoid(log_odds: Floats) -> Floats:
    """Log-odds to probability."""
    return 1.0 / (1.0 + np.exp(-log_odds))


def log_odds(probability: Floats) -> Floats:
    """Probability to log-odds; ends are kept finite."""
    inside = np.clip(probability, 1e-12, 1 - 1e-12)
    return np.log(inside) - np.log1p(-inside)


def _log_odds(features: Floats, posterior: Posterior) -> tuple[Floats, Floats]:
    """Mean and variance of each pair's log-odds."""
    count, *pairs = features.shape
    flat = features.reshape(count, -1)
    unknown = np.isnan(flat)
    standard = (flat - posterior.centre[:, None]) / posterior.spread[:, None]
    standard = np.clip(standard, -MOST_SPREADS, MOST_SPREADS)
    design = np.concatenate([np.ones((1, flat.shape[1])), np.where(unknown, 0.0, standard)])
    mean = posterior.mean @ design
    variance = ((posterior.covariance @ design) * design).sum(axis=0)
    # E[(w x)^2] for an unknown x of mean 0 and variance 1, independent of its weight w.
    effect = posterior.mean[1:] ** 2 + np.diagonal(posterior.covariance)[1:]
    variance = variance + effect @ unknown
    return mean.reshape(pairs), variance.reshape(pairs)
