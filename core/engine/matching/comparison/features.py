"""What is compared between a mentee and a mentor: one number a feature, nan for "unknown".

Unknown is not zero: the score then knows less and its interval is wider (score.py). Nothing here
is a protected attribute, and nothing may become one: see docs/models/matching.md.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

import numpy as np

from core.domain.languages import primary
from core.domain.plain_name import plain_name
from core.domain.profile import MeetingMode, Profile, TextKind
from core.engine.matching.comparison.closeness import outlook, personality, style, values, ways
from core.engine.matching.comparison.departments import distance
from core.engine.matching.comparison.meaning import best_pairs, coverage
from core.engine.matching.comparison.people import Floats, Ints, People
from core.engine.matching.comparison.said import overlap
from core.engine.matching.comparison.week import clocks, offsets, shared_hours, weeks
from core.engine.matching.comparison.wishes import choice, preference

ENOUGH_HOURS = 8.0
"""More common hours a week than this are no better."""
ENOUGH_INTERESTS = 2
"""More common interests than this are no better."""


def goals(mentees: People, mentors: People, _at: datetime) -> Floats:
    """Nearness of the mentee's goals to what the mentor did and can teach, a cosine."""
    wanted = mentees.items(TextKind.GOAL)
    offered = mentors.items(TextKind.EXPERIENCE, TextKind.SKILL_OFFERED)
    return best_pairs(wanted, offered, len(mentees), len(mentors))


def skills(mentees: People, mentors: People, _at: datetime) -> Floats:
    """Share of the skills wanted that the mentor offers, near synonyms counting in part."""
    wanted = mentees.items(TextKind.SKILL_WANTED)
    offered = mentors.items(TextKind.SKILL_OFFERED)
    covered, named = coverage(wanted, offered, len(mentees), len(mentors))
    return covered / np.maximum(named, 1)[:, None]


def practice(mentees: People, mentors: People, _at: datetime) -> Floats:
    """Nearness of the skills wanted to the mentor's experience, a cosine."""
    wanted = mentees.items(TextKind.SKILL_WANTED)
    return best_pairs(wanted, mentors.items(TextKind.EXPERIENCE), len(mentees), len(mentors))


def interests(mentees: People, mentors: People, _at: datetime) -> Floats:
    """Shared interests, 1 when there are ENOUGH_INTERESTS or all of the mentee's."""
    ours, theirs = mentees.items(TextKind.INTEREST), mentors.items(TextKind.INTEREST)
    covered, named = coverage(ours, theirs, len(mentees), len(mentors))
    return np.minimum(covered / np.clip(named, 1, ENOUGH_INTERESTS)[:, None], 1.0)


def languages(mentees: People, mentors: People, _at: datetime) -> Floats:
    """1 if they share a language, 0 if not."""
    return common_language(mentees, mentors)


def common_language(mentees: People, mentors: People) -> Floats:
    """1 where two people share a language, 0 where not, nan where one names none."""
    return overlap(mentees, mentors, _spoken)


def availability(mentees: People, mentors: People, at: datetime) -> Floats:
    """Hours a week both are free, as a share of ENOUGH_HOURS, at most 1."""
    hours = shared_hours(weeks(mentees, at), weeks(mentors, at))
    share: Floats = np.minimum(hours / ENOUGH_HOURS, 1.0)
    return share


def time_zone(mentees: People, mentors: People, at: datetime) -> Floats:
    """Hours between their clocks, 0 to 12."""
    (ours, mentee), (theirs, mentor) = (
        _different_clocks(mentees, at),
        _different_clocks(mentors, at),
    )
    return hours_apart(ours, theirs)[mentee[:, None], mentor]


def meeting(mentees: People, mentors: People, _at: datetime) -> Floats:
    """1 if they like a common way to meet, 0 if not.

    In person counts only when they are not known to live in different places.
    """
    anyhow = overlap(mentees, mentors, _modes)
    remote = overlap(mentees, mentors, _remote_modes)
    apart = location(mentees, mentors, _at) == 0.0
    known = np.where(np.isnan(remote), 0.0, remote)
    return np.where(apart & ~np.isnan(anyhow), known, anyhow)


def seniority(mentees: People, mentors: People, _at: datetime) -> Floats:
    """Fit of the mentor's lead: 1 for one or two steps ahead, less for more, 0 for behind."""
    gap = steps_ahead(mentees, mentors, _at)
    fit = np.array([0.0, 0.4, 1.0, 1.0, 0.7, 0.5])  # behind, level, 1, 2, 3, 4 steps ahead
    known = ~np.isnan(gap)
    index = np.clip(np.where(known, gap, 0.0) + 1, 0, len(fit) - 1).astype(np.int64)
    return np.where(known, fit[index], np.nan)


def steps_ahead(mentees: People, mentors: People, _at: datetime) -> Floats:
    """Career steps that the mentor is ahead, negative for behind."""
    return _levels(mentors)[None, :] - _levels(mentees)[:, None]


def department(mentees: People, mentors: People, _at: datetime) -> Floats:
    """How far apart their departments are, from 0 for the same one to 1."""
    return distance(mentees, mentors)


def location(mentees: People, mentors: People, _at: datetime) -> Floats:
    """1 if they live in the same place, 0 if not."""
    return overlap(mentees, mentors, _place)


FEATURES: dict[str, Callable[[People, People, datetime], Floats]] = {
    "goals": goals,
    "skills": skills,
    "practice": practice,
    "interests": interests,
    "languages": languages,
    "availability": availability,
    "time_zone": time_zone,
    "meeting": meeting,
    "seniority": seniority,
    "department": department,
    "location": location,
    "values": values,
    "ways": ways,
    "outlook": outlook,
    "style": style,
    "personality": personality,
    "choice": choice,
    "preference": preference,
}


def features(
    mentees: People, mentors: People, at: datetime, names: Sequence[str] = tuple(FEATURES)
) -> Floats:
    """All features of all pairs.

    Args:
        mentees: one side.
        mentors: the other; vectors of both come from the same encoder.
        at: the moment that decides about summer time.
        names: which features, in which order.

    Returns:
        Shape (len(names), mentees, mentors); nan where a feature is unknown.
    """
    return np.stack([FEATURES[name](mentees, mentors, at) for name in names])


def hours_apart(left: Floats, right: Floats) -> Floats:
    """Hours between clocks, the short way round, shape (left, right); nan if unknown."""
    gap = np.abs(left[:, None] - right[None, :]) % 24
    apart: Floats = np.minimum(gap, 24 - gap)
    return apart


def _different_clocks(people: People, at: datetime) -> tuple[Floats, Ints]:
    """Offsets from UTC, each once, and which of them each person has."""
    found: tuple[Floats, Ints] = people.once(
        (offsets, clocks(people, at)),
        lambda: np.unique(offsets(people.profiles, at), return_inverse=True),
    )
    return found


def _levels(people: People) -> Floats:
    return people.once(_levels, lambda: _stated_levels(people))


def _stated_levels(people: People) -> Floats:
    known = [profile.seniority for profile in people.profiles]
    return np.array([np.nan if level is None else float(level) for level in known])


def _spoken(profile: Profile) -> AbstractSet[str]:
    return {primary(tag) for tag in profile.languages}


def _modes(profile: Profile) -> AbstractSet[str]:
    return profile.meeting_modes


def _remote_modes(profile: Profile) -> AbstractSet[str]:
    return profile.meeting_modes - {MeetingMode.IN_PERSON}


def _place(profile: Profile) -> AbstractSet[str]:
    return {plain_name(profile.location)} - {""}
