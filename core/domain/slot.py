"""Drop-in mentoring: a mentor offers a time, and whoever needs it takes a place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.identifiers import OrganizationId, PersonId, ProgramId, SlotId


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time that a mentor offers to any mentee of a programme.

    Attributes:
        starts_at: in UTC.
        minutes: how long it is.
        places: how many mentees may come; one means between two people.
        topic: what the mentor likes to talk about; empty for anything.
        whereabouts: a room or the address of a call, shown to those who booked.
        cancelled_at: when the mentor called it off; None while it takes place.
    """

    id: SlotId
    organization_id: OrganizationId
    program_id: ProgramId
    mentor_id: PersonId
    starts_at: datetime
    minutes: int
    places: int = 1
    topic: str = ""
    whereabouts: str = ""
    created_at: datetime
    cancelled_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def overlaps(self, other: "Slot") -> bool:
        """Whether nobody could be at both."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A mentee's place in a slot.

    Attributes:
        note: what they want to talk about, for the mentor.
    """

    slot_id: SlotId
    organization_id: OrganizationId
    mentee_id: PersonId
    note: str = ""
    created_at: datetime
