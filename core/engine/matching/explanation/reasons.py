"""Why this mentor: each feature's share in the score, against the average candidate.

A feature's contribution is how much the log-odds of the score fall when that feature alone takes
the average candidate's value. So the first reason is, by measurement and not by wording, the one
whose loss costs most; an unknown feature takes no credit and no blame.
"""

import numpy as np

from core.engine.matching.comparison.people import Floats, Ints
from core.engine.matching.explanation.learned_words import readiness, tags
from core.engine.matching.explanation.pair import Pair
from core.engine.matching.explanation.wording import WORDS
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.responsiveness import offset
from core.engine.matching.model.score import log_odds, score
from core.engine.matching.ranking import Question, Ranking
from core.engine.matching.result import Reason
from core.sentence import Sentence

USUAL_CANDIDATES = 3
"""How many random candidates are added to the average, so that one of two has reasons too."""
LEAST_CONTRIBUTION = 0.03
"""Log-odds below which a feature is not worth a sentence (less than one point in a hundred)."""


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
    table = ranking.features[:, mentee]
    average = average_candidate(table[:, ranking.allowed[mentee]], question.posterior)
    shares = contributions(table[:, mentors], average, question.posterior)
    ready = _readiness(question, ranking, mentee)
    found = []
    for mentor, column in zip(mentors, shares.T, strict=True):
        pair = Pair(question.mentees, mentee, question.mentors, int(mentor), question.at)
        own = dict(zip(question.posterior.features, column.tolist(), strict=True))
        told = {_group(name): share for name, share in own.items() if share}
        told["mentor"] = told.get("mentor", 0.0) + float(ready[mentor])
        found.append(_in_words(pair, told))
    return found


def _readiness(question: Question, ranking: Ranking, mentee: int) -> Floats:
    """How much each mentor's readiness adds, compared with those who may be asked."""
    people = offset(question.posterior.habits, question.mentees, question.mentors)
    if people is None:
        return np.zeros(len(question.mentors))
    own: Floats = people.mean[mentee]
    allowed = ranking.allowed[mentee]
    return own - (own[allowed].mean() if allowed.any() else 0.0)


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
    groups = np.array([_group(name) for name in posterior.features])
    without = np.repeat(table[None, :, :], len(table), axis=0)
    usual = np.where(np.isnan(table), np.nan, average[:, None])
    for group in dict.fromkeys(groups):
        together = np.flatnonzero(groups == group)
        without[together[0], together] = usual[together]
    before = log_odds(score(table, posterior).probability)
    after = log_odds(score(without.transpose(1, 0, 2), posterior).probability)
    return before[None, :] - after


def _in_words(pair: Pair, shares: dict[str, float]) -> tuple[Reason, ...]:
    worth = {
        name: share
        for name, share in shares.items()
        if abs(share) >= LEAST_CONTRIBUTION and name != "mentee"
    }
    order = sorted(worth, key=lambda name: -worth[name])
    return tuple(
        Reason(name, _sentence(pair, name, helps=worth[name] > 0), float(worth[name]))
        for name in order
    )


def _sentence(pair: Pair, name: str, *, helps: bool) -> Sentence:
    if name in WORDS:
        return WORDS[name](pair, helps=helps)
    return readiness(helps=helps) if name == "mentor" else tags(pair, name, helps=helps)
