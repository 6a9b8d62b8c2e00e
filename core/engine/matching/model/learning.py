"""From outcomes to what is believed now: the stated prior, updated.

1. Features with a stated weight start from it. What else can be counted (comparison/named.py),
   steps and products of features, and each label that people name start from zero, in groups whose
   scale the outcomes decide: what does not help is shrunk away.
2. All of it is fitted at once with each mentor's readiness and each mentee's pickiness
   (laplace.py), so no row is ever scored by a rate that its own outcome is part of, and a mentor
   whom only picky mentees were shown is not blamed for it.
3. Old outcomes count less (responsiveness.py).

Without outcomes the result is the prior itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.engine.matching.comparison.named import labels, learned_names
from core.engine.matching.comparison.people import Floats, People
from core.engine.matching.model.laplace import Fit, Rows, Weights, fitted
from core.engine.matching.model.outcomes import Outcomes, pair_features
from core.engine.matching.model.prior import Posterior, prior
from core.engine.matching.model.responsiveness import (
    HALF_LIFE,
    LOAD_DOUBT,
    LOAD_WEIGHT,
    MOST_LOAD,
    Habit,
    Habits,
)
from core.engine.matching.model.score import standardised
from core.engine.matching.model.terms import Term, expanded, steps

COUNTED_DOUBT, STEP_DOUBT, PRODUCT_DOUBT, LABEL_DOUBT = 0.15, 0.1, 0.05, 0.15
"""Standard deviation of these weights before the outcomes decide about the scale of each group."""
COUNTED, STEP, PRODUCT, LABEL, STATED = 0, 1, 2, 3, -1
"""Groups of weights; STATED keeps its scale."""

TERMS_FROM = 200
"""Outcomes from which steps, products and labels are looked at."""
FIRST_LOOK = 20_000
"""So many outcomes, spread evenly, decide which products are looked at."""
MOST_CROSSED = 10
"""Features whose products are looked at: those that already tell most."""
LABEL_PEOPLE, MOST_LABELS = 8, 80
"""A label counts when so many people name it; of each side at most so many labels count."""


def learn(
    outcomes: Outcomes, stated: Posterior | None = None, half_life: float = HALF_LIFE
) -> Posterior:
    """Update what is believed.

    Args:
        outcomes: what happened.
        stated: what is believed without them, without terms; the prior if not given.
        half_life: days in which an outcome loses half of its weight; 0 for never.
    """
    stated = prior() if stated is None else stated
    if not len(outcomes):
        return stated
    return _Learning(outcomes, stated, half_life).learned()


@dataclass(frozen=True, slots=True, eq=False)
class _Sides:
    """Labels that count, and who names them.

    Attributes:
        names: the labels of mentors, then those of mentees.
        design: shape (rows, labels).
    """

    names: tuple[str, ...]
    design: Floats


class _Learning:
    """One run, step by step."""

    def __init__(self, outcomes: Outcomes, stated: Posterior, half_life: float) -> None:
        outcomes = outcomes.part(np.argsort(outcomes.mentor, kind="stable"))
        self._outcomes = outcomes
        self._weight = outcomes.weight(half_life)
        counted = learned_names(outcomes.mentees, outcomes.mentors)
        names = (*stated.features, *counted)
        pairs = (outcomes.mentee, outcomes.mentor)
        found = pair_features(outcomes.mentees, outcomes.mentors, pairs, outcomes.at, names)
        seen = _seen(stated, found[: len(stated.features)])
        self._base = _with_counted(seen, counted, found[len(stated.features) :])
        kept = [names.index(name) for name in self._base.features]
        self._standard = standardised(found[kept], self._base)
        self._stated = len(seen.features)

    def learned(self) -> Posterior:
        """All steps."""
        sides = _Sides((), np.empty((len(self._outcomes), 0)))
        terms: list[Term] = []
        if len(self._outcomes) >= TERMS_FROM:
            for name, row in zip(self._base.features, self._standard, strict=True):
                terms += steps(name, row)
            every = -(-len(self._outcomes) // FIRST_LOOK)
            terms += self._products(terms, self._fit(terms, sides, slice(None, None, every)))
            sides = self._sides()
        return self._posterior(self._fit(terms, sides), terms, sides.names)

    def _fit(self, terms: Sequence[Term], sides: _Sides, some: slice = slice(None)) -> Fit:
        outcomes = self._outcomes
        design = expanded(self._standard[:, some], self._base.features, terms).T
        load = np.clip(np.nan_to_num(outcomes.load[some]), 0.0, MOST_LOAD)[:, None]
        rows = Rows(
            design=np.concatenate([design, sides.design[some], load], axis=1, dtype=np.float32),
            good=outcomes.good[some],
            weight=self._weight[some],
            mentor=outcomes.mentor[some],
            mentee=outcomes.mentee[some],
            mentors=len(outcomes.mentors),
            mentees=len(outcomes.mentees),
        )
        return fitted(rows, self._weights(terms, len(sides.names)))

    def _weights(self, terms: Sequence[Term], named: int) -> Weights:
        """The prior of everything in the design."""
        base = self._base
        counted = len(base.features) - self._stated
        products = sum(len(term.features) > 1 for term in terms)
        group = np.repeat(
            [STATED, COUNTED, STEP, PRODUCT, LABEL, STATED],
            [1 + self._stated, counted, len(terms) - products, products, named, 1],
        )
        # The last one is the load's; what else is stated has its own doubt.
        doubt = np.array([COUNTED_DOUBT, STEP_DOUBT, PRODUCT_DOUBT, LABEL_DOUBT, LOAD_DOUBT])
        variance, mean = doubt[group] ** 2, np.zeros(len(group))
        variance[: len(base.mean)] = np.diagonal(base.covariance)
        mean[: len(base.mean)], mean[-1] = base.mean, LOAD_WEIGHT
        return Weights(mean=mean, variance=variance, group=group)

    def _products(self, terms: Sequence[Term], fit: Fit) -> list[Term]:
        """Each two of the features that tell most about the outcomes."""
        names = self._base.features
        told = {name: self._told(name, terms, fit) for name in names}
        most = sorted(names, key=lambda name: -told[name])[:MOST_CROSSED]
        pairs = [(one, other) for k, one in enumerate(most) for other in most[k + 1 :]]
        return [Term(pair) for pair in pairs]

    def _told(self, name: str, terms: Sequence[Term], fit: Fit) -> float:
        """How much a feature with its steps moves the log-odds, a standard deviation."""
        names = self._base.features
        place = names.index(name)
        row = self._standard[place]
        effect = fit.mean[1 + place] * np.nan_to_num(row)
        for number, term in enumerate(terms, start=1 + len(names)):
            if term.features[0] == name:
                effect = effect + fit.mean[number] * term.of({name: row})
        return float(effect.std())

    def _sides(self) -> _Sides:
        outcomes = self._outcomes
        mentors, theirs = _named(outcomes.mentors, "mentor")
        mentees, ours = _named(outcomes.mentees, "mentee")
        design = np.concatenate([theirs[outcomes.mentor], ours[outcomes.mentee]], axis=1)
        return _Sides((*mentors, *mentees), design)

    def _posterior(self, fit: Fit, terms: Sequence[Term], names: Sequence[str]) -> Posterior:
        counted = 1 + len(self._base.features) + len(terms)
        doubt = np.diagonal(fit.covariance)
        rows = np.bincount(self._outcomes.mentor, minlength=len(self._outcomes.mentors))
        own = zip(fit.mentors.tolist(), fit.doubt.tolist(), fit.known.tolist(), strict=True)
        people = zip(self._outcomes.mentors.profiles, own, rows, strict=True)
        habits = Habits(
            mentors={one.person_id: Habit(*habit) for one, habit, seen in people if seen},
            spread=fit.spread,
            pickiness=fit.pickiness,
            labels={
                name: Habit(float(fit.mean[place]), float(doubt[place]))
                for place, name in enumerate(names, start=counted)
            },
            load=Habit(float(fit.mean[-1]), float(doubt[-1])),
        )
        return replace(
            self._base,
            mean=fit.mean[:counted],
            covariance=fit.covariance[:counted, :counted],
            outcomes=len(self._outcomes),
            terms=tuple(terms),
            habits=habits,
        )


def _seen(stated: Posterior, values: Floats) -> Posterior:
    """The stated belief in the features that were known of at least one pair.

    What nobody told is told by nobody now: it must not make every score unsure.
    """
    known = np.flatnonzero(~np.isnan(values).all(axis=1))
    rows = np.append(0, known + 1)
    return replace(
        stated,
        features=tuple(stated.features[place] for place in known.tolist()),
        centre=stated.centre[known],
        spread=stated.spread[known],
        mean=stated.mean[rows],
        covariance=stated.covariance[np.ix_(rows, rows)],
    )


def _with_counted(stated: Posterior, names: Sequence[str], values: Floats) -> Posterior:
    """The stated belief and, of the counted features, those that tell people apart."""
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=1), 1)
    centre = np.where(known, values, 0.0).sum(axis=1) / count
    spread = np.sqrt(np.where(known, (values - centre[:, None]) ** 2, 0.0).sum(axis=1) / count)
    telling = np.flatnonzero(spread > 1e-6)  # noqa: PLR2004 - rounding
    size = len(stated.mean) + len(telling)
    covariance = np.zeros((size, size))
    covariance[: len(stated.mean), : len(stated.mean)] = stated.covariance
    later = np.arange(len(stated.mean), size)
    covariance[later, later] = COUNTED_DOUBT**2
    return replace(
        stated,
        features=(*stated.features, *(names[place] for place in telling.tolist())),
        centre=np.concatenate([stated.centre, centre[telling]]),
        spread=np.concatenate([stated.spread, spread[telling]]),
        mean=np.concatenate([stated.mean, np.zeros(len(telling))]),
        covariance=covariance,
    )


def _named(people: People, side: str) -> tuple[list[str], Floats]:
    """The labels that enough people name, and who does, shape (people, labels)."""
    own = [labels(profile, side) for profile in people.profiles]
    count: dict[str, int] = {}
    for said in own:
        for label in said:
            count[label] = count.get(label, 0) + 1
    often = [label for label, people_naming in count.items() if people_naming >= LABEL_PEOPLE]
    often = sorted(often, key=lambda label: (-count[label], label))[:MOST_LABELS]
    place = {label: number for number, label in enumerate(often)}
    table = np.zeros((len(people), len(often)))
    for row, said in enumerate(own):
        table[row, [place[label] for label in said if label in place]] = 1.0
    return often, table
