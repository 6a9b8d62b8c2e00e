"""A mentee looks for a free time and takes a place: no request, no answer to wait for.

Rules that keep two people apart hold here too; what a match must bring does not, for this is none.
A place in a slot takes no place of the mentor's capacity; whoever wants to go on asks the mentor as
anybody does.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from core.domain.actor import Actor
from core.domain.identifiers import PersonId, SlotId
from core.domain.person import Person
from core.domain.profile import Profile
from core.domain.program import Role
from core.domain.slot import Booking, Slot
from core.engine.matching.comparison.people import TextVectors, gather
from core.engine.matching.rules import judge
from core.engine.matching.standing import Standing
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
APART = (
    "same_person",
    "avoided",
    "avoids",
    "no_language",
    "manager",
    "conflict",
    "not_agreed",
)
"""Names of the rules that hold for a talk as for a match."""


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
            people = work.people.get_many(mentors)
            profiles, offering = _offering(work, actor, mentors)
        taken = Counter(booking.slot_id for booking in bookings)
        mine = {b.slot_id for b in bookings if b.mentee_id == actor.person_id}
        found = []
        for slot in slots:
            free, booked = slot.places - taken[slot.id], slot.id in mine
            begun = slot.starts_at <= self._clock.now()
            bookable = free > 0 and not begun and slot.mentor_id in offering
            if booked or bookable:
                found.append(
                    OpenSlot(
                        slot=slot,
                        mentor=people[slot.mentor_id],
                        profile=profiles[slot.mentor_id].without_private(),
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
            if slot is None or not _open_to(work, actor, slot):
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


def _open_to(work: TenantWork, actor: Actor, slot: Slot) -> bool:
    _, offering = _offering(work, actor, {slot.mentor_id})
    return slot.program_id == actor.program() and slot.mentor_id in offering


def _offering(
    work: TenantWork, actor: Actor, mentors: Collection[PersonId]
) -> tuple[Mapping[PersonId, Profile], set[PersonId]]:
    """Profiles of mentors, and who of them are there for the actor."""
    who = {*mentors, actor.person_id}
    profiles = {person: Profile(person_id=person) for person in who} | work.profiles.get_many(who)
    parts = work.participations.of_program(actor.program(), who)
    ready = [
        profiles[part.person_id]
        for part in parts
        if part.role is Role.MENTOR and part.available and part.person_id in mentors
    ]
    nothing = TextVectors.of({})  # no rule that holds here reads texts
    verdict = judge(
        gather([profiles[actor.person_id]], nothing),
        gather(ready, nothing),
        Standing(
            free=np.ones(len(ready), dtype=np.int64),
            paused=np.zeros(len(ready), dtype=np.bool_),
            not_agreed={part.person_id for part in parts if not part.agreed},
        ),
    )
    apart = np.logical_or.reduce([verdict.broken[rule][0] for rule in APART])
    return profiles, {who.person_id for who, kept in zip(ready, apart, strict=True) if not kept}
