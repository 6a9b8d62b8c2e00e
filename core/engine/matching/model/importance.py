"""How important a programme finds each feature, laid over what is believed about it."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from core.domain.matching_settings import NORMAL
from core.engine.matching.model.prior import Posterior


def weighted(posterior: Posterior, importance: Mapping[str, int]) -> Posterior:
    """The belief with each weight, and the doubt about it, as large as it is important.

    A feature of importance 0 is left out altogether: it neither counts nor makes scores less sure.

    Args:
        posterior: as stated or learned.
        importance: feature -> its importance; a feature that is not named is normal.
    """
    factor = {name: _factor(name, importance) for name in posterior.features}
    if all(value == 1.0 for value in factor.values()):
        return posterior
    factors = list(factor.values())
    # What is made of two features is as important as both together.
    factors += [
        math.prod(factor[n] for n in t.features) ** 0.5 ** (len(t.features) - 1)
        for t in posterior.terms
    ]
    of_all = [place for place, value in enumerate(factors) if value > 0]
    kept = [place for place in of_all if place < len(factor)]
    rows = [0, *(place + 1 for place in of_all)]
    scale = np.array([1.0, *(factors[place] for place in of_all)])
    return replace(
        posterior,
        features=tuple(posterior.features[place] for place in kept),
        centre=posterior.centre[kept],
        spread=posterior.spread[kept],
        mean=posterior.mean[rows] * scale,
        covariance=posterior.covariance[np.ix_(rows, rows)] * np.outer(scale, scale),
        terms=tuple(term for term in posterior.terms if all(factor[n] > 0 for n in term.features)),
    )


def _factor(name: str, importance: Mapping[str, int]) -> float:
    """Of a feature; how far names overlap ("skills: share") is as important as the family."""
    family = name.partition(": ")[0]
    return importance.get(family, NORMAL) / NORMAL
