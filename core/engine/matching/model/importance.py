"""How important a programme finds each feature, laid over what is believed about it."""

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
    factors = [importance.get(name, NORMAL) / NORMAL for name in posterior.features]
    if all(factor == 1.0 for factor in factors):
        return posterior
    kept = [place for place, factor in enumerate(factors) if factor > 0]
    rows = [0, *(place + 1 for place in kept)]
    scale = np.array([1.0, *(factors[place] for place in kept)])
    return replace(
        posterior,
        features=tuple(posterior.features[place] for place in kept),
        centre=posterior.centre[kept],
        spread=posterior.spread[kept],
        mean=posterior.mean[rows] * scale,
        covariance=posterior.covariance[np.ix_(rows, rows)] * np.outer(scale, scale),
    )
