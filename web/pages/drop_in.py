"""Drop-in mentoring: free times to book, and the times one offers oneself."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.identifiers import SlotId
from core.errors import ConflictError, InvalidInputError, MentorloomError
from core.sentence import sentence
from core.services.drop_in import offers
from core.services.drop_in.bookings import LONGEST_NOTE, MOST_BOOKED
from core.services.drop_in.offers import Offer
from web.pages.form_fields import number, one_of, written
from web.pages.frame import frame, onward, page
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("drop_in", __name__)
DONE = {
    "offer": "time-offered",
    "call-off": "time-called-off",
    "book": "time-booked",
    "give-back": "time-given-back",
}


@blueprint.get("/app/drop-in")
def show() -> Response:
    """Show free times to mentees, and their own to mentors."""
    if not frame().roles:
        return onward("pages.home.show")
    return _times()


@blueprint.post("/app/drop-in")
def change() -> Response:
    """Offer a time, call one off, book one, or give one back."""
    deed = one_of(request.form, "action", DONE)
    try:
        _do(deed)
    except (ConflictError, InvalidInputError) as error:
        return _times(error)
    return onward("pages.drop_in.show", DONE[deed])


def _do(deed: str) -> None:
    actor, form = current_actor(), request.form
    if deed == "offer":
        services().offers.offer(actor, _offer())
        return
    try:
        slot_id = SlotId(UUID(form.get("slot", "")))
    except ValueError as error:
        raise BadRequest from error
    if deed == "call-off":
        services().offers.call_off(actor, slot_id)
    elif deed == "book":
        services().bookings.book(actor, slot_id, written(form, "note"))
    else:
        services().bookings.give_back(actor, slot_id)


def _offer() -> Offer:
    form = request.form
    try:
        starts_at = datetime.fromisoformat(form.get("starts_at", "")).replace(tzinfo=None)
    except ValueError as error:
        raise InvalidInputError(
            "Some answers need a change before they can be saved.",
            {"starts_at": [sentence("Choose the day and the hour.")]},
        ) from error
    return Offer(
        starts_at=starts_at,
        minutes=number(form, "minutes") or 0,
        places=number(form, "places") or 0,
        weeks=number(form, "weeks") or 0,
        topic=written(form, "topic"),
        whereabouts=written(form, "whereabouts"),
    )


def _times(error: MentorloomError | None = None) -> Response:
    actor, form = current_actor(), request.form
    problems = error.fields if isinstance(error, InvalidInputError) else {}
    problem = problem_of(error) if error else None
    profile = services().profiles.of(actor)
    return page(
        "pages/drop_in.html",
        problem.status if problem else HTTPStatus.OK,
        problem=None if problems else problem,
        problems=problems,
        typed=form,
        open_slots=services().bookings.open(actor) if frame().mentee else [],
        offered=services().offers.mine(actor) if frame().mentor else [],
        time_zone=profile.time_zone,
        limits=offers,
        longest_note=LONGEST_NOTE,
        most_booked=MOST_BOOKED,
    )
