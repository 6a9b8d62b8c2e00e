"""How alike two people are below the surface: values, ways of working, how they talk.

What is compared was stated for this purpose (core/domain/working_style.py). Personality counts only
between two people who both chose to answer.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

import numpy as np

from core.domain.profile import Profile, TextKind
from core.domain.working_style import SCALES, STEPS, TRAITS, traits
from core.engine.matching.comparison.meaning import best_pairs
from core.engine.matching.comparison.people import Floats, People
from core.engine.matching.comparison.said import share


def values(mentees: People, mentors: People, _at: datetime) -> Floats:
    """Share of the values that both chose, 0 to 1."""
    return share(mentees, mentors, _values)


def ways(mentees: People, mentors: People, _at: datetime) -> Floats:
    """Share of the ways of working that both chose, 0 to 1."""
    return share(mentees, mentors, _ways)


def outlook(mentees: People, mentors: People, _at: datetime) -> Floats:
    """Nearness of what matters to them in their own words, a cosine."""
    ours, theirs = mentees.items(TextKind.PRINCIPLE), mentors.items(TextKind.PRINCIPLE)
    return best_pairs(ours, theirs, len(mentees), len(mentors))


def style(mentees: People, mentors: People, _at: datetime) -> Floats:
    """Likeness on the scales of talking and meeting that both answered, 0 to 1."""
    return _likeness(
        mentees.once(style, lambda: _scales(mentees.profiles)),
        mentors.once(style, lambda: _scales(mentors.profiles)),
    )


def personality(mentees: People, mentors: People, _at: datetime) -> Floats:
    """Likeness of personality where both answered, 0 to 1."""
    return _likeness(
        mentees.once(personality, lambda: _traits(mentees.profiles)),
        mentors.once(personality, lambda: _traits(mentors.profiles)),
    )


def _likeness(ours: Floats, theirs: Floats) -> Floats:
    """One minus the mean distance of what both state, each 0 to 1.

    Args:
        ours: shape (people, scales), nan where not stated.
        theirs: the same of the other side.

    Returns:
        Shape (ours, theirs); nan where they state nothing in common.
    """
    far = np.zeros((len(ours), len(theirs)))
    both = np.zeros((len(ours), len(theirs)))
    for left, right in zip(ours.T, theirs.T, strict=True):
        if np.isnan(left).all() or np.isnan(right).all():
            continue
        distance = np.abs(left[:, None] - right[None, :])
        known = ~np.isnan(distance)
        far += np.where(known, distance, 0.0)
        both += known
    apart = np.divide(far, both, out=np.full(far.shape, np.nan), where=both > 0)
    return np.asarray(1.0 - apart)


def _values(profile: Profile) -> AbstractSet[str]:
    return profile.values


def _ways(profile: Profile) -> AbstractSet[str]:
    return profile.ways


def _scales(profiles: Sequence[Profile]) -> Floats:
    steps = [[getattr(profile.style, scale) for scale in SCALES] for profile in profiles]
    table = np.array(steps, dtype=np.float64).reshape(len(profiles), len(SCALES))
    return (table - 1) / (STEPS - 1)


def _traits(profiles: Sequence[Profile]) -> Floats:
    silent = (np.nan,) * len(TRAITS)
    known = [traits(p.personality) if p.personality else silent for p in profiles]
    return np.array(known, dtype=np.float64).reshape(len(profiles), len(TRAITS))
