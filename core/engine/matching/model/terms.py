"""What a learned belief makes of features besides counting them straight: steps and products.

A step says that a feature counts from some value on; with a few of them a feature may rise, level
off or fall. A product says that two features count together. Both are strongly shrunk
(learning.py), so they speak only where outcomes do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.engine.matching.comparison.people import Floats

MOST_PRODUCT = 4.0
"""A product counts at most this much."""


@dataclass(frozen=True, slots=True)
class Term:
    """A step of one feature, or the product of two.

    Attributes:
        features: names of one or two features.
        above: of a step: how many spreads above its centre the feature counts from.
        share: of a step: how often a pair was above in what was learned from.
    """

    features: tuple[str, ...]
    above: float = 0.0
    share: float = 0.0

    def of(self, standard: Mapping[str, Floats]) -> Floats:
        """Its value for each pair; 0 where a feature is unknown.

        Args:
            standard: feature -> standardised values, nan for unknown.
        """
        first = standard[self.features[0]]
        if len(self.features) == 1:
            value = (first > self.above) - self.share
            return np.where(np.isnan(first), 0.0, value)
        product = first * standard[self.features[1]]
        return np.nan_to_num(np.clip(product, -MOST_PRODUCT, MOST_PRODUCT))


def expanded(standard: Floats, names: Sequence[str], terms: Sequence[Term]) -> Floats:
    """The design of pairs: 1, the features, the terms.

    Args:
        standard: standardised features, shape (features, pairs), nan for unknown.
        names: of the features.
        terms: made of them.

    Returns:
        Shape (1 + features + terms, pairs).
    """
    rows = dict(zip(names, standard, strict=True))
    design = np.empty((1 + len(names) + len(terms), standard.shape[1]))
    design[0] = 1.0
    design[1 : 1 + len(names)] = np.where(np.isnan(standard), 0.0, standard)
    for place, term in enumerate(terms, start=1 + len(names)):
        design[place] = term.of(rows)
    return design


def steps(name: str, standard: Floats) -> list[Term]:
    """Steps of a feature where its values lie; none where nearly all are the same.

    Args:
        name: of the feature.
        standard: its values, standardised, shape (pairs,), nan for unknown.
    """
    known = standard[~np.isnan(standard)]
    if not known.size:
        return []
    found = []
    for above in np.unique(np.quantile(known, STEPS, method="lower").round(6)):
        share = float((known > above).mean())
        if LEAST_SHARE < share < 1 - LEAST_SHARE:
            found.append(Term((name,), float(above), round(share, 6)))
    return found


STEPS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Quantiles of a feature at which it may step."""
LEAST_SHARE = 0.03
"""A step that fewer pairs are above or below says nothing."""
