"""One measure by group: rates, and impact ratios against the most favoured group.

The terms are those of 6 RCNY 5-300 (New York City's Local Law 144): a selection rate is the share
of a group that was selected, a scoring rate the share that scored above the sample's median, an
impact ratio a group's rate divided by that of the most favoured group. Groups of less than 2 % of
those who said may be left out of ratios; who did not say is counted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from statistics import median

from core.engine.matching.fairness.cells import LEAST_PEOPLE, Cell, Total, hidden_cells
from core.engine.matching.fairness.intervals import Estimate, ratio, share

LEAST_SHARE = 0.02
"""Groups with a smaller share of those who said get a rate, but no ratio."""


class Measure(StrEnum):
    """What is compared."""

    PLACED = "placed"  # has a match: the selection rate
    SCORED = "scored"  # the match scores above the median of all matches: the scoring rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One person of the side that is looked at.

    Attributes:
        placed: whether they have a match.
        score: mean score of their matches; None if they have none, or it is not known.
        groups: dimension -> group, of what they said.
    """

    placed: bool
    score: float | None
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One group.

    Attributes:
        group: one word for each dimension of the comparison.
        people: how many, at least LEAST_PEOPLE.
        hits: how many of them were placed, or scored above the median.
        rate: hits of people.
        ratio: impact ratio; None for the most favoured group itself, for rare groups, and where
            nobody was favoured.
        favoured: whether the others are measured against this group.
        rare: less than LEAST_SHARE, so without a ratio.
    """

    group: Cell
    people: int
    hits: int
    rate: Estimate
    ratio: Estimate | None = None
    favoured: bool = False
    rare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One measure by one dimension, or by two together.

    Attributes:
        lines: groups that may be shown, by name.
        hidden: people of groups that may not be shown; None for some, but fewer than LEAST_PEOPLE.
        unsaid: people who did not say; None likewise.
        people: everybody who was looked at.
    """

    dimensions: tuple[str, ...]
    measure: Measure
    lines: tuple[Line, ...]
    hidden: int | None
    unsaid: int | None
    people: int

    @property
    def least_ratio(self) -> Line | None:
        """The line with the smallest impact ratio."""
        lines = [line for line in self.lines if line.ratio is not None]
        return min(lines, key=lambda line: line.ratio.value if line.ratio else 1.0, default=None)


def outcomes(subjects: Sequence[Subject], measure: Measure) -> list[bool | None]:
    """What the measure says of each; None for people it does not look at."""
    if measure is Measure.PLACED:
        return [subject.placed for subject in subjects]
    scores = [subject.score for subject in subjects if subject.score is not None]
    middle = median(scores) if scores else 0.0
    return [None if s.score is None else s.score > middle for s in subjects]


def compared(subjects: Sequence[Subject], dimensions: Sequence[str]) -> tuple[Comparison, ...]:
    """Each measure by each dimension and by each two of them.

    A group that is hidden in one table is hidden in every later one it is part of: by two
    dimensions, and by the scores of those who were placed.
    """
    made = []
    hidden: dict[tuple[str, ...], frozenset[Cell]] = {}
    for measure in Measure:
        looked_at = Counter(
            (tuple(subject.groups.get(name, "") for name in dimensions), hit)
            for subject, hit in zip(subjects, outcomes(subjects, measure), strict=True)
            if hit is not None
        )
        tables = [
            _Table.of(looked_at, {name: dimensions.index(name) for name in names})
            for names in (*((name,) for name in dimensions), *combinations(dimensions, 2))
        ]
        singles = {table.dimensions[0]: table for table in tables[: len(dimensions)]}
        for table in tables:
            hidden[table.dimensions] = table.hidden(singles, hidden)
            made.append(table.comparison(measure, hidden[table.dimensions]))
    return tuple(made)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Counts by group.

    Attributes:
        sizes, hits: people of each group, and how many of them were hit.
        unsaid: people without an answer to one of the dimensions.
    """

    dimensions: tuple[str, ...]
    sizes: Mapping[Cell, int]
    hits: Mapping[Cell, int]
    unsaid: int

    @classmethod
    def of(cls, looked_at: Mapping[tuple[Cell, bool], int], places: Mapping[str, int]) -> "_Table":
        """Count people.

        Args:
            looked_at: (groups by all dimensions, "" where nothing was said; whether they were
                hit) -> people.
            places: dimension of this table -> its place in the groups.
        """
        sizes: Counter[Cell] = Counter()
        hits: Counter[Cell] = Counter()
        unsaid = 0
        for (groups, hit), people in looked_at.items():
            cell = tuple(groups[place] for place in places.values())
            if all(cell):
                sizes[cell] += people
                hits[cell] += people * hit
            else:
                unsaid += people
        return cls(tuple(places), sizes, hits, unsaid)

    def hidden(
        self,
        singles: Mapping[str, "_Table"],
        hidden: Mapping[tuple[str, ...], AbstractSet[Cell]],
    ) -> frozenset[Cell]:
        """Groups that may not be shown.

        Args:
            singles: the tables of single dimensions.
            hidden: what is hidden in tables made before.
        """
        already = set(hidden.get(self.dimensions, ()))
        if len(self.dimensions) == 1:
            return hidden_cells(self.sizes, [Total(list(self.sizes))], already)
        totals = []
        for place, dimension in enumerate(self.dimensions):
            for group, size in singles[dimension].sizes.items():
                cells = [cell for cell in self.sizes if cell[place] == group[0]]
                if group in hidden[dimension,]:
                    already.update(cells)
                else:
                    totals.append(Total(cells, size - sum(self.sizes[cell] for cell in cells)))
        return hidden_cells(self.sizes, totals, already)

    def comparison(self, measure: Measure, hidden: AbstractSet[Cell]) -> Comparison:
        """The table without what is hidden."""
        said = sum(self.sizes.values())
        shown = sorted(cell for cell in self.sizes if cell not in hidden)
        rates = {cell: share(self.hits[cell], self.sizes[cell]) for cell in shown}
        common = [cell for cell in shown if self.sizes[cell] >= LEAST_SHARE * said]
        best = max(common, key=lambda cell: rates[cell].value, default=None)
        favoured = best if best is not None and rates[best].value > 0 else None
        return Comparison(
            dimensions=self.dimensions,
            measure=measure,
            lines=tuple(
                Line(
                    group=cell,
                    people=self.sizes[cell],
                    hits=self.hits[cell],
                    rate=rates[cell],
                    ratio=ratio(rates[cell], rates[favoured])
                    if favoured is not None and cell in common and cell != favoured
                    else None,
                    favoured=cell == favoured,
                    rare=cell not in common,
                )
                for cell in shown
            ),
            hidden=told(sum(self.sizes[cell] for cell in hidden)),
            unsaid=told(self.unsaid),
            people=said + self.unsaid,
        )


def told(people: int) -> int | None:
    """A number of people that may be told: 0, or at least LEAST_PEOPLE; else None."""
    return None if 0 < people < LEAST_PEOPLE else people
