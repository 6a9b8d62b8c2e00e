"""Items of many people laid out for one mentee after the other.

The same text is often there several times, so every different one is compared once. Then people
stand in a row, those with most items first, and the n-th item of everybody who has so many makes
one column: what is best of a person's items is a few passes over long columns.
"""

from dataclasses import dataclass

import numpy as np

from core.engine.matching.comparison.people import Floats, Ints, Items, Vectors, products

FEWER = 8
"""By this much are the items fewer than all texts that are known."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where everybody's items are.

    Attributes:
        different: each text once.
        counts: items of each person, shape (people,).
        order: people, those with most items first.
        columns: of the n-th items of the first people in `order`: which of the different ones.
        vectors: of the different items; None where they are most of the store.
    """

    different: Items
    counts: Ints
    order: Ints
    columns: tuple[Ints, ...]
    vectors: Vectors | None

    def cosines(self, wanted: Items) -> Floats:
        """Cosine of each of some items with each of the different ones."""
        if self.vectors is not None:
            return products(wanted.vectors, self.vectors)
        return wanted.store.cosines(wanted.rows, self.different.store)[:, self.different.rows]

    def highest(self, lines: Floats, count: int) -> Floats:
        """The highest values of each person's items in some lines together.

        Args:
            lines: shape (lines, different items).
            count: how many.

        Returns:
            Shape (count, people), highest first, minus infinity where there are no more.
        """
        best = np.full((count, len(self.order)), -np.inf, dtype=lines.dtype)
        for line in lines:
            for column in self.columns:
                value = line[column]
                for place in best[:, : len(column)]:
                    lower = np.minimum(place, value)
                    np.maximum(place, value, out=place)
                    value = lower
        return self._in_place(best)

    def _in_place(self, values: Floats) -> Floats:
        """Values of people in `order`, in the people's own order."""
        placed = np.empty_like(values)
        placed[:, self.order] = values
        return placed


def layout(items: Items, people: int) -> Layout:
    """Lay out the items of so many people; kept with them."""
    return items.once(people, lambda: _laid_out(items, people))


def _laid_out(items: Items, people: int) -> Layout:
    number: dict[tuple[str, str], int] = {}
    named = zip(items.texts, items.names, strict=True)
    which = np.array([number.setdefault(one, len(number)) for one in named], dtype=np.int64)
    different = items.chosen(np.unique(which, return_index=True)[1])
    counts = np.bincount(items.owner, minlength=people)
    order = np.argsort(-counts, kind="stable")
    first = (np.cumsum(counts) - counts)[order]
    ends = [int((counts > place).sum()) for place in range(int(counts.max(initial=0)))]
    columns = tuple(which[first[:end] + place] for place, end in enumerate(ends))
    # A copy of a few is read quicker; one of nearly all would only cost memory.
    few = FEWER * len(different.rows) < len(items.store.matrix)
    return Layout(different, counts, order, columns, different.vectors if few else None)
