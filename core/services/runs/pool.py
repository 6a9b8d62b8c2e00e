"""The people of a run and what rules know of them, read for comparing them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from core.domain.identifiers import PersonId, ProgramId
from core.domain.match import OPEN_STATES, Match
from core.domain.matching_settings import MatchingSettings
from core.domain.profile import Profile
from core.domain.program import Role
from core.engine.matching.comparison.people import Ints, TextVectors, gather
from core.engine.matching.model.prior import Posterior
from core.engine.matching.ranking import Question
from core.engine.matching.rules import PersonPairs, Standing
from core.ports.unit_of_work import TenantWork
from core.services.matching.belief import belief
from core.services.matching.standing import final
from core.services.runs.attendance import Attendance, attendance


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What rules look at besides profiles and places.

    Attributes:
        open_pairs, past_pairs: who is asked or matched now; who was.
        not_agreed: who did not say yes to taking part yet.
        settings: what the programme asks of every pair.
    """

    open_pairs: PersonPairs
    past_pairs: PersonPairs
    not_agreed: frozenset[PersonId]
    settings: MatchingSettings

    @property
    def waived(self) -> frozenset[str]:
        """Names of rules that do not count."""
        return self.settings.waived()

    def standing(self, free: Ints) -> Standing:
        """For mentors with so many places left, shape (mentors,)."""
        return Standing(
            free=free,
            paused=np.zeros(len(free), dtype=np.bool_),  # storage leaves them out already
            open_pairs=self.open_pairs,
            past_pairs=self.past_pairs,
            not_agreed=self.not_agreed,
            must_haves=self.settings.must_haves,
            skills=self.settings.skills,
            languages=self.settings.languages,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The people of one question: who with whom.

    Attributes:
        mentees: those who look for a mentor, with a profile.
        mentors: everybody who mentors and is available, with a place or not.
        bare: mentees whose profile names neither a goal nor a skill: nothing to go by.
        places: mentor -> places still free.
        vectors: of everybody's texts.
        posterior: what the programme believes about good matches.
    """

    mentees: tuple[Profile, ...]
    mentors: tuple[Profile, ...]
    bare: tuple[PersonId, ...] = ()
    places: Mapping[PersonId, int]
    vectors: TextVectors
    ground: Ground
    posterior: Posterior

    def question(self, at: datetime) -> Question:
        """Who suits whom.

        Args:
            at: decides about summer time.
        """
        free = [self.places.get(profile.person_id, 0) for profile in self.mentors]
        return Question(
            mentees=gather(self.mentees, self.vectors),
            mentors=gather(self.mentors, self.vectors),
            standing=self.ground.standing(np.array(free, dtype=np.int64)),
            posterior=self.posterior,
            at=at,
            waived=self.ground.waived,
        )


def read_pool(
    work: TenantWork,
    program_id: ProgramId,
    model: str,
    present: Attendance,
    looking: Collection[PersonId],
) -> Pool:
    """Everything that pairing some mentees depends on, in a handful of queries.

    Args:
        work: the programme's organization.
        program_id: the programme.
        model: id of the encoder whose vectors are stored.
        present: who takes part.
        looking: the mentees.
    """
    wanted = set(looking)
    ready = [
        profile
        for profile in work.profiles.of_program(program_id, Role.MENTEE)
        if profile.person_id in wanted and profile.ready_to_learn()
    ]
    vectors = work.embeddings.vectors_of_program(program_id, Role.MENTEE, model)
    return _pool(work, program_id, model, present, ready, vectors, wanted)


def read_pool_of_one(
    work: TenantWork,
    program_id: ProgramId,
    model: str,
    mentee_id: PersonId,
    besides: Collection[PersonId],
) -> Pool:
    """As `read_pool`, for one mentee whatever their profile.

    Args:
        work: the programme's organization.
        program_id: the programme.
        model: id of the encoder whose vectors are stored.
        mentee_id: who it is.
        besides: others of the same run, whose own requests reserve nothing.
    """
    profile = work.profiles.get(mentee_id) or Profile(person_id=mentee_id)
    own = work.embeddings.of_people([mentee_id], model)
    vectors = {one.text_hash: one.vector for one in own}
    present = attendance(work, program_id)
    wanted = {mentee_id, *besides}
    return _pool(work, program_id, model, present, [profile], vectors, wanted)


def _pool(
    work: TenantWork,
    program_id: ProgramId,
    model: str,
    present: Attendance,
    mentees: Sequence[Profile],
    vectors: Mapping[bytes, bytes],
    wanted: Collection[PersonId],
) -> Pool:
    theirs = work.embeddings.vectors_of_program(program_id, Role.MENTOR, model)
    return Pool(
        mentees=tuple(mentees),
        mentors=tuple(work.profiles.of_program(program_id, Role.MENTOR)),
        bare=tuple(sorted(set(wanted) - {profile.person_id for profile in mentees})),
        places=present.places(wanted),
        vectors=TextVectors.of({**vectors, **theirs}),
        ground=read_ground(work, program_id, present),
        posterior=belief(work, program_id),
    )


def read_ground(work: TenantWork, program_id: ProgramId, present: Attendance) -> Ground:
    """What rules look at besides profiles and places.

    Args:
        work: the programme's organization.
        program_id: the programme.
        present: who takes part.
    """
    newest: dict[tuple[PersonId, PersonId], Match] = {}
    for match in present.matches:
        newest.setdefault((match.mentee_id, match.mentor_id), match)
    return Ground(
        open_pairs=frozenset(two for two, match in newest.items() if match.state in OPEN_STATES),
        past_pairs=frozenset(two for two, match in newest.items() if final(match)),
        not_agreed=frozenset(part.person_id for part in present.parts if not part.agreed),
        settings=work.matching_settings.get(program_id),
    )
