"""Telling of meetings and confirming them; they are shown with their match."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.identifiers import MeetingId
from core.errors import ConflictError, InvalidInputError
from core.sentence import Sentence, sentence
from core.services.activities.meetings import LONGEST, SHORTEST
from web.pages.form_fields import identifier, number, one_of
from web.pages.frame import onward
from web.pages.matches import match_list
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("meetings", __name__)
DONE = {"log": "meeting-told", "confirm": "meeting-confirmed", "remove": "meeting-removed"}


@blueprint.post("/app/meetings")
def change() -> Response:
    """Tell of a meeting, confirm one, or take one back."""
    deed = one_of(request.form, "action", DONE)
    try:
        _do(deed)
    except (ConflictError, InvalidInputError) as error:
        return match_list(error)
    return onward("pages.matches.listing", DONE[deed])


def _do(deed: str) -> None:
    actor, form, meetings = current_actor(), request.form, services().meetings
    if deed == "log":
        held_on, minutes = _told(form)
        meetings.log(actor, identifier(form, "match"), held_on, minutes)
        return
    try:
        meeting_id = MeetingId(UUID(form.get("meeting", "")))
    except ValueError as error:
        raise BadRequest from error
    if deed == "confirm":
        meetings.confirm(actor, meeting_id)
    else:
        meetings.remove(actor, meeting_id)


def _told(form: Mapping[str, str]) -> tuple[date, int]:
    fields: dict[str, list[Sentence]] = {}
    try:
        held_on = date.fromisoformat(form.get("held_on", ""))
    except ValueError:
        held_on = date.min
        fields["held_on"] = [sentence("Choose the day.")]
    minutes = number(form, "minutes")
    if minutes is None:
        fields["minutes"] = [
            sentence("Choose from %(least)s to %(most)s minutes.", least=SHORTEST, most=LONGEST)
        ]
    if fields or minutes is None:
        raise InvalidInputError("Some answers need a change before they can be saved.", fields)
    return held_on, minutes
