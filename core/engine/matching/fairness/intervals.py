"""95 % intervals of a share and of the ratio of two shares, good for small groups too."""

from dataclasses import dataclass
from math import sqrt

NINETY_FIVE_PERCENT = 1.959963984540054
"""Standard deviations either side of a normal's middle 95 %."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the 95 % interval around it."""

    value: float
    low: float
    high: float


def share(hits: int, people: int) -> Estimate:
    """A share with Wilson's score interval (Wilson 1927, JASA 22:209).

    Args:
        hits: 0 to `people`.
        people: at least 1.
    """
    rate, spread = hits / people, NINETY_FIVE_PERCENT**2 / people
    middle = (rate + spread / 2) / (1 + spread)
    half = sqrt(spread * (rate * (1 - rate) + spread / 4)) / (1 + spread)
    return Estimate(rate, min(max(middle - half, 0.0), rate), max(min(middle + half, 1.0), rate))


def ratio(one: Estimate, other: Estimate) -> Estimate:
    """Ratio of two independent shares, its interval made of theirs.

    Method of variance estimates recovery for ratios (Donner & Zou 2012, Stat Methods Med Res
    21:347), written without the division that breaks down when `other` is poorly known.

    Args:
        one: above the line.
        other: below it; its value is not 0.
    """
    product = one.value * other.value
    least = one.low * (2 * one.value - one.low)
    most = one.high * (2 * one.value - one.high)
    wide = other.high * (2 * other.value - other.high)
    narrow = other.low * (2 * other.value - other.low)
    below = product + sqrt(max(product**2 - least * wide, 0.0))
    low = least / below if below > 0 else 0.0
    high = (product + sqrt(max(product**2 - most * narrow, 0.0))) / narrow
    value = one.value / other.value
    return Estimate(value, min(low, value), max(high, value))
