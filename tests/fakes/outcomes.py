"""Made-up suggestions with a known cause, for tests of learning."""

from datetime import UTC, datetime
from uuid import UUID

import numpy as np

from core.domain.profile import Profile
from core.engine.matching.comparison.people import TextVectors, gather
from core.engine.matching.model.outcomes import Outcomes

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIELDS = ("law", "physics", "art", "music", "history", "chemistry")


def suggestions(
    seed=1, mentors=60, mentees=150, each=10, ready=0.8, picky=0.6, skill=1.2, level=-0.6
):
    """Outcomes, and the log-odds they were drawn with (without the mentee's own part)."""
    draw = np.random.default_rng(seed)
    left = [_somebody(draw, 10_000 + k, "skills_wanted") for k in range(mentees)]
    right = [_somebody(draw, 1 + k, "skills_offered") for k in range(mentors)]
    readiness, pickiness = draw.normal(0, ready, mentors), draw.normal(0, picky, mentees)
    mentee = np.repeat(np.arange(mentees), each)
    mentor = np.concatenate([draw.permutation(mentors)[:each] for _ in range(mentees)])
    shared = np.array(
        [
            bool(set(left[i].skills_wanted) & set(right[j].skills_offered))
            for i, j in zip(mentee, mentor, strict=True)
        ]
    )
    cause = level + skill * shared + readiness[mentor]
    good = draw.random(len(cause)) < 1 / (1 + np.exp(-cause - pickiness[mentee]))
    nothing = TextVectors.of({})
    outcomes = Outcomes(
        mentees=gather(left, nothing),
        mentors=gather(right, nothing),
        mentee=mentee,
        mentor=mentor,
        good=good.astype(np.float64),
        worth=np.ones(len(cause)),
        age=np.zeros(len(cause)),
        load=np.full(len(cause), np.nan),
        at=AT,
    )
    return outcomes, cause


def _somebody(draw, number, field):
    skills = tuple(draw.permutation(FIELDS)[: draw.integers(1, 3)].tolist())
    tags = frozenset(("club", name) for name in draw.permutation(["a", "b", "c"])[:1].tolist())
    return Profile(person_id=UUID(int=number), tags=tags, **{field: skills})
