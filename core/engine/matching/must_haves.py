"""Must-haves: what a programme or a mentee requires of a pair or of a mentor.

They rule out what is known to be otherwise. What somebody did not say rules nobody out: it may
well be there.
"""

from collections.abc import Callable
from datetime import datetime

import numpy as np

from core.domain.languages import primary
from core.domain.must_have import MustHave
from core.domain.profile import TextKind
from core.domain.skills import skill_name
from core.engine.matching.comparison.features import (
    availability,
    department,
    location,
    meeting,
    steps_ahead,
)
from core.engine.matching.comparison.meaning import coverage
from core.engine.matching.comparison.people import Bools, Floats, People
from core.engine.matching.standing import Standing
from core.sentence import Sentence, sentence

NEAR_ENOUGH = 0.5
"""Likeness from which on a skill offered is one that is wanted."""


def no_required_language(mentees: People, mentors: People, standing: Standing) -> Bools:
    """Mentors who name languages, but none that the programme requires."""
    required = {primary(tag) for tag in standing.languages}
    if not required:
        return np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
    spoken = [{primary(tag) for tag in mentor.languages} for mentor in mentors.profiles]
    lacking = [bool(own and not own & required) for own in spoken]
    return np.broadcast_to(np.array(lacking, dtype=np.bool_), (len(mentees), len(mentors)))


def lacks_required_skill(mentees: People, mentors: People, standing: Standing) -> Bools:
    """Mentors who name skills, but not all that the programme requires."""
    required = {skill_name(skill) for skill in standing.skills}
    if not required:
        return np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
    offered = [{skill_name(skill) for skill in who.skills_offered} for who in mentors.profiles]
    lacking = [bool(own and not required <= own) for own in offered]
    return np.broadcast_to(np.array(lacking, dtype=np.bool_), (len(mentees), len(mentors)))


def unmet(must: MustHave, mentees: People, mentors: People, standing: Standing) -> Bools:
    """Pairs that are known not to meet a condition that the programme or the mentee puts."""
    asking = np.array([must in who.must_haves for who in mentees.profiles], dtype=np.bool_)
    asking |= must in standing.must_haves
    table = np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
    if asking.any():
        table[asking] = (_CONDITIONS[must](mentees, mentors, standing.at) <= 0)[asking]
    return table


def _skill(mentees: People, mentors: People, _at: datetime) -> Floats:
    wanted = mentees.items(TextKind.SKILL_WANTED)
    best, _ = coverage(wanted, mentors.items(TextKind.SKILL_OFFERED), len(mentees), len(mentors))
    return np.where(np.isnan(best), np.nan, best >= NEAR_ENOUGH)


_CONDITIONS: dict[MustHave, Callable[[People, People, datetime], Floats]] = {
    MustHave.SKILL: _skill,
    MustHave.PLACE: location,
    MustHave.MEETING: meeting,
    MustHave.HOURS: availability,
    MustHave.OTHER_DEPARTMENT: department,
    MustHave.AHEAD: steps_ahead,
}
"""What must be more than 0, unless it is unknown."""

MUST_HAVE_WORDS: dict[MustHave, tuple[Sentence, Sentence]] = {
    MustHave.SKILL: (
        sentence("This mentor offers none of the skills you want, and at least one is a must."),
        sentence("They offer none of the skills you want: %(count)s"),
    ),
    MustHave.PLACE: (
        sentence("This mentor is in another place, and the same place is a must."),
        sentence("They are in another place: %(count)s"),
    ),
    MustHave.MEETING: (
        sentence("You like to meet in different ways, and a common way is a must."),
        sentence("They like to meet in other ways: %(count)s"),
    ),
    MustHave.HOURS: (
        sentence("You are never free at the same time, and common hours are a must."),
        sentence("They are never free when you are: %(count)s"),
    ),
    MustHave.OTHER_DEPARTMENT: (
        sentence("You are in the same department, and another one is a must."),
        sentence("They are in your department: %(count)s"),
    ),
    MustHave.AHEAD: (
        sentence("This mentor is not further in their career, and that is a must."),
        sentence("They are not further in their career than you: %(count)s"),
    ),
}
"""Said to the mentee about one mentor, and about several."""
