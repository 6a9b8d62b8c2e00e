"""Who takes part in a programme at this moment: who looks for a mentor, who has room.

Choices come first: whoever has a mentor keeps them, and a place that a mentee outside the run
asked for stays free for the mentor's answer.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.domain.identifiers import PersonId, ProgramId
from core.domain.match import OPEN_STATES, Match, MatchState
from core.domain.match_run import RunGroup, RunOptions
from core.domain.person import Person
from core.domain.program import Participation, Role
from core.ports.unit_of_work import TenantWork

TOLD_STATES = OPEN_STATES | {MatchState.COMPLETED, MatchState.ENDED}
"""States of matches that the two know of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Everybody's part in a programme, and the matches that anybody was told of.

    Attributes:
        parts: of everybody, available or not.
        matches: newest first.
    """

    parts: Sequence[Participation]
    matches: Sequence[Match]

    @property
    def unmatched(self) -> frozenset[PersonId]:
        """Mentees who could begin and have no mentor."""
        matched = {match.mentee_id for match in self.matches if match.occupies}
        return frozenset(_able(self.parts, Role.MENTEE)) - matched

    def looking(self, options: RunOptions) -> frozenset[PersonId]:
        """The mentees a run with these options looks for mentors for."""
        if options.who is RunGroup.CHOSEN:
            return self.unmatched & options.chosen
        if options.who is RunGroup.WAITING:
            return self.unmatched - {m.mentee_id for m in self.matches if m.state in OPEN_STATES}
        return self.unmatched

    def places(self, besides: Collection[PersonId] = ()) -> dict[PersonId, int]:
        """Mentor -> places that are neither taken nor asked for.

        Args:
            besides: mentees whose own requests reserve nothing.
        """
        taken = taken_places(self.matches, besides)
        mentors = _able(self.parts, Role.MENTOR)
        return {who: max(part.capacity - taken[who], 0) for who, part in mentors.items()}


def attendance(work: TenantWork, program_id: ProgramId) -> Attendance:
    """As it is now."""
    parts = work.participations.of_program(program_id)
    return Attendance(parts=parts, matches=work.matches.of_program(program_id, TOLD_STATES))


def people_of(
    work: TenantWork, looking: Collection[PersonId]
) -> tuple[frozenset[PersonId], Mapping[PersonId, Person]]:
    """Those who look for a mentor without LMSs' student views, and who they are."""
    people = work.people.get_many(looking)
    real = {who: person for who, person in people.items() if not person.test_user}
    return frozenset(real), real


def taken_places(matches: Iterable[Match], besides: Collection[PersonId]) -> Counter[PersonId]:
    """Mentor -> places that are taken or asked for. Arguments as of `Attendance.places`."""
    return Counter(
        match.mentor_id
        for match in matches
        if match.occupies or (match.state is MatchState.OFFERED and match.mentee_id not in besides)
    )


def _able(parts: Iterable[Participation], role: Role) -> dict[PersonId, Participation]:
    return {p.person_id: p for p in parts if p.role is role and p.available and p.agreed}
