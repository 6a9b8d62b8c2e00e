"""A mentee looks for a free time and takes a place: no request, no answer to wait for.

Who avoids whom sees nothing of each other here either. A place in a slot takes no place of the
mentor's capacity; whoever wants to go on asks the mentor as anybody does.
"""

from collections import Counter
from dataclasses import dataclass

from core.domain.actor import Actor
from core.domain.identifiers import SlotId
from core.domain.languages import primary
from core.domain.person import Person
from core.domain.profile import Profile
from core.domain.program import Role
from core.domain.slot import Booking, Slot
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.drop_in.offers import PAGE
from core.services.people.notifications import Notifications
from core.services.wording_rules import complaints

LONGEST_NOTE = 500
MOST_BOOKED = 3
"""Places that one mentee may hold ahead of them, so that there are some for others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSlot:
    """A slot as a mentee sees it.

    Attributes:
        profile: the mentor's, without what is private.
        free: places left.
        booked: the actor has one of the places. Only then the slot's whereabouts are for them.
    """

    slot: Slot
    mentor: Person
    profile: Profile
    free: int
    booked: bool


class Bookings:
    """Free times and one's own places in them."""

    def __init__(self, storage: Storage, clock: Clock, notifications: Notifications) -> None:
        self._storage = storage
        self._clock = clock
        self._notifications = notifications

    def open(self, actor: Actor) -> list[OpenSlot]:
        """The slots that the actor has booked or may book, soonest first."""
        with self._storage.tenant(actor.organization_id) as work:
            slots = work.slots.of_program(actor.program(), self._clock.now())
            bookings = work.slots.bookings([slot.id for slot in slots])
            mentors = {slot.mentor_id for slot in slots}
            profiles = work.profiles.get_many(mentors | {actor.person_id})
            people = work.people.get_many(mentors)
            offering = {
                part.person_id
                for part in work.participations.of_program(actor.program())
                if part.role is Role.MENTOR and part.available
            }
        taken = Counter(booking.slot_id for booking in bookings)
        mine = {b.slot_id for b in bookings if b.mentee_id == actor.person_id}
        own = profiles.get(actor.person_id) or Profile(person_id=actor.person_id)
        found = []
        for slot in slots:
            profile = profiles.get(slot.mentor_id) or Profile(person_id=slot.mentor_id)
            free, booked = slot.places - taken[slot.id], slot.id in mine
            begun = slot.starts_at <= self._clock.now()
            bookable = free > 0 and not begun and slot.mentor_id in offering
            if booked or (bookable and _may_meet(own, profile)):
                found.append(
                    OpenSlot(
                        slot=slot,
                        mentor=people[slot.mentor_id],
                        profile=profile.without_private(),
                        free=free,
                        booked=booked,
                    )
                )
        return found

    def book(self, actor: Actor, slot_id: SlotId, note: str = "") -> Slot:
        """Take a place. Again it changes nothing.

        Raises:
            NotFoundError: there is no such slot for the actor.
            ForbiddenError: they are no mentee here, or in the course no more.
            InvalidInputError: the note is too long.
            ConflictError: no place is left, it began, or the actor holds as many as one may.
        """
        if wrong := complaints(note, LONGEST_NOTE):
            raise InvalidInputError(
                "Some answers need a change before they can be saved.", {"note": wrong}
            )
        program_id, now = actor.program(), self._clock.now()
        with self._storage.tenant(actor.organization_id) as work:
            # First the mentee, then the slot: two clicks wait, and so does the last place.
            mentee = work.participations.lock(program_id, actor.person_id, Role.MENTEE)
            if mentee is None or mentee.away:
                raise ForbiddenError("Only mentees of this programme can book a time.")
            slot = work.slots.lock(slot_id)
            if slot is None or slot.program_id != program_id or not _bookable(work, actor, slot):
                raise NotFoundError("There is no such time for you. Look for another one.")
            bookings = work.slots.bookings([slot_id])
            if any(booking.mentee_id == actor.person_id for booking in bookings):
                return slot
            if slot.cancelled_at is not None or slot.starts_at <= now:
                raise ConflictError("This time is not offered any more. Look for another one.")
            if len(bookings) >= slot.places:
                raise ConflictError("Somebody took the last place. Look for another time.")
            self._check_own(work, actor, slot)
            booking = Booking(
                slot_id=slot_id,
                organization_id=actor.organization_id,
                mentee_id=actor.person_id,
                note=note.strip(),
                created_at=now,
            )
            work.slots.book(booking)
            self._tell(work, slot, sentence("A mentee booked a time that you offer."))
        return slot

    def give_back(self, actor: Actor, slot_id: SlotId) -> None:
        """Give one's place back and tell the mentor. Again it changes nothing.

        Raises:
            ConflictError: it began already.
        """
        with self._storage.tenant(actor.organization_id) as work:
            slot = work.slots.lock(slot_id)
            held = [b for b in work.slots.bookings([slot_id]) if b.mentee_id == actor.person_id]
            if slot is None or not held:
                return
            if slot.starts_at <= self._clock.now():
                raise ConflictError("This time has begun already.")
            work.slots.give_back(slot_id, actor.person_id)
            if slot.cancelled_at is None:
                self._tell(work, slot, sentence("A mentee gave a place in your time back."))

    def _check_own(self, work: TenantWork, actor: Actor, slot: Slot) -> None:
        held = work.slots.booked_by(slot.program_id, actor.person_id, self._clock.now())
        if len(held) >= MOST_BOOKED:
            raise ConflictError(
                "You hold %(count)s places already, as many as one may. Give one back first.",
                count=len(held),
            )
        if any(slot.overlaps(other) for other in held):
            raise ConflictError("You booked another time then. Give that place back first.")

    def _tell(self, work: TenantWork, slot: Slot, word: Sentence) -> None:
        self._notifications.tell(work, slot.mentor_id, word, program_id=slot.program_id, page=PAGE)


def _bookable(work: TenantWork, actor: Actor, slot: Slot) -> bool:
    mentor = work.participations.get(slot.program_id, slot.mentor_id, Role.MENTOR)
    profiles = work.profiles.get_many([actor.person_id, slot.mentor_id])
    own, theirs = (
        profiles.get(person_id) or Profile(person_id=person_id)
        for person_id in (actor.person_id, slot.mentor_id)
    )
    return mentor is not None and mentor.available and _may_meet(own, theirs)


def _may_meet(mentee: Profile, mentor: Profile) -> bool:
    """Whether no hard rule keeps the two apart: themselves, whom they avoid, no language."""
    ours, theirs = ({primary(tag) for tag in one.languages} for one in (mentee, mentor))
    speechless = bool(ours and theirs) and not ours & theirs
    avoided = mentor.person_id in mentee.avoid or mentee.person_id in mentor.avoid
    return mentee.person_id != mentor.person_id and not avoided and not speechless
