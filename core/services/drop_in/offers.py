"""Times that a mentor offers to any mentee of the programme.

A mentor writes local time; a weekly series keeps that local hour across changes of the clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.actor import Actor
from core.domain.identifiers import PersonId, SlotId
from core.domain.person import Person
from core.domain.program import Role
from core.domain.slot import Booking, Slot
from core.errors import ForbiddenError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.people.notifications import Notifications
from core.services.wording_rules import complaints

PAGE = "/app/drop-in"
SHORTEST, LONGEST = 10, 240
"""Minutes of a slot."""
MOST_PLACES = 30
MOST_WEEKS = 12
MOST_AHEAD = 60
"""Slots that one mentor may have ahead of them in a programme."""
FURTHEST = timedelta(days=180)
LONGEST_TOPIC, LONGEST_WHEREABOUTS = 200, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a mentor offers.

    Attributes:
        starts_at: in their own time zone, naive.
        minutes: how long, SHORTEST to LONGEST.
        places: how many mentees may come.
        weeks: how many weeks in a row, 1 for once.
        topic: what they like to talk about; empty for anything.
        whereabouts: a room or the address of a call.
    """

    starts_at: datetime
    minutes: int
    places: int = 1
    weeks: int = 1
    topic: str = ""
    whereabouts: str = ""


@dataclass(frozen=True, slots=True)
class OfferedSlot:
    """A slot as its mentor sees it: with who comes, first come first."""

    slot: Slot
    guests: tuple[tuple[Person, Booking], ...]


class Offers:
    """A mentor's own slots."""

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, notifications: Notifications
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._notifications = notifications

    def mine(self, actor: Actor) -> list[OfferedSlot]:
        """The actor's slots that are not over, soonest first."""
        with self._storage.tenant(actor.organization_id) as work:
            slots = work.slots.of_mentor(actor.program(), actor.person_id, self._clock.now())
            bookings = work.slots.bookings([slot.id for slot in slots])
            people = work.people.get_many({booking.mentee_id for booking in bookings})
        return [
            OfferedSlot(
                slot, tuple((people[b.mentee_id], b) for b in bookings if b.slot_id == slot.id)
            )
            for slot in slots
        ]

    def offer(self, actor: Actor, offer: Offer) -> list[Slot]:
        """Offer a time, or a weekly series of them.

        Raises:
            ForbiddenError: the actor is no mentor here, or in the course no more.
            InvalidInputError: names the fields.
        """
        program_id = actor.program()
        with self._storage.tenant(actor.organization_id) as work:
            # Locked, so that two clicks do not offer the same time twice.
            mentor = work.participations.lock(program_id, actor.person_id, Role.MENTOR)
            if mentor is None or mentor.away:
                raise ForbiddenError("Only mentors of this programme can offer times.")
            slots = self._made(actor, offer, _zone(work, actor.person_id))
            self._check(offer, slots, self._ahead(work, actor))
            work.slots.add_many(slots)
        return slots

    def call_off(self, actor: Actor, slot_id: SlotId) -> int:
        """Call a slot off and tell who booked it. Again it changes nothing.

        Returns:
            How many people were told.

        Raises:
            NotFoundError: there is no such slot of the actor.
        """
        now = self._clock.now()
        with self._storage.tenant(actor.organization_id) as work:
            slot = work.slots.lock(slot_id)
            if slot is None or slot.mentor_id != actor.person_id:
                raise NotFoundError("There is no such time of yours.")
            if slot.cancelled_at is not None or slot.ends_at <= now:
                return 0
            work.slots.save(replace(slot, cancelled_at=now))
            word = sentence("A mentor called off a time that you booked. Look for another one.")
            guests = [booking.mentee_id for booking in work.slots.bookings([slot_id])]
            self._notifications.tell_many(
                work, [(guest, word, PAGE) for guest in guests], slot.program_id
            )
        return len(guests)

    def _ahead(self, work: TenantWork, actor: Actor) -> list[Slot]:
        return work.slots.of_mentor(actor.program(), actor.person_id, self._clock.now())

    def _made(self, actor: Actor, offer: Offer, zone: ZoneInfo) -> list[Slot]:
        first = offer.starts_at.replace(tzinfo=zone)
        return [
            Slot(
                id=SlotId(self._entropy.uuid()),
                organization_id=actor.organization_id,
                program_id=actor.program(),
                mentor_id=actor.person_id,
                starts_at=(first + timedelta(weeks=week)).astimezone(UTC),
                minutes=offer.minutes,
                places=offer.places,
                topic=offer.topic.strip(),
                whereabouts=offer.whereabouts.strip(),
                created_at=self._clock.now(),
            )
            for week in range(min(max(offer.weeks, 1), MOST_WEEKS))
        ]

    def _check(self, offer: Offer, slots: Sequence[Slot], ahead: Sequence[Slot]) -> None:
        now = self._clock.now()
        fields: dict[str, list[Sentence]] = {
            "starts_at": [],
            "topic": complaints(offer.topic, LONGEST_TOPIC),
            "whereabouts": complaints(offer.whereabouts, LONGEST_WHEREABOUTS),
        }
        for field, number, least, most in (
            ("minutes", offer.minutes, SHORTEST, LONGEST),
            ("places", offer.places, 1, MOST_PLACES),
            ("weeks", offer.weeks, 1, MOST_WEEKS),
        ):
            if not least <= number <= most:
                fields[field] = [
                    sentence("Choose from %(least)s to %(most)s.", least=least, most=most)
                ]
        if slots[0].starts_at <= now or slots[-1].starts_at > now + FURTHEST:
            fields["starts_at"].append(
                sentence("Choose a time that is ahead, at most half a year.")
            )
        elif _meet(slots, ahead):
            fields["starts_at"].append(
                sentence("You offer another time then. Call that one off first.")
            )
        if len(slots) + len(ahead) > MOST_AHEAD:
            fields.setdefault("weeks", []).append(
                sentence("You can offer at most %(most)s times ahead.", most=MOST_AHEAD)
            )
        if wrong := {field: sentences for field, sentences in fields.items() if sentences}:
            raise InvalidInputError("Some answers need a change before they can be saved.", wrong)


def _zone(work: TenantWork, person_id: PersonId) -> ZoneInfo:
    profile = work.profiles.get(person_id)
    if profile is None or not profile.time_zone:
        why = sentence("Name your time zone in your profile first, so that everybody can tell.")
        raise InvalidInputError(
            "Some answers need a change before they can be saved.", {"starts_at": [why]}
        )
    return ZoneInfo(profile.time_zone)


def _meet(slots: Iterable[Slot], ahead: Sequence[Slot]) -> bool:
    return any(slot.overlaps(other) for slot in slots for other in ahead)
