"""What the two people themselves wish: the mentee's ranking, the mentor's preferences.

A mentee who ranked nobody says nothing against anybody, so no ranking is a plain 0, not "unknown".
"""

from datetime import datetime

import numpy as np

from core.domain.profile import TextKind
from core.engine.matching.comparison.meaning import coverage
from core.engine.matching.comparison.people import Floats, People

LATER_CHOICE = 0.15
"""How much less each further choice counts than the one before."""
LEAST_CHOICE = 0.25


def choice(mentees: People, mentors: People, _at: datetime) -> Floats:
    """1 for the mentee's first choice, less for later ones, 0 for mentors they did not rank."""
    table = np.zeros((len(mentees), len(mentors)))
    for row, mentee in enumerate(mentees.profiles):
        for place, mentor in enumerate(mentees.choices.get(mentee.person_id, ())):
            if (column := mentors.index.get(mentor)) is not None:
                table[row, column] = max(1.0 - LATER_CHOICE * place, LEAST_CHOICE)
    return table


def preference(mentees: People, mentors: People, _at: datetime) -> Floats:
    """How well the mentee is what the mentor prefers, in topics and in career stage, 0 to 1."""
    known = np.stack([_topics(mentees, mentors), _levels(mentees, mentors)])
    stated = ~np.isnan(known)
    count = stated.sum(axis=0)
    total = np.where(stated, known, 0.0).sum(axis=0)
    met: Floats = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return met


def _topics(mentees: People, mentors: People) -> Floats:
    """Share of the skills wanted that are among the mentor's topics."""
    wanted, topics = mentees.items(TextKind.SKILL_WANTED), mentors.items(TextKind.TOPIC)
    if not topics.texts:
        return np.full((len(mentees), len(mentors)), np.nan)
    covered, named = coverage(wanted, topics, len(mentees), len(mentors))
    return covered / np.maximum(named, 1)[:, None]


def _levels(mentees: People, mentors: People) -> Floats:
    """1 where the mentee's career stage is one that the mentor prefers, 0 where not."""
    liked = mentors.once(_levels, lambda: _liked(mentors))
    level = np.array([int(profile.seniority or 0) for profile in mentees.profiles], dtype=np.int64)
    return np.where((level > 0)[:, None], liked[:, level].T, np.nan)


def _liked(mentors: People) -> Floats:
    """Whether each mentor prefers a career stage, shape (mentors, stages); nan: no preference."""
    stages = 6  # 0 is "not said"
    table = np.full((len(mentors), stages), np.nan)
    for row, mentor in enumerate(mentors.profiles):
        if mentor.levels:
            table[row] = 0.0
            table[row, [int(level) for level in mentor.levels]] = 1.0
    return table
