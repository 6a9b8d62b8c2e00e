"""How well mentees fit groups: a group is compared as one mentor who knows what all of its do.

Nobody is put together with whom they avoid, among mentors and mentees alike, and nobody learns why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from core.domain.identifiers import PersonId, ProgramId
from core.domain.profile import Profile
from core.domain.program import Role
from core.engine.matching.comparison.people import Bools, TextVectors, gather
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.score import Scores
from core.engine.matching.ranking import Question, rank
from core.engine.matching.standing import Standing
from core.ports.unit_of_work import TenantWork
from core.services.groups.groups import GroupView
from core.services.matching.belief import belief


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Mentees and groups compared.

    Attributes:
        scores: of shape (mentees, groups).
        allowed: who may be in which group, places aside, shape (mentees, groups).
    """

    scores: Scores
    allowed: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is read to compare; mentees in the order in which they are asked about."""

    mentees: Sequence[Profile]
    groups: Sequence[GroupView]
    profiles: Mapping[PersonId, Profile]
    vectors: Mapping[bytes, bytes]
    posterior: Posterior


def read(
    work: TenantWork,
    program_id: ProgramId,
    mentees: Iterable[PersonId],
    groups: Sequence[GroupView],
    model: str,
) -> Facts:
    """Read what some mentees and groups are compared by, in a handful of queries."""
    asked = list(mentees)
    inside = {person.id for view in groups for person in (*view.mentors, *view.mentees)}
    profiles = work.profiles.get_many(inside | set(asked))
    stored = {
        text_hash: vector
        for role in Role
        for text_hash, vector in work.embeddings.vectors_of_program(program_id, role, model).items()
    }
    return Facts(
        mentees=[profiles.get(person_id) or Profile(person_id=person_id) for person_id in asked],
        groups=groups,
        profiles=profiles,
        vectors=stored,
        posterior=belief(work, program_id),
    )


def fit(facts: Facts, at: datetime) -> Fit:
    """Compare mentees with groups.

    Args:
        facts: about both.
        at: the moment that decides about summer time.
    """
    vectors = TextVectors.of(facts.vectors)
    led = [_together(view, facts.profiles) for view in facts.groups]
    question = Question(
        mentees=gather(facts.mentees, vectors),
        mentors=gather(led, vectors),
        standing=Standing(
            free=np.ones(len(led), dtype=np.int64), paused=np.zeros(len(led), dtype=np.bool_)
        ),
        posterior=facts.posterior,
        at=at,
    )
    ranking = rank(question)
    apart = np.array(
        [
            [_avoid(mentee, view, facts.profiles) for view in facts.groups]
            for mentee in facts.mentees
        ],
        dtype=np.bool_,
    ).reshape(len(facts.mentees), len(led))
    return Fit(ranking.scores, ranking.allowed & ~apart)


def avoid_each_other(one: Profile, other: Profile) -> bool:
    """Whether one of two people must not meet the other."""
    return other.person_id in one.avoid or one.person_id in other.avoid


def _together(view: GroupView, profiles: Mapping[PersonId, Profile]) -> Profile:
    """The profile of a group: all that its mentors offer, and its topic."""
    leading = [profiles.get(m.id) or Profile(person_id=m.id) for m in view.mentors]
    first = leading[0] if leading else Profile(person_id=PersonId(view.group.id))
    topic = (view.group.topic,) if view.group.topic else ()
    stated = [mentor.availability for mentor in leading if mentor.availability]
    return replace(
        first,
        person_id=PersonId(view.group.id),
        skills_offered=_all(mentor.skills_offered for mentor in leading) + topic,
        experience=_all(mentor.experience for mentor in leading),
        interests=_all(mentor.interests for mentor in leading),
        languages=_all(mentor.languages for mentor in leading),
        availability=frozenset.intersection(*stated) if stated else frozenset(),
        avoid=frozenset(),
    )


def _all(items: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for own in items for item in own))


def _avoid(mentee: Profile, view: GroupView, profiles: Mapping[PersonId, Profile]) -> bool:
    others = (person.id for person in (*view.mentors, *view.mentees))
    return any(
        other == mentee.person_id
        or avoid_each_other(mentee, profiles.get(other) or Profile(person_id=other))
        for other in others
    )
