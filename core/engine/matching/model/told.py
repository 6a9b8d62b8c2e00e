"""What was learned, in numbers that words can be made of."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from core.engine.matching.model.prior import BELIEFS, Posterior
from core.engine.matching.model.score import sigmoid
from core.engine.matching.model.terms import expanded


@dataclass(frozen=True, slots=True)
class Effect:
    """How much a feature moves a score.

    Attributes:
        feature: its name.
        change: log-odds from one spread below its usual value to one above, all else usual.
        low, high: its 90 % interval.
    """

    feature: str
    change: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """How mentors differ, for one usual pair: probabilities.

    Attributes:
        less: of the mentor whom five sixths of all are readier than.
        usual: of the one in the middle.
        more: of the mentor who is readier than five sixths.
    """

    less: float
    usual: float
    more: float


def effects(posterior: Posterior) -> list[Effect]:
    """Of every feature that outcomes told anything about, the strongest first."""
    count = len(posterior.features)
    found = []
    reach = NormalDist().inv_cdf(0.95)
    for place, name in enumerate(posterior.features):
        if not posterior.cold and posterior.mean[1 + place] == _stated(name):
            continue
        ends = np.zeros((count, 2))
        ends[place] = (-1.0, 1.0)
        below, above = expanded(ends, posterior.features, posterior.terms).T
        design = above - below
        change = float(posterior.mean @ design)
        half = reach * float(np.sqrt(max(design @ posterior.covariance @ design, 0.0)))
        found.append(Effect(name, change, change - half, change + half))
    return sorted(found, key=lambda effect: -abs(effect.change))


def _stated(name: str) -> float:
    return BELIEFS[name].weight if name in BELIEFS else 0.0


def readiness(posterior: Posterior) -> Readiness:
    """How mentors differ."""
    level = float(posterior.mean[0])
    spread = posterior.habits.spread
    less, usual, more = sigmoid(np.array([level - spread, level, level + spread])).tolist()
    return Readiness(less, usual, more)
