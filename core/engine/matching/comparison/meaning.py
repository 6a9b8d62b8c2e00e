"""Nearness of texts: item by item, never of two averages.

Where expertise was judged by people, the mean of a person's three best texts agreed with them more
than the average of all or the single best one; so a pair's meaning is the mean of its best item
pairs.
"""

import numpy as np

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
    wanted, offered = wanted.with_vector(), offered.with_vector()
    value = np.full((wanting, offering), np.nan)
    places, counts = _places(offered, offering)
    cosines = _padded(wanted.cosines(offered), -np.inf)
    for person in np.unique(wanted.owner):
        rows = cosines[wanted.of(int(person))]
        table = (
            rows[:, places].transpose(1, 0, 2).reshape(offering, rows.shape[0] * places.shape[1])
        )
        top = min(TOP, table.shape[1])
        best = np.partition(table, table.shape[1] - top, axis=1)[:, -top:]
        found = np.minimum(counts * len(rows), top)
        total = np.where(np.isfinite(best), best, 0.0).sum(axis=1)
        value[person] = np.divide(total, found, out=np.full(offering, np.nan), where=found > 0)
    return value


def coverage(wanted: Items, offered: Items, wanting: int, offering: int) -> tuple[Floats, Ints]:
    """How much of what one side names the other side names too, by name or nearly.

    Returns:
        Sum over the wanted items of their best likeness, shape (wanting, offering), nan where one
        of the two names nothing; and how many items each wanting person names, shape (wanting,).
    """
    value = np.full((wanting, offering), np.nan)
    places, counts = _places(offered, offering)
    likeness = _padded(likenesses(wanted, offered), 0.0)
    for person in np.unique(wanted.owner):
        rows = likeness[wanted.of(int(person))]
        total = rows[:, places].max(axis=2).sum(axis=0)
        value[person] = np.where(counts > 0, total, np.nan)
    return value, np.bincount(wanted.owner, minlength=wanting)


def likenesses(wanted: Items, offered: Items) -> Floats:
    """Likeness of each two items, 0 to 1.

    SAME for the same name or the same skill of the catalogue; else by nearness of meaning, and at
    least SAME_GROUP for two skills of one group.
    """
    number = {name: index for index, name in enumerate(dict.fromkeys(offered.names))}
    left = np.array([number.get(name, -1) for name in wanted.names], dtype=np.int64)
    right = np.array([number[name] for name in offered.names], dtype=np.int64)
    near = nearness(wanted.cosines(offered))
    related = (wanted.groups[:, None] == offered.groups[None, :]) & (wanted.groups >= 0)[:, None]
    near = np.where(related, np.maximum(near, SAME_GROUP), near)
    return np.where(left[:, None] == right[None, :], SAME, near)


def _places(offered: Items, people: int) -> tuple[Ints, Ints]:
    """Where each person's items are, shape (people, most items), -1 where there are no more."""
    counts = np.bincount(offered.owner, minlength=people)
    columns = np.arange(max(int(counts.max(initial=0)), 1))
    first = np.cumsum(counts) - counts
    places = np.where(columns < counts[:, None], first[:, None] + columns, -1)
    return places, counts


def _padded(table: Floats, filler: float) -> Floats:
    """The table with one more column at the end, so that index -1 reads the filler."""
    return np.pad(table, ((0, 0), (0, 1)), constant_values=filler)
