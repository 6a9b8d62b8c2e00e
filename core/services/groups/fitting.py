"""How well mentees fit groups: a group is compared as one mentor who knows what all of its do.

Who avoids or manages whom, or is in conflict with them, is not put together with them, among
mentors and mentees alike, and nobody learns why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.domain.identifiers import PersonId, ProgramId
from core.domain.matching_settings import MatchingSettings
from core.domain.profile import Profile
from core.domain.program import Role
from core.engine.matching.comparison.people import Bools, TextVectors, gather
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.score import Scores
from core.engine.matching.ranking import Question, rank
from core.ports.clock import Clock
from core.ports.unit_of_work import TenantWork
from core.services.groups.groups import GroupView
from core.services.matching.belief import belief
from core.services.matching.standing import standing_with


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
    settings: MatchingSettings
    not_agreed: frozenset[PersonId]


class Fitting:
    """Compares mentees with groups, by the rules and scores of any match.

    Args:
        clock: decides about summer time.
        model: id of the encoder whose vectors are stored.
    """

    def __init__(self, clock: Clock, model: str) -> None:
        self._clock = clock
        self._model = model

    def read(
        self,
        work: TenantWork,
        program_id: ProgramId,
        mentees: Iterable[PersonId],
        groups: Sequence[GroupView],
    ) -> Facts:
        """Read what some mentees and groups are compared by, in a handful of queries."""
        asked = list(mentees)
        leading = {person.id for view in groups for person in view.mentors}
        inside = leading | {person.id for view in groups for person in view.mentees}
        profiles = work.profiles.get_many(inside | set(asked))
        parts = work.participations.of_program(program_id, asked)
        stored = {
            text_hash: vector
            for role, people in ((Role.MENTEE, asked), (Role.MENTOR, leading))
            for text_hash, vector in work.embeddings.vectors_of_program(
                program_id, role, self._model, people
            ).items()
        }
        return Facts(
            mentees=[profiles.get(who) or Profile(person_id=who) for who in asked],
            groups=groups,
            profiles=profiles,
            vectors=stored,
            posterior=belief(work, program_id),
            settings=work.matching_settings.get(program_id),
            not_agreed=frozenset(part.person_id for part in parts if not part.agreed),
        )

    def fit(self, facts: Facts) -> Fit:
        """Compare them; nothing is read for it."""
        vectors = TextVectors.of(facts.vectors)
        led = [_together(view, facts.profiles) for view in facts.groups]
        # Whether there is a place is not asked here, and nobody is matched with a group.
        free = np.ones(len(led), dtype=np.int64)
        ranking = rank(
            Question(
                mentees=gather(facts.mentees, vectors),
                mentors=gather(led, vectors),
                standing=standing_with(free, facts.not_agreed, facts.settings),
                posterior=facts.posterior,
                at=self._clock.now(),
            )
        )
        return Fit(ranking.scores, ranking.allowed & ~_apart(facts))


def newcomers_apart(mentees: Sequence[Profile]) -> list[tuple[int, int]]:
    """Which two of some mentees must not be in one group: their places, the earlier first."""
    place = {mentee.person_id: row for row, mentee in enumerate(mentees)}
    pairs = {
        (min(row, place[other]), max(row, place[other]))
        for row, mentee in enumerate(mentees)
        for other in mentee.apart - {mentee.person_id}
        if other in place
    }
    return sorted(pairs)


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
    )


def _all(items: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for own in items for item in own))


def _apart(facts: Facts) -> Bools:
    """Who must not be in which group, or is in it, shape (mentees, groups)."""
    table = np.zeros((len(facts.mentees), len(facts.groups)), dtype=np.bool_)
    own = [(mentee.person_id, mentee.apart) for mentee in facts.mentees]
    for column, view in enumerate(facts.groups):
        inside = {person.id for person in (*view.mentors, *view.mentees)}
        known = [facts.profiles[who].apart for who in inside if who in facts.profiles]
        named = inside.union(*known)
        table[:, column] = [who in named or not apart.isdisjoint(inside) for who, apart in own]
    return table
