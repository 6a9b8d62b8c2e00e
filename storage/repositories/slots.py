"""Times that mentors offer, and who took a place."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, insert, literal, select
from sqlalchemy.dialects.postgresql import insert as upserting

from core.domain.identifiers import PersonId, ProgramId, SlotId
from core.domain.slot import Booking, Slot
from storage.repositories.statements import TenantRepository, among, upsert, values_of
from storage.tables import BookingRow, SlotRow


class PostgresSlots(TenantRepository):
    """Adapter of core.ports.slot_repositories.Slots."""

    def get(self, slot_id: SlotId) -> Slot | None:
        """See the port."""
        return next(iter(self._slots(self._select().where(SlotRow.id == slot_id))), None)

    def lock(self, slot_id: SlotId) -> Slot | None:
        """See the port."""
        statement = self._select().where(SlotRow.id == slot_id).with_for_update()
        return next(iter(self._slots(statement)), None)

    def of_program(self, program_id: ProgramId, since: datetime) -> list[Slot]:
        """See the port."""
        return self._slots(self._ahead(program_id, since))

    def of_mentor(self, program_id: ProgramId, mentor_id: PersonId, since: datetime) -> list[Slot]:
        """See the port."""
        return self._slots(self._ahead(program_id, since).where(SlotRow.mentor_id == mentor_id))

    def booked_by(self, program_id: ProgramId, mentee_id: PersonId, since: datetime) -> list[Slot]:
        """See the port."""
        theirs = select(BookingRow.slot_id).where(
            BookingRow.organization_id == self.organization_id, BookingRow.mentee_id == mentee_id
        )
        return self._slots(self._ahead(program_id, since).where(SlotRow.id.in_(theirs)))

    def add_many(self, slots: Sequence[Slot]) -> None:
        """See the port."""
        self.connection.execute(insert(SlotRow), [values_of(slot) for slot in slots])

    def save(self, slot: Slot) -> None:
        """See the port."""
        self.connection.execute(upsert(SlotRow, "id"), values_of(slot))

    def bookings(self, slot_ids: Collection[SlotId]) -> list[Booking]:
        """See the port."""
        rows = self.connection.execute(
            select(BookingRow)
            .where(
                BookingRow.organization_id == self.organization_id,
                among(BookingRow.slot_id, slot_ids),
            )
            .order_by(BookingRow.created_at, BookingRow.mentee_id)
        )
        return [Booking(**row._asdict()) for row in rows]

    def book(self, booking: Booking) -> None:
        """See the port."""
        statement = upserting(BookingRow).values(values_of(booking))
        self.connection.execute(statement.on_conflict_do_nothing())

    def give_back(self, slot_id: SlotId, mentee_id: PersonId) -> None:
        """See the port."""
        self.connection.execute(
            delete(BookingRow).where(
                BookingRow.organization_id == self.organization_id,
                BookingRow.slot_id == slot_id,
                BookingRow.mentee_id == mentee_id,
            )
        )

    def _select(self) -> Select[SlotRow]:
        return select(SlotRow).where(SlotRow.organization_id == self.organization_id)

    def _ahead(self, program_id: ProgramId, since: datetime) -> Select[SlotRow]:
        ends_at = SlotRow.starts_at + SlotRow.minutes * literal(timedelta(minutes=1))
        return self._select().where(
            SlotRow.program_id == program_id,
            ends_at > since,
            SlotRow.cancelled_at.is_(None),
        )

    def _slots(self, statement: Select[SlotRow]) -> list[Slot]:
        soonest = (SlotRow.starts_at, SlotRow.id)
        rows = self.connection.execute(statement.order_by(*soonest))
        return [Slot(**row._asdict()) for row in rows]
