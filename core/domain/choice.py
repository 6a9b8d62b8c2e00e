"""A mentee's ranked list of mentors, and the search it is for.

A mentee puts mentors on a list and sends it: the search begins. One mentor is asked at a time, the
first of the list who has room; who says no or does not answer is passed, and the next is asked.
Without anybody left to ask, the mentee is on the waitlist until somebody of the list has room.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.identifiers import MatchId, OrganizationId, PersonId, ProgramId

MOST_CHOICES = 5
"""Mentors on a list who were not passed yet."""


class ChoiceState(StrEnum):
    """What became of one mentor on a list."""

    WAITING = "waiting"  # asked when it is their turn
    ASKED = "asked"
    LATER = "later"  # said: ask again after a date
    PASSED = "passed"  # said no, or nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One mentor on a mentee's list.

    Attributes:
        rank: smaller comes first; not necessarily without holes.
        note: what the mentee wants to tell the mentor.
        score: probability of a good match when they were chosen, 0 to 1; None if unknown.
        match_id: the newest request to them; None before they were asked.
        not_before: of LATER: when they may be asked again.
    """

    organization_id: OrganizationId
    program_id: ProgramId
    mentee_id: PersonId
    mentor_id: PersonId
    rank: int
    state: ChoiceState = ChoiceState.WAITING
    note: str = ""
    score: float | None = None
    match_id: MatchId | None = None
    not_before: datetime | None = None
    created_at: datetime

    def due(self, at: datetime) -> bool:
        """Whether it may be their turn."""
        if self.state is ChoiceState.LATER:
            return self.not_before is not None and self.not_before <= at
        return self.state is ChoiceState.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A mentee looks for a mentor by their list. It ends when they find one or stop.

    Attributes:
        began_at: who began earlier is served earlier.
        waitlisted_at: since when nobody on the list can be asked; None while somebody is or can.
    """

    organization_id: OrganizationId
    program_id: ProgramId
    mentee_id: PersonId
    began_at: datetime
    waitlisted_at: datetime | None = None
