"""Scores that are a sum of products, searched as vectors.

Everything that counts becomes a dimension: the weighted embedding, the region as one-hot, the
grade as a row of a table, the organisation as one-hot times FORBIDDEN, so that nobody meets their
own, and the price as the last one. The inner product of two such vectors is score - price, and
the exact flat index of faiss, the quickest exact search measured (docs/models/matching.md), finds
the best of them.

It works in single precision: the rounding of an inner product is bounded by
Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.1, in whatever order it is
summed, and the bound is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.engine.matching.comparison.people import Floats, Ints, Vectors
from core.engine.matching.retrieval.source import Found

FORBIDDEN = -4.0
"""Added to the score of a pair that must not be; real scores lie between -1 and 1."""
ALLOWED = -1.5
"""A score below this belongs to a forbidden pair."""

QUERIES_AT_ONCE = 8192
PAIRS_AT_ONCE = 1024
ROUNDING = 2.0**-24
"""Unit roundoff of single precision."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Side:
    """One side as numbers.

    Attributes:
        vectors: normalised embeddings, shape (people, dimension).
        region, grade, organization: numbers from 0, shape (people,).
    """

    vectors: Vectors
    region: Ints
    grade: Ints
    organization: Ints


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Weights:
    """What counts how much; together no more than 1.

    Attributes:
        meaning: of the cosine of two embeddings.
        region: of living in the same one.
        grade: of each two grades, shape (grades of mentees, grades of mentors).
    """

    meaning: float
    region: float
    grade: Floats


def linear_scores(mentees: Side, mentors: Side, weights: Weights) -> "LinearScores":
    """Lay out all terms as dimensions.

    Raises:
        ValueError: scores could leave -1 to 1.
    """
    if weights.meaning + weights.region + float(np.abs(weights.grade).max()) > 1:
        raise ValueError("the weights add up to more than 1")
    regions, organizations = (
        int(max(ours.max(initial=0), theirs.max(initial=0))) + 1
        for ours, theirs in (
            (mentees.region, mentors.region),
            (mentees.organization, mentors.organization),
        )
    )
    parts = (mentees.vectors.shape[1], regions, weights.grade.shape[1], organizations, 1)
    starts = np.cumsum((0, *parts))
    queries = np.zeros((len(mentees.vectors), starts[-1]), dtype=np.float32)
    items = np.zeros((len(mentors.vectors), starts[-1]), dtype=np.float32)
    np.multiply(mentees.vectors, np.float32(weights.meaning), out=queries[:, : parts[0]])
    items[:, : parts[0]] = mentors.vectors
    rows, columns = np.arange(len(queries)), np.arange(len(items))
    queries[rows, starts[1] + mentees.region] = weights.region
    items[columns, starts[1] + mentors.region] = 1.0
    queries[:, starts[2] : starts[3]] = weights.grade[mentees.grade]
    items[columns, starts[2] + mentors.grade] = 1.0
    queries[rows, starts[3] + mentees.organization] = FORBIDDEN
    items[columns, starts[3] + mentors.organization] = 1.0
    return LinearScores(queries, items)


class LinearScores:
    """A source whose scores are inner products.

    Args:
        queries: of the mentees, shape (mentees, dimension); the last one is kept for the price.
        items: of the mentors, alike.
    """

    def __init__(self, queries: Vectors, items: Vectors) -> None:
        self.queries, self.items = queries, items
        self.queries[:, -1] = -1.0
        self.items[:, -1] = 0.0

    @property
    def shape(self) -> tuple[int, int]:
        """See the port."""
        return len(self.queries), len(self.items)

    def best(self, mentees: Ints, mentors: Ints, price: Floats, count: int) -> Found:
        """See the port."""
        index, most = self._index(mentors, price), min(count, len(mentors))
        places = np.empty((len(mentees), most), dtype=np.int32)
        values = np.empty((len(mentees), most), dtype=np.float32)
        for part in _parts(len(mentees), QUERIES_AT_ONCE):
            values[part], places[part] = index.search(self.queries[mentees[part]], most)
        error = self._error(price)
        rest = (
            values[:, -1].astype(np.float64) + error
            if most < len(mentors)
            else np.full(len(mentees), -np.inf)
        )
        values += price.astype(np.float32)[places]
        kept = values > ALLOWED
        return Found(
            np.repeat(mentees.astype(np.int32), kept.sum(axis=1)),
            mentors.astype(np.int32)[places[kept]],
            values[kept],
            rest,
            error,
        )

    def scores(self, mentee: Ints, mentor: Ints) -> Floats:
        """See the port; in double precision."""
        exact = np.empty(len(mentee), dtype=np.float64)
        for part in _parts(len(mentee), PAIRS_AT_ONCE):
            ours = self.queries[mentee[part], :-1].astype(np.float64)
            theirs = self.items[mentor[part], :-1].astype(np.float64)
            exact[part] = np.einsum("ij,ij->i", ours, theirs)
        return np.where(exact > ALLOWED, exact, np.nan)

    def _index(self, mentors: Ints, price: Floats) -> Any:
        # Here and not above: pages that only rank mentors need no index.
        import faiss  # noqa: PLC0415 - heavy

        index = faiss.IndexFlatIP(self.items.shape[1])
        for part in _parts(len(mentors), QUERIES_AT_ONCE):
            items = self.items[mentors[part]]
            items[:, -1] = price[part]
            index.add(items)
        return index

    def _error(self, price: Floats) -> float:
        """Most that a value of the index and a score made of it may be off."""
        terms = self.queries.shape[1] + 1
        share: float = terms * ROUNDING / (1 - terms * ROUNDING)
        return share * (1 + 2 * float(np.abs(price).max(initial=0.0)))


def _parts(count: int, at_once: int) -> Iterator[slice]:
    for start in range(0, count, at_once):
        yield slice(start, min(start + at_once, count))
