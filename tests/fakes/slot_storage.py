"""In memory: drop-in mentoring."""

from tests.fakes.tables import Repository


class FakeSlots(Repository):
    def get(self, slot_id):
        return self.own("slots").get(slot_id)

    def lock(self, slot_id):
        return self.get(slot_id)

    def of_program(self, program_id, since):
        rows = [
            slot
            for slot in self.own("slots").values()
            if slot.program_id == program_id and slot.ends_at > since and not slot.cancelled_at
        ]
        return sorted(rows, key=lambda slot: (slot.starts_at, slot.id))

    def of_mentor(self, program_id, mentor_id, since):
        return [s for s in self.of_program(program_id, since) if s.mentor_id == mentor_id]

    def booked_by(self, program_id, mentee_id, since):
        booked = {slot_id for slot_id, mentee in self.own("bookings") if mentee == mentee_id}
        return [s for s in self.of_program(program_id, since) if s.id in booked]

    def add_many(self, slots):
        for slot in slots:
            self.save(slot)

    def save(self, slot):
        self.own("slots")[slot.id] = slot

    def bookings(self, slot_ids):
        rows = [b for b in self.own("bookings").values() if b.slot_id in set(slot_ids)]
        return sorted(rows, key=lambda b: (b.created_at, b.mentee_id))

    def book(self, booking):
        self.own("bookings").setdefault((booking.slot_id, booking.mentee_id), booking)

    def give_back(self, slot_id, mentee_id):
        self.own("bookings").pop((slot_id, mentee_id), None)
