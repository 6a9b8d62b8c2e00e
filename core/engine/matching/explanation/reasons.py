"""Why this mentor: each feature's share in the score, against the average candidate.

A feature's contribution is how much the log-odds of the score fall when that feature alone takes
the average candidate's value. So the first reason is, by measurement and not by wording, the one
whose loss costs most; an unknown feature takes no credit and no blame.
"""

from dataclasses import replace

import numpy as np

from core.engine.matching.comparison.people import Bools, Floats, Ints
from core.engine.matching.explanation.learned_words import readiness, tags
from core.engine.matching.explanation.pair import Pair
from core.engine.matching.explanation.wording import WORDS
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.responsiveness import Offset, offset
from core.engine.matching.model.score import log_odds, score
from core.engine.matching.ranking import Question, Ranking
from core.engine.matching.result import Reason
from core.sentence import Sentence

USUAL_CANDIDATES = 3
"""How many random candidates are added to the average, so that one of two has reasons too."""
LEAST_CONTRIBUTION = 0.03
"""Log-odds below which a feature is not worth a sentence (less than one point in a hundred)."""

MENTOR, MENTEE = "mentor", "mentee"
"""Groups of what is known of one side alone. The mentee's own is no reason for any mentor."""


def reasons(
    question: Question, ranking: Ranking, mentee: int, mentors: Ints
) -> list[tuple[Reason, ...]]:
    """Reasons of some mentors for one mentee, what speaks most for them first.

    Args:
        question: what was asked.
        ranking: the answer to it.
        mentee: index of the mentee.
        mentors: indices of the mentors to explain.
    """
    table, allowed = ranking.features[:, mentee], ranking.allowed[mentee]
    candidates = table if allowed.all() else table[:, allowed]
    average = average_candidate(candidates, question.posterior)
    people, usual = _readiness(question, mentee, mentors, allowed)
    own = shares(table[:, mentors], average, question.posterior, people, usual)
    return [
        _in_words(
            Pair(question.mentees, mentee, question.mentors, int(mentor), question.at),
            {group: float(share[place]) for group, share in own.items()},
        )
        for place, mentor in enumerate(mentors)
    ]


def _readiness(
    question: Question, mentee: int, mentors: Ints, allowed: Bools
) -> tuple[Offset | None, float]:
    """What habits and load add for these mentors, and on average for those who may be asked."""
    habits, load = question.posterior.habits, question.load
    people = offset(habits, question.mentees, question.mentors, load)
    if people is None:
        return None, 0.0
    mean = people.mean[mentee]
    known = np.broadcast_to(people.known, people.mean.shape)
    own = Offset(
        mean[mentors],
        people.variance[mentee, mentors],
        known[mentee, mentors],
        people.pickiness,
    )
    return own, float(mean[allowed].mean()) if allowed.any() else 0.0


def _group(name: str) -> str:
    """Features that are told of together: how far names overlap belongs to the names."""
    return name.partition(": ")[0]


def average_candidate(table: Floats, posterior: Posterior) -> Floats:
    """Mean of each feature over the candidates and a few random ones, shape (features,).

    Args:
        table: shape (features, candidates), nan for unknown.
        posterior: knows what random pairs look like.
    """
    known = ~np.isnan(table)
    total = np.where(known, table, 0.0).sum(axis=1) + USUAL_CANDIDATES * posterior.centre
    average: Floats = total / (known.sum(axis=1) + USUAL_CANDIDATES)
    return average


def contributions(table: Floats, average: Floats, posterior: Posterior) -> Floats:
    """Fall of the score's log-odds when one feature becomes average.

    Features that are told of together become average together; the first of them has their share.

    Args:
        table: shape (features, pairs), nan for unknown.
        average: shape (features,).
        posterior: scores them.

    Returns:
        Shape (features, pairs); 0 where unknown.
    """
    found = np.zeros(table.shape)
    groups = [_group(name) for name in posterior.features]
    for group, share in shares(table, average, posterior).items():
        found[groups.index(group)] = share
    return found


def shares(
    table: Floats,
    average: Floats,
    posterior: Posterior,
    people: Offset | None = None,
    usual: float = 0.0,
) -> dict[str, Floats]:
    """Fall of the score's log-odds when what is told of together becomes average.

    Args:
        table: shape (features, pairs), nan for unknown.
        average: shape (features,).
        posterior: scores them.
        people: what the mentors' habits and load add, of shape (pairs,) each; None for nothing.
        usual: the average of that.

    Returns:
        Group -> shape (pairs,). Habits and load belong to MENTOR.
    """
    names = np.array([_group(name) for name in posterior.features])
    groups = list(dict.fromkeys([*names, *([MENTOR] if people is not None else [])]))
    without = np.repeat(table[:, None, :], len(groups), axis=1)
    replaced = np.where(np.isnan(table), np.nan, average[:, None])
    for place, group in enumerate(groups):
        without[names == group, place] = replaced[names == group]
    changed = people
    if people is not None:
        mean = np.tile(people.mean, (len(groups), 1))
        mean[groups.index(MENTOR)] = usual
        changed = replace(people, mean=mean)
    before = log_odds(score(table, posterior, people).probability)
    after = log_odds(score(without, posterior, changed).probability)
    return dict(zip(map(str, groups), before - after, strict=True))


def _in_words(pair: Pair, shares: dict[str, float]) -> tuple[Reason, ...]:
    worth = {
        name: share
        for name, share in shares.items()
        if abs(share) >= LEAST_CONTRIBUTION and name != MENTEE
    }
    order = sorted(worth, key=lambda name: -worth[name])
    return tuple(
        Reason(name, _sentence(pair, name, helps=worth[name] > 0), float(worth[name]))
        for name in order
    )


def _sentence(pair: Pair, name: str, *, helps: bool) -> Sentence:
    if name in WORDS:
        return WORDS[name](pair, helps=helps)
    return readiness(helps=helps) if name == MENTOR else tags(pair, name, helps=helps)
