"""A meeting that is planned: one of the two proposes times, the other one chooses."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.domain.identifiers import AppointmentId, MatchId, OrganizationId, PersonId
from core.errors import ConflictError

MOST_TIMES = 5


class AppointmentState(StrEnum):
    """Where it stands."""

    PROPOSED = "proposed"  # the other one has to choose a time
    PLANNED = "planned"
    CANCELLED = "cancelled"  # no time fitted, or one of the two called it off


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One planned meeting of a match.

    Attributes:
        proposed_by: who proposed the times.
        times: to choose from, in UTC, soonest first; 1 to MOST_TIMES.
        minutes: how long it is to be.
        whereabouts: a room or the address of a call; may be empty.
        starts_at: the chosen time, in UTC; None until one is.
        reminded: whether the two were reminded of it.
        asked_after: whether the two were asked, afterwards, if they met.
        version: counts changes; a write with an older version is a conflict.
    """

    id: AppointmentId
    organization_id: OrganizationId
    match_id: MatchId
    proposed_by: PersonId
    times: tuple[datetime, ...]
    minutes: int
    whereabouts: str = ""
    state: AppointmentState = AppointmentState.PROPOSED
    starts_at: datetime | None = None
    reminded: bool = False
    asked_after: bool = False
    created_at: datetime
    version: int = 1

    @property
    def ends_at(self) -> datetime | None:
        """When it is over; None until a time is chosen."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    def ahead(self, at: datetime) -> bool:
        """Whether it is planned or proposed, and not over."""
        if self.state is AppointmentState.PROPOSED:
            return any(time > at for time in self.times)
        return (
            self.state is AppointmentState.PLANNED
            and self.ends_at is not None
            and (self.ends_at > at)
        )

    def chosen(self, time: datetime, at: datetime) -> "Appointment":
        """With one of its times chosen.

        Raises:
            ConflictError: it is decided already, or the time is over or none of them.
        """
        if self.state is not AppointmentState.PROPOSED:
            raise ConflictError("This meeting is decided already. Look at it again.")
        if time not in self.times or time <= at:
            raise ConflictError("This time is over. Choose another one, or propose new times.")
        planned = AppointmentState.PLANNED
        return replace(self, state=planned, starts_at=time, version=self.version + 1)

    def cancelled(self) -> "Appointment":
        """Called off."""
        return replace(self, state=AppointmentState.CANCELLED, version=self.version + 1)
