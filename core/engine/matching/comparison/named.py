"""What people name, counted: overlaps of names, and how much somebody tells at all.

The features of features.py are chosen for their meaning and have a stated weight. These have none:
they matter only as far as outcomes say so (model/learning.py). How much a mentor tells goes with
how much they can help, wherever it was measured, so volume counts beside meaning.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

import numpy as np
from scipy import sparse

from core.domain.plain_name import plain_name
from core.domain.profile import Profile
from core.engine.matching.comparison.features import FEATURES
from core.engine.matching.comparison.people import Bools, Floats, People

Names = frozenset[str]

FAMILIES = ("skills", "interests")
TAGS = "tags "
"""Families of names that a file brings along begin with this."""


def named(profile: Profile, family: str, side: str) -> Names:
    """What a person names in a family, as compared."""
    if family.startswith(TAGS):
        return frozenset(name for own, name in profile.tags if own == family[len(TAGS) :])
    if family == "skills":
        said = profile.skills_wanted if side == "mentee" else profile.skills_offered
    else:
        said = profile.interests
    return frozenset(plain_name(text) for text in said)


def families(*groups: People) -> tuple[str, ...]:
    """The families that these people name something in."""
    extra = {own for people in groups for profile in people.profiles for own, _ in profile.tags}
    return (*FAMILIES, *(f"{TAGS}{family}" for family in sorted(extra)))


def labels(profile: Profile, side: str) -> list[str]:
    """Everything a person names, each with its side and family."""
    own = [(family, name) for family in FAMILIES for name in named(profile, family, side)]
    own += [(TAGS + family, name) for family, name in profile.tags]
    return [f"{side}: {family}: {name}" for family, name in sorted(own)]


def learned_names(*groups: People) -> tuple[str, ...]:
    """Names of all features without a stated weight."""
    own = families(*groups)
    amounts = [f"{side}: {what}" for side in SIDES for what in (*own, *VOLUMES)]
    return (*(f"{family}: {how}" for family in own for how in OVERLAPS), *amounts)


def table(mentees: People, mentors: People, at: datetime, names: Sequence[str]) -> Floats:
    """All features of all pairs, stated and learned ones.

    Args and result as of features.features.
    """
    return np.stack([_measure(name)(mentees, mentors, at) for name in names])


def _measure(name: str) -> Callable[[People, People, datetime], Floats]:
    if name in FEATURES:
        return FEATURES[name]
    family, _, what = name.rpartition(": ")
    if family in SIDES:
        return partial(_volume, family, what)
    return partial(_overlap, family, what)


def _volume(side: str, what: str, mentees: People, mentors: People, _at: datetime) -> Floats:
    people = mentees if side == "mentee" else mentors
    if what in VOLUMES:
        amount = people.once(
            (side, what), lambda: np.array([VOLUMES[what](p) for p in people.profiles])
        )
    else:
        amount = np.log1p(_amounts(people, what, side))
    amount = np.where(_silent(people), np.nan, amount)
    ours = amount[:, None] if side == "mentee" else amount[None, :]
    return np.asarray(np.broadcast_to(ours, (len(mentees), len(mentors))))


def _overlap(family: str, how: str, mentees: People, mentors: People, _at: datetime) -> Floats:
    theirs, columns = mentors.once(
        (family, "names"), lambda: _said(mentors, family, "mentor", None)
    )
    ours, _ = _said(mentees, family, "mentee", columns)
    common = np.asarray((ours @ theirs.T).todense(), dtype=np.float64)
    wanted = _amounts(mentees, family, "mentee")[:, None]
    offered = _amounts(mentors, family, "mentor")[None, :]
    unknown = _silent(mentees)[:, None] | _silent(mentors)[None, :]
    return np.where(unknown, np.nan, OVERLAPS[how](common, wanted, offered))


def _silent(people: People) -> Bools:
    """Who tells nothing at all: nothing is known of them, which is not the same as no overlap."""
    return people.once(
        "silent",
        lambda: np.array(
            [not (p.tags or _letters(p) or _complete(p)) for p in people.profiles], dtype=np.bool_
        ),
    )


def _said(
    people: People, family: str, side: str, columns: Mapping[str, int] | None
) -> tuple[sparse.csr_array, Mapping[str, int]]:
    """Who names what; names without a column do not count."""
    said = [named(profile, family, side) for profile in people.profiles]
    if columns is None:
        columns = {name: place for place, name in enumerate(sorted(frozenset().union(*said)))}
    where = [
        (row, columns[name]) for row, own in enumerate(said) for name in own if name in columns
    ]
    rows, places = np.array(where, dtype=np.int64).reshape(-1, 2).T
    shape = (len(said), max(len(columns), 1))
    return sparse.csr_array((np.ones(len(where)), (rows, places)), shape=shape), columns


def _amounts(people: People, family: str, side: str) -> Floats:
    return people.once(
        (family, side, "amount"),
        lambda: np.array([float(len(named(p, family, side))) for p in people.profiles]),
    )


OVERLAPS: dict[str, Callable[[Floats, Floats, Floats], Floats]] = {
    "common": lambda common, _wanted, _offered: common,
    "share": lambda common, wanted, offered: common / np.maximum(wanted + offered - common, 1.0),
    "covered": lambda common, wanted, _offered: common / np.maximum(wanted, 1.0),
}
"""How far two people name the same: how many, of all that either names, of what is wanted."""


def _letters(profile: Profile) -> float:
    return float(np.log1p(sum(len(text) for _, text in profile.texts())))


def _texts(profile: Profile) -> float:
    return float(np.log1p(len(profile.goals) + len(profile.experience)))


def _complete(profile: Profile) -> float:
    told = (
        profile.goals,
        profile.skills_wanted or profile.skills_offered,
        profile.experience,
        profile.interests,
        profile.languages,
        profile.time_zone,
        profile.location,
        profile.department,
        profile.seniority,
        profile.availability,
        profile.meeting_modes,
    )
    return sum(bool(answer) for answer in told) / len(told)


VOLUMES: dict[str, Callable[[Profile], float]] = {
    "letters": _letters,
    "texts": _texts,
    "completeness": _complete,
}
"""How much somebody tells; counts as their logarithm. The amount of each family comes on top."""

SIDES = ("mentor", "mentee")
