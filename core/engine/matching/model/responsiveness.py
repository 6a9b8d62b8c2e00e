"""How readily each mentor says yes: an empirical-Bayes effect, shrunk to the programme's mean.

A mentor of whom little is known stands near the others; one of whom much is known, where their
answers put them. Old answers fade: half of what one says is forgotten every HALF_LIFE. Who is new
has the mean and the whole spread of the programme, so the interval is honestly wide. What people
offer by name (skills, interests, tags) has a small effect each, for both sides, shrunk alike.

Load is apart: a mentor with many open requests and matches has less room for one more, and asking
the ready few less often spreads the requests. It starts from a stated belief.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.domain.identifiers import PersonId
from core.engine.matching.comparison.named import labels
from core.engine.matching.comparison.people import Floats, Ints, People

HALF_LIFE = 1095.0
"""Days in which an outcome loses half of its weight."""

LOAD_WEIGHT, LOAD_DOUBT = -0.3, 0.2
"""Log-odds that a full load (as many open requests and mentees as places) adds; a judgement."""
MOST_LOAD = 3.0


@dataclass(frozen=True, slots=True)
class Habit:
    """How much more readily one says yes than others, in log-odds.

    Attributes:
        mean, variance: what is believed, the variance given the programme's mean.
        known: 0 for nothing known of them, up to 1 for known without the programme's mean.
    """

    mean: float = 0.0
    variance: float = 0.0
    known: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Habits:
    """Of a whole programme.

    Attributes:
        mentors: of whom something is known.
        spread: standard deviation between mentors; 0 before anything was learned.
        pickiness: standard deviation between mentees. It evens out probabilities; a mentee's own
            is no part of any score.
        labels: label (comparison/named.py) -> its effect.
        load: what a full load adds.
    """

    mentors: Mapping[PersonId, Habit] = field(default_factory=dict)
    spread: float = 0.0
    pickiness: float = 0.0
    labels: Mapping[str, Habit] = field(default_factory=dict)
    load: Habit = field(default_factory=lambda: Habit(LOAD_WEIGHT, LOAD_DOUBT**2))


@dataclass(frozen=True, slots=True, eq=False)
class Offset:
    """What is added to the log-odds of pairs besides their features.

    Attributes:
        mean, variance: of it, of a shape that broadcasts to the pairs.
        known: share of the mentor's own answers in their level, shape alike.
        pickiness: variance between mentees.
    """

    mean: Floats
    variance: Floats
    known: Floats
    pickiness: float = 0.0


def offset(
    habits: Habits,
    mentees: People,
    mentors: People,
    load: Floats | None = None,
    pairs: tuple[Ints, Ints] | None = None,
) -> Offset | None:
    """Of all pairs of these people, or of some; None if there is nothing to add.

    Args:
        habits: of their programme.
        mentees: one side.
        mentors: the other.
        load: open requests and mentees of each mentor as a share of their places.
        pairs: index of the mentee and of the mentor of each pair; None for all.
    """
    learned = habits.spread > 0 or habits.pickiness > 0
    if not learned and load is None:
        return None
    theirs, known = mentors.latest("habits", habits, lambda: _of_mentors(habits, mentors))
    if load is not None:
        full = np.clip(load, 0.0, MOST_LOAD)
        theirs = theirs + np.stack([habits.load.mean * full, habits.load.variance * full**2])
    ours = _of_labels(habits.labels, mentees, "mentee")
    if pairs is None:
        both, known = ours[:, :, None] + theirs[:, None, :], known[None, :]
    else:
        both, known = ours[:, pairs[0]] + theirs[:, pairs[1]], known[pairs[1]]
    return Offset(both[0], both[1], known, habits.pickiness**2)


def _of_mentors(habits: Habits, mentors: People) -> tuple[Floats, Floats]:
    """Mean and variance of each mentor's level, and how far it is their own."""
    new = Habit(variance=habits.spread**2)
    if not habits.mentors and not habits.labels:
        nothing = np.zeros(len(mentors))
        return np.stack([nothing, nothing + new.variance]), nothing
    own = [habits.mentors.get(profile.person_id, new) for profile in mentors.profiles]
    mean, variance, known = np.array([(h.mean, h.variance, h.known) for h in own]).reshape(-1, 3).T
    return np.stack([mean, variance]) + _of_labels(habits.labels, mentors, "mentor"), known


def _of_labels(effects: Mapping[str, Habit], people: People, side: str) -> Floats:
    """Sum of the effects of what each person names, and its variance, shape (2, people)."""
    total = np.zeros((2, len(people)))
    if effects:
        for place, profile in enumerate(people.profiles):
            for label in labels(profile, side):
                if (habit := effects.get(label)) is not None:
                    total[:, place] += habit.mean, habit.variance
    return total
