"""Scores of some pairs, where not all pairs of two groups are asked for."""

from datetime import datetime

import numpy as np

from core.engine.matching.comparison.people import Ints, People
from core.engine.matching.model.outcomes import pair_features, some
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.responsiveness import offset
from core.engine.matching.model.score import Scores, score
from core.engine.matching.ranking import Question
from core.engine.matching.rules import Standing


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


def pair_question(
    mentees: People,
    mentors: People,
    pairs: tuple[int, Ints],
    at: datetime,
    posterior: Posterior,
) -> Question:
    """One mentee and the mentors of their pairs, as if all of these could be asked.

    Args:
        mentees: one side.
        mentors: the other.
        pairs: index of the mentee, and of each mentor.
        at: the moment that decides about summer time.
        posterior: what scores rest on.
    """
    mentee, theirs = pairs
    count = len(theirs)
    return Question(
        mentees=some(mentees, np.array([mentee])),
        mentors=some(mentors, theirs),
        standing=Standing(
            free=np.ones(count, dtype=np.int64), paused=np.zeros(count, dtype=np.bool_)
        ),
        posterior=posterior,
        at=at,
    )
