"""Nearness of texts: item by item, never of two averages.

Where expertise was judged by people, the mean of a person's three best texts agreed with them more
than the average of all or the single best one; so a pair's meaning is the mean of its best item
pairs.
"""

import numpy as np

from core.engine.matching.comparison.layout import layout
from core.engine.matching.comparison.people import Floats, Ints, Items

TOP = 3
"""Item pairs that count."""

SAME = 1.0
NEAREST = 0.9
"""Most that two different names can count."""
NEAR_FROM, NEAR_TO = 0.45, 0.80
"""Cosines between which two different names go from unrelated to nearly the same. Measured with
all-MiniLM-L6-v2: "Python"/"Java" .42, "project"/"product management" .58, "incident
response"/"incident management" .68, "academic"/"scientific writing" .81."""
SAME_GROUP = 0.25
"""What two skills of one group of the catalogue count at least: who knows Java knows something of
Python. A judgement, not a fit."""


def nearness(cosine: Floats) -> Floats:
    """How far two differently named things count as the same, 0 to NEAREST."""
    return np.asarray(np.clip((cosine - NEAR_FROM) / (NEAR_TO - NEAR_FROM), 0.0, NEAREST))


def best_pairs(wanted: Items, offered: Items, wanting: int, offering: int) -> Floats:
    """Mean cosine of the TOP best item pairs of two people.

    Args:
        wanted: items of one side.
        offered: items of the other side.
        wanting: how many people are on the one side.
        offering: how many people are on the other side.

    Returns:
        Shape (wanting, offering); nan where one of them has no text with a vector.
    """
    wanted, theirs = wanted.with_vector(), layout(offered.with_vector(), offering)
    value = np.full((wanting, offering), np.nan)
    cosines = theirs.cosines(wanted)
    for person in np.unique(wanted.owner):
        rows = cosines[wanted.of(int(person))]
        best = theirs.highest(rows, TOP)
        found = np.minimum(theirs.counts * len(rows), TOP)
        total = np.where(np.isfinite(best), best, 0.0).sum(axis=0)
        value[person] = np.divide(total, found, out=np.full(offering, np.nan), where=found > 0)
    return value


def coverage(wanted: Items, offered: Items, wanting: int, offering: int) -> tuple[Floats, Ints]:
    """How much of what one side names the other side names too, by name or nearly.

    Returns:
        Sum over the wanted items of their best likeness, shape (wanting, offering), nan where one
        of the two names nothing; and how many items each wanting person names, shape (wanting,).
    """
    value = np.full((wanting, offering), np.nan)
    theirs = layout(offered, offering)
    likeness = likenesses(wanted, theirs.different, theirs.cosines(wanted))
    for person in np.unique(wanted.owner):
        total = sum(theirs.highest(row[None], 1)[0] for row in likeness[wanted.of(int(person))])
        value[person] = np.where(theirs.counts > 0, total, np.nan)
    return value, np.bincount(wanted.owner, minlength=wanting)


def likenesses(wanted: Items, offered: Items, cosines: Floats | None = None) -> Floats:
    """Likeness of each two items, 0 to 1.

    SAME for the same name or the same skill of the catalogue; else by nearness of meaning, and at
    least SAME_GROUP for two skills of one group.

    Args:
        wanted: items of one side.
        offered: items of the other side.
        cosines: of each two, if they are at hand.
    """
    number = {name: index for index, name in enumerate(dict.fromkeys(offered.names))}
    left = np.array([number.get(name, -1) for name in wanted.names], dtype=np.int64)
    right = np.array([number[name] for name in offered.names], dtype=np.int64)
    near = nearness(wanted.cosines(offered) if cosines is None else cosines)
    related = (wanted.groups[:, None] == offered.groups[None, :]) & (wanted.groups >= 0)[:, None]
    near = np.where(related, np.maximum(near, SAME_GROUP), near)
    return np.where(left[:, None] == right[None, :], SAME, near)
