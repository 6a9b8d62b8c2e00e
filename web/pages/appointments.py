"""Planning the next meeting of a match; it is shown with the match."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.appointment import MOST_TIMES
from core.domain.identifiers import AppointmentId
from core.errors import ConflictError, InvalidInputError
from core.sentence import sentence
from web.pages.form_fields import identifier, number, one_of, written
from web.pages.frame import onward
from web.pages.matches import match_list
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("appointments", __name__)
DONE = {
    "propose": "times-proposed",
    "choose": "time-chosen",
    "call-off": "meeting-called-off",
}


@blueprint.post("/app/appointments")
def change() -> Response:
    """Propose times, choose one, or call a meeting off."""
    deed = one_of(request.form, "action", DONE)
    try:
        _do(deed)
    except (ConflictError, InvalidInputError) as error:
        return match_list(error)
    return onward("pages.matches.listing", DONE[deed])


def _do(deed: str) -> None:
    actor, form, appointments = current_actor(), request.form, services().appointments
    if deed == "propose":
        appointments.propose(
            actor,
            identifier(form, "match"),
            _times(form.getlist("times")[:MOST_TIMES]),
            number(form, "minutes") or 0,
            written(form, "whereabouts"),
        )
        return
    try:
        appointment_id = AppointmentId(UUID(form.get("appointment", "")))
        time = datetime.fromisoformat(form["time"]) if deed == "choose" else None
    except ValueError as error:
        raise BadRequest from error
    if time is not None:
        appointments.choose(actor, appointment_id, time)
    else:
        appointments.call_off(actor, appointment_id)


def _times(typed: Sequence[str]) -> list[datetime]:
    try:
        return [datetime.fromisoformat(one).replace(tzinfo=None) for one in typed if one]
    except ValueError as error:
        raise InvalidInputError(
            "Some answers need a change before they can be saved.",
            {"times": [sentence("Choose the day and the hour.")]},
        ) from error
