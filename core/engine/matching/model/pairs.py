"""Scores of some pairs, where not all pairs of two groups are asked for."""

from datetime import datetime

from core.engine.matching.comparison.people import Ints, People
from core.engine.matching.model.outcomes import pair_features
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.responsiveness import offset
from core.engine.matching.model.score import Scores, score


def pair_scores(
    mentees: People, mentors: People, pairs: tuple[Ints, Ints], at: datetime, posterior: Posterior
) -> Scores:
    """Score some pairs.

    Args:
        mentees: one side.
        mentors: the other.
        pairs: index of the mentee and of the mentor of each pair.
        at: the moment that decides about summer time.
        posterior: what scores rest on.
    """
    found = pair_features(mentees, mentors, pairs, at, posterior.features)
    return score(found, posterior, offset(posterior.habits, mentees, mentors, pairs=pairs))
