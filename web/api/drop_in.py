"""Drop-in times: offering, booking, giving back, calling off."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.domain.identifiers import SlotId
from core.services.drop_in.bookings import OpenSlot
from core.services.drop_in.offers import Offer, OfferedSlot
from web.api.drop_in_schemas import BookSchema, OfferedSchema, OfferSchema, OpenSlotSchema
from web.api.operations import Operations
from web.services import services
from web.sessions import current_actor

operations = Operations("drop-in", "Times that mentors offer to any mentee of the programme.")


@operations.route("/drop-in")
class FreeTimes(MethodView):
    """What a mentee may book."""

    @operations.fails(404)
    @operations.gives(200, OpenSlotSchema(many=True))
    def get(self) -> list[Mapping[str, Any]]:
        """Free times and those one has booked, soonest first."""
        return [_open(found) for found in services().bookings.open(current_actor())]


@operations.route("/drop-in/<uuid:slot_id>/booking")
class Place(MethodView):
    """One's own place in a slot."""

    @operations.fails(403, 404, 409)
    @operations.takes(BookSchema)
    @operations.gives(204)
    def put(self, sent: dict[str, Any], slot_id: UUID) -> None:
        """Take a place. Again it changes nothing."""
        services().bookings.book(current_actor(), SlotId(slot_id), sent["note"])

    @operations.fails(409)
    @operations.gives(204)
    def delete(self, slot_id: UUID) -> None:
        """Give it back. Again it changes nothing."""
        services().bookings.give_back(current_actor(), SlotId(slot_id))


@operations.route("/drop-in/offered")
class OwnTimes(MethodView):
    """What a mentor offers."""

    @operations.fails(404)
    @operations.gives(200, OfferedSchema(many=True))
    def get(self) -> list[Mapping[str, Any]]:
        """One's own times that are not over, with who comes."""
        return [_offered(found) for found in services().offers.mine(current_actor())]

    @operations.fails(403, 404)
    @operations.takes(OfferSchema)
    @operations.gives(201, OfferedSchema(many=True))
    def post(self, sent: dict[str, Any]) -> list[Mapping[str, Any]]:
        """Offer a time, or one a week for some weeks."""
        made = services().offers.offer(current_actor(), Offer(**sent))
        return [_offered(OfferedSlot(slot, ())) for slot in made]


@operations.route("/drop-in/offered/<uuid:slot_id>")
class OwnTime(MethodView):
    """One of them."""

    @operations.fails(404)
    @operations.gives(204)
    def delete(self, slot_id: UUID) -> None:
        """Call it off; who booked is told."""
        services().offers.call_off(current_actor(), SlotId(slot_id))


def _open(found: OpenSlot) -> Mapping[str, Any]:
    slot = found.slot
    return {
        "id": slot.id,
        "mentor": found.mentor,
        "starts_at": slot.starts_at,
        "minutes": slot.minutes,
        "places": slot.places,
        "topic": slot.topic,
        "free": found.free,
        "booked": found.booked,
        "whereabouts": slot.whereabouts if found.booked else "",
    }


def _offered(found: OfferedSlot) -> Mapping[str, Any]:
    slot = found.slot
    return {
        "id": slot.id,
        "starts_at": slot.starts_at,
        "minutes": slot.minutes,
        "places": slot.places,
        "topic": slot.topic,
        "whereabouts": slot.whereabouts,
        "guests": [{"person": person, "note": booking.note} for person, booking in found.guests],
    }
