"""Past suggestions of two lists of people, ready to be learned from.

Somebody who is in neither list any more still tells something: a mentor about mentees, a mentee
about mentors. They take part as people of whom nothing is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

import numpy as np

from core.domain.identifiers import PersonId
from core.domain.plain_name import plain_key
from core.domain.profile import Profile
from core.domain.program import Role
from core.engine.matching.comparison.people import Floats, Ints, People, TextVectors, gather
from core.engine.matching.model.outcomes import Outcomes
from core.services.files.history_file import PastSuggestion
from core.services.files.people_file import FILE_PEOPLE, Row
from core.services.matching.outcomes import NO_ROOM_WORTH

LOAD_DAYS = 90.0
"""A match occupies a place of its mentor for about so long, when only its beginning is known."""
LEAST_RATED = 0.5
"""How good a match was that came about and was rated worst."""
SCALES = (5.0, 7.0, 10.0, 100.0)
"""Upper ends of usual scales of ratings."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of a file as indices.

    Attributes:
        mentees, mentors: everybody of the lists, then those only the file names.
        mentee, mentor: shape (rows,).
        strangers: how many rows name somebody who is in no list.
    """

    mentees: People
    mentors: People
    mentee: Ints
    mentor: Ints
    strangers: int


def pairs_of(
    rows: Sequence[PastSuggestion],
    mentors: Sequence[Row],
    mentees: Sequence[Row],
    vectors: TextVectors,
) -> Pairs:
    """Find the people that rows name."""
    theirs, right = _found([row.mentor for row in rows], mentors, Role.MENTOR)
    ours, left = _found([row.mentee for row in rows], mentees, Role.MENTEE)
    stranger = (left >= len(mentees)) | (right >= len(mentors))
    return Pairs(gather(ours, vectors), gather(theirs, vectors), left, right, int(stranger.sum()))


def outcomes_of(
    rows: Sequence[PastSuggestion], pairs: Pairs, places: Mapping[PersonId, int], at: datetime
) -> Outcomes:
    """What is known of how they ended; rows that are not decided are left out.

    Args:
        rows: the suggestions.
        pairs: who they are about.
        places: of mentors.
        at: the moment that decides about summer time.
    """
    decided = np.array([row.good is not None for row in rows], dtype=np.bool_)
    day = np.array([np.nan if row.day is None else row.day for row in rows], dtype=np.float64)
    good = _goodness(rows)
    age = np.nan_to_num(np.nanmax(day, initial=-np.inf) - day) if len(rows) else day
    room = [max(places.get(who.person_id, 1), 1) for who in pairs.mentors.profiles]
    whole = Outcomes(
        mentees=pairs.mentees,
        mentors=pairs.mentors,
        mentee=pairs.mentee,
        mentor=pairs.mentor,
        good=good,
        worth=np.array([NO_ROOM_WORTH if row.no_room else 1.0 for row in rows]),
        age=age,
        load=_loads(pairs.mentor, day, good, np.array(room, dtype=np.float64)),
        at=at,
    )
    return whole.part(decided)


def _found(named: Sequence[str], people: Sequence[Row], role: Role) -> tuple[list[Profile], Ints]:
    """Profiles of the list and of strangers, and the index of each name; ids come first."""
    place: dict[str, int] = {}
    for marks in ("id", "email", "name"):
        for number, row in enumerate(people):
            mark = row.email if marks == "email" else getattr(row.entry, marks)
            if mark:
                place.setdefault(plain_key(mark), number)
    profiles = [row.entry.profile for row in people]
    found = []
    for name in named:
        key = plain_key(name)
        if key not in place:
            place[key] = len(profiles)
            profiles.append(Profile(person_id=PersonId(uuid5(FILE_PEOPLE, f"{role}/{key}"))))
        found.append(place[key])
    return profiles, np.array(found, dtype=np.int64)


def _goodness(rows: Sequence[PastSuggestion]) -> Floats:
    """1 for a good outcome, 0 for a bad one; a rating puts a good one in between."""
    rated = [row.rating for row in rows if row.rating is not None]
    top = next((end for end in SCALES if max(rated, default=0.0) <= end), max(rated, default=1.0))
    value = []
    for row in rows:
        share = 1.0 if row.rating is None else min(max(row.rating - 1.0, 0.0) / (top - 1.0), 1.0)
        value.append(LEAST_RATED + (1 - LEAST_RATED) * share if row.good else 0.0)
    return np.array(value, dtype=np.float64)


def _loads(mentor: Ints, day: Floats, good: Floats, places: Floats) -> Floats:
    """Matches of each row's mentor that began in the days before it, a share of their places.

    Only what was before a row counts, never the row itself or one of the same day.
    """
    load = np.full(len(day), np.nan)
    for own in np.split(np.argsort(mentor, kind="stable"), np.cumsum(np.bincount(mentor))[:-1]):
        begun = np.sort(day[own][good[own] > 0])
        begun = begun[~np.isnan(begun)]
        recent = np.searchsorted(begun, day[own]) - np.searchsorted(begun, day[own] - LOAD_DAYS)
        load[own] = recent / places[mentor[own]]
    return np.where(np.isnan(day), np.nan, load)
