"""One mentee among all mentors: who may be asked, and in which order."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from core.engine.matching.comparison.named import table
from core.engine.matching.comparison.people import Bools, Floats, Ints, People
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.responsiveness import offset
from core.engine.matching.model.score import Scores, score
from core.engine.matching.rules import Standing, Verdict, judge


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Question:
    """Everything a ranking depends on.

    Attributes:
        mentees: each gets a ranking of their own.
        at: the moment that decides about summer time.
        waived: names of rules that do not count here.
        load: open requests and mentees of each mentor as a share of their places; None if nobody
            counts them.
    """

    mentees: People
    mentors: People
    standing: Standing
    posterior: Posterior
    at: datetime
    waived: AbstractSet[str] = frozenset()
    load: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The mentors as each mentee sees them.

    Attributes:
        features: shape (features, mentees, mentors), nan for unknown.
        scores: of shape (mentees, mentors).
        verdict: all rules, waived or not.
        allowed: pairs that break no rule that counts, shape (mentees, mentors).
    """

    features: Floats
    scores: Scores
    verdict: Verdict
    allowed: Bools

    def best(self, mentee: int, limit: int) -> Ints:
        """The first ones of `order`, without putting all others in order."""
        own = np.where(self.allowed[mentee], self.scores.probability[mentee], -1.0)
        if len(own) > limit > 0:
            worst = np.partition(own, len(own) - limit)[len(own) - limit]
            own = np.where(own >= worst, own, -1.0)
        ahead = np.flatnonzero(own >= 0)
        return ahead[np.argsort(-own[ahead], kind="stable")][:limit]

    def order(self, mentee: int) -> Ints:
        """Allowed mentors, best first; equal ones in the order given."""
        allowed = np.flatnonzero(self.allowed[mentee])
        probability = self.scores.probability[mentee, allowed]
        return allowed[np.argsort(-probability, kind="stable")]


def rank(question: Question) -> Ranking:
    """Compare, score and judge every pair."""
    names = question.posterior.features
    compared = table(question.mentees, question.mentors, question.at, names)
    return ranked(question, question.mentees, compared)


def ranked(question: Question, mentees: People, features: Floats) -> Ranking:
    """Score and judge pairs whose features are known.

    Args:
        question: where they belong.
        mentees: whose features these are; changed ones, perhaps.
        features: shape (features, mentees, mentors).
    """
    verdict, allowed = judged(question, mentees)
    posterior = question.posterior
    people = offset(posterior.habits, mentees, question.mentors, question.load)
    return Ranking(features, score(features, posterior, people), verdict, allowed)


def judged(question: Question, mentees: People) -> tuple[Verdict, Bools]:
    """What rules say of some mentees, and the pairs that break none that counts.

    Args:
        question: where they belong.
        mentees: who is judged; changed ones, perhaps.
    """
    verdict = judge(mentees, question.mentors, replace(question.standing, at=question.at))
    counting = [broken for name, broken in verdict.broken.items() if name not in question.waived]
    return verdict, ~np.logical_or.reduce(counting)


def places(ranking: Ranking, mentors: Ints) -> Ints:
    """Place of some mentors for every mentee, 1 is best, 0 where they are not allowed.

    Returns:
        Shape (mentees, len(mentors)).
    """
    probability = np.where(ranking.allowed, ranking.scores.probability, -1.0)
    table = np.zeros((len(probability), len(mentors)), dtype=np.int64)
    for column, mentor in enumerate(mentors):
        own = probability[:, [mentor]]
        better = (probability > own).sum(axis=1)
        equal_before = (probability[:, :mentor] == own).sum(axis=1)
        table[:, column] = np.where(own[:, 0] < 0, 0, better + equal_before + 1)
    return table
