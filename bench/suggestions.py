"""Made-up suggestions of mentors with outcomes: every figure on them is "simulated".

People name majors, topics and expertise as tags; who tells more is said yes to more often, up to a
point. A mentee is shown mentors who overlap with them, so overlap alone orders little. Whether a
suggestion becomes a match depends on the mentor's readiness, which drifts; on how choosy the
mentee is; on overlaps that help once and then no more; on how the two fields get on; on how busy
the mentor is. No model that is measured on it has this form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from core.domain.identifiers import PersonId
from core.domain.profile import Profile
from core.engine.matching.comparison.people import TextVectors, gather
from core.engine.matching.model.outcomes import Outcomes

Array = NDArray[Any]
SIZES = {"majors": 40, "topics": 15, "expertise": 80}
FIELDS = 8
DAYS = 500
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Suggested:
    """Suggestions in the order of days.

    Attributes:
        mentees, mentors: who names which tags, by family, each of shape (people, tags).
        mentee, mentor, day, good: one a suggestion.
    """

    mentees: dict[str, Array]
    mentors: dict[str, Array]
    mentee: Array
    mentor: Array
    day: Array
    good: Array

    def outcomes(self) -> Outcomes:
        """As the engine learns from them."""
        nothing = TextVectors.of({})
        return Outcomes(
            mentees=gather(_profiles(self.mentees, 1_000_000), nothing),
            mentors=gather(_profiles(self.mentors, 1), nothing),
            mentee=self.mentee,
            mentor=self.mentor,
            good=self.good,
            worth=np.ones(len(self.good)),
            age=self.day.max() - self.day,
            load=np.full(len(self.good), np.nan),
            at=AT,
        )


def suggested(seed: int, mentors: int = 2_000, mentees: int = 1_500, shown: int = 18) -> Suggested:
    """Draw people, what they are shown and what comes of it.

    Args:
        seed: of everything.
        mentors: how many.
        mentees: how many.
        shown: suggestions a mentee gets on average.
    """
    return _World(np.random.default_rng(seed), mentors, mentees).drawn(shown)


class _World:
    """Everything that decides."""

    def __init__(self, draw: np.random.Generator, mentors: int, mentees: int) -> None:
        self._draw = draw
        popular = {name: draw.dirichlet(np.full(size, 0.8)) for name, size in SIZES.items()}
        self.mentors = self._people(mentors, 0.7, popular)
        self.mentees = self._people(mentees, 0.5, popular)
        self.ready = draw.normal(0, 0.6, mentors)
        self.drift = draw.normal(0, 0.4, (mentors, 3))
        self.choosy = draw.normal(0, 0.6, mentees)
        self.liking = draw.normal(0, 0.5, (FIELDS, FIELDS))
        self.own_field = draw.normal(0, 0.5, mentors)
        self.fame = draw.normal(0, 0.7, mentors)
        self.tags = {name: draw.normal(0, 0.25, size) for name, size in SIZES.items()}

    def _people(self, count: int, volume: float, popular: dict[str, Array]) -> dict[str, Array]:
        draw = self._draw
        talk = draw.gamma(2, volume, count)
        amounts = {
            "majors": 1 + draw.binomial(1, 0.4, count),
            "topics": np.clip(1 + draw.poisson(1 + 1.2 * talk), 1, 10),
            "expertise": np.clip(draw.poisson(1 + 1.5 * talk), 0, 12),
        }
        people = {name: np.zeros((count, size)) for name, size in SIZES.items()}
        for person in range(count):
            field = -1
            for name, size in SIZES.items():
                weight = popular[name] * np.where(np.arange(size) % FIELDS == field, 12.0, 1.0)
                amount = amounts[name][person]
                chosen = draw.choice(size, amount, replace=False, p=weight / weight.sum())
                people[name][person, chosen] = 1.0
                field = chosen[0] % FIELDS if name == "majors" else -1
                if name == "topics":
                    field = int(np.argmax(people["majors"][person])) % FIELDS
        return people

    def drawn(self, shown: int) -> Suggested:
        """Day by day."""
        draw = self._draw
        days = np.sort(draw.integers(0, DAYS, len(self.choosy)))
        busy, before = np.zeros(len(self.ready)), 0
        rows: list[tuple[Array, Array, Array, Array]] = []
        for mentee, day in enumerate(days.tolist()):
            busy *= np.exp((before - day) / 60)
            before = day
            common = {n: self.mentors[n] @ self.mentees[n][mentee] for n in SIZES}
            pull = 0.8 * common["majors"] + 0.35 * common["topics"] + 0.4 * common["expertise"]
            order = np.argsort(-(self.fame + pull + draw.gumbel(0, 1, len(busy))))
            chosen = order[: int(np.clip(draw.poisson(shown), 4, 40))]
            log_odds = self._log_odds(mentee, chosen, day, common) - 0.25 * busy[chosen]
            good = (draw.random(len(chosen)) < 1 / (1 + np.exp(-log_odds))).astype(float)
            np.add.at(busy, chosen, good)
            rows.append((np.full(len(chosen), mentee), chosen, np.full(len(chosen), day), good))
        mentee_of, mentor_of, day_of, good_of = (np.concatenate(p) for p in zip(*rows, strict=True))
        return Suggested(
            mentees=self.mentees,
            mentors=self.mentors,
            mentee=mentee_of,
            mentor=mentor_of,
            day=day_of.astype(float),
            good=good_of,
        )

    def _log_odds(self, mentee: int, chosen: Array, day: int, common: dict[str, Array]) -> Array:
        told = {name: self.mentors[name][chosen] for name in SIZES}
        major = common["majors"][chosen] > 0
        topics, skills = common["topics"][chosen], common["expertise"][chosen]
        amount, known = told["topics"].sum(axis=1), told["expertise"].sum(axis=1)
        teller = 0.6 * np.minimum(amount, 4) - 0.6 * (amount > 6) + 0.5 * (known > 0)
        teller += 0.4 * (known > 3) - 2.6
        for name, effect in self.tags.items():
            teller += told[name] @ effect / np.sqrt(np.maximum(told[name].sum(axis=1), 1))
        field = np.argmax(self.mentees["majors"][mentee]) % FIELDS
        theirs = np.argmax(told["majors"], axis=1) % FIELDS
        overlap = 0.3 * (topics > 0) - 0.5 * (topics > 2) + 0.2 * major
        overlap += 0.5 * np.minimum(skills, 2) * major - 0.3 * (skills > 0) * ~major
        wants = 1.4 - 0.6 * min(self.mentees["topics"][mentee].sum(), 4)
        person = self.ready[chosen] + self.drift[chosen, min(2, day * 3 // DAYS)]
        person = person + self.own_field[chosen] * major + self.liking[field, theirs]
        return np.asarray(teller + overlap + wants + person + self.choosy[mentee])


def _profiles(people: dict[str, Array], first: int) -> Sequence[Profile]:
    count = len(next(iter(people.values())))
    return [
        Profile(
            person_id=PersonId(UUID(int=first + person)),
            tags=frozenset(
                (name, f"{name} {tag}")
                for name, table in people.items()
                for tag in np.flatnonzero(table[person]).tolist()
            ),
        )
        for person in range(count)
    ]
