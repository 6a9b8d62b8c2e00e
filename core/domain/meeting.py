"""A meeting of a match, told by one of the two and confirmed by the other."""

from dataclasses import dataclass
from datetime import date, datetime

from core.domain.identifiers import MatchId, MeetingId, OrganizationId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting that took place.

    Attributes:
        held_on: the day.
        minutes: how long it was.
        logged_by: who told us.
        confirmed_by: the other one; None until they confirm. Only then it counts.
    """

    id: MeetingId
    organization_id: OrganizationId
    match_id: MatchId
    held_on: date
    minutes: int
    logged_by: PersonId
    confirmed_by: PersonId | None = None
    created_at: datetime
