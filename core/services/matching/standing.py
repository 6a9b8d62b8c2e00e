"""What hard rules need to know of a programme, gathered for whoever ranks or pairs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from core.domain.identifiers import PersonId, ProgramId
from core.domain.match import OCCUPYING_STATES, OPEN_STATES, EndReason, Match, MatchState
from core.domain.matching_settings import MatchingSettings
from core.domain.program import Role
from core.engine.matching.comparison.people import Ints, People
from core.engine.matching.standing import Standing
from core.ports.unit_of_work import TenantWork

FINAL_REASONS = frozenset({EndReason.DECLINED, EndReason.LEFT})
"""After these a mentor is not suggested again; a withdrawn or expired request may be repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Who can take how many, and who has not agreed to take part.

    Attributes:
        free: mentor -> places left; may be negative.
        not_agreed: entered by others, without a yes of their own yet.
    """

    free: Mapping[PersonId, int]
    not_agreed: frozenset[PersonId]


def places_of(
    work: TenantWork, program_id: ProgramId, people: Collection[PersonId] | None = None
) -> Places:
    """As they are now, of everybody or only of some people."""
    taken = work.matches.load(program_id, OCCUPYING_STATES, people)
    taking_part = work.participations.of_program(program_id, people)
    return Places(
        free={
            p.person_id: p.capacity - taken.get(p.person_id, 0)
            for p in taking_part
            if p.role is Role.MENTOR
        },
        not_agreed=frozenset(p.person_id for p in taking_part if not p.agreed),
    )


def standing_of(
    places: Places, settings: MatchingSettings, mentors: People, matches: Iterable[Match] = ()
) -> Standing:
    """Everything that hard rules look at besides profiles.

    Args:
        places: of the programme.
        settings: what the programme requires.
        mentors: those who can be matched; storage leaves out who is paused or away.
        matches: between the people in question; only the newest of two people counts.
    """
    # Who joined between two queries has no places yet.
    free = [places.free.get(profile.person_id, 0) for profile in mentors.profiles]
    known = np.array(free, dtype=np.int64)
    return standing_with(known, places.not_agreed, settings, matches)


def standing_with(
    free: Ints,
    not_agreed: frozenset[PersonId],
    settings: MatchingSettings,
    matches: Iterable[Match] = (),
) -> Standing:
    """The same from what is known of each mentor.

    Args:
        free: places each has left, shape (mentors,).
        not_agreed: who has not agreed to take part.
        settings: what the programme requires.
        matches: between the people in question.
    """
    newest: dict[tuple[PersonId, PersonId], Match] = {}
    for match in sorted(matches, key=lambda match: match.created_at):
        newest[match.mentee_id, match.mentor_id] = match
    return Standing(
        free=free,
        paused=np.zeros(len(free), dtype=np.bool_),
        open_pairs={pair for pair, match in newest.items() if match.state in OPEN_STATES},
        past_pairs={pair for pair, match in newest.items() if final(match)},
        not_agreed=not_agreed,
        must_haves=settings.must_haves,
        skills=settings.skills,
        languages=settings.languages,
    )


def final(match: Match) -> bool:
    """Whether the two are not suggested to each other again unless both ask for it."""
    return match.state is MatchState.COMPLETED or (
        match.state is MatchState.ENDED and match.end_reason in FINAL_REASONS
    )
