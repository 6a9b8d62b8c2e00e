"""What is kept about drop-in mentoring."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.identifiers import PersonId, ProgramId, SlotId
from core.domain.slot import Booking, Slot


class Slots(Protocol):
    """Times that mentors offer, and who took a place."""

    def get(self, slot_id: SlotId) -> Slot | None: ...
    def lock(self, slot_id: SlotId) -> Slot | None:
        """Like `get`, and nobody else changes or locks it until this unit of work ends."""
        ...

    def of_program(self, program_id: ProgramId, since: datetime) -> list[Slot]:
        """Those that are not over by then nor called off, soonest first."""
        ...

    def of_mentor(self, program_id: ProgramId, mentor_id: PersonId, since: datetime) -> list[Slot]:
        """Like `of_program`, of one mentor."""
        ...

    def booked_by(self, program_id: ProgramId, mentee_id: PersonId, since: datetime) -> list[Slot]:
        """Those that a mentee has a place in, not over by then nor called off, soonest first."""
        ...

    def add_many(self, slots: Sequence[Slot]) -> None: ...
    def save(self, slot: Slot) -> None: ...
    def bookings(self, slot_ids: Collection[SlotId]) -> list[Booking]:
        """Of these slots, first come first."""
        ...

    def book(self, booking: Booking) -> None:
        """Insert, unless they have a place there already."""
        ...

    def give_back(self, slot_id: SlotId, mentee_id: PersonId) -> None: ...
