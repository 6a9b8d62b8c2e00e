"""Taking part: joining, capacity, pausing, leaving. Each a person's own choice."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.program import MOST_CAPACITY, Role
from core.errors import InvalidInputError
from core.sentence import Sentence, sentence
from web.pages.form_fields import number, one_of
from web.pages.frame import onward, page
from web.pages.teams_messages import RHYTHMS, offered
from web.services import services, web_settings
from web.sessions import current_actor

blueprint = Blueprint("participation", __name__)


@blueprint.get("/app/participation")
def show() -> Response:
    """Show what the person takes part as, and what they could."""
    return _settings()


@blueprint.post("/app/participation")
def change() -> Response:
    """Join, leave or change one role."""
    role = Role(one_of(request.form, "role", [role.value for role in Role]))
    deed = one_of(request.form, "action", ("join", "leave", "save"))
    if deed == "join":
        return _join(role)
    if deed == "leave":
        services().participations.leave(current_actor(), role)
        return onward("pages.home.show", "left")
    try:
        _save(role)
    except InvalidInputError as error:
        return _settings(error.fields)
    back = request.form.get("back") == "requests"
    return onward(
        "pages.requests.listing" if back else "pages.participation.show", "participation-saved"
    )


def _join(role: Role) -> Response:
    actor = current_actor()
    services().participations.join(actor, role)
    profile = services().profiles.of(actor)
    ready = profile.ready_to_learn() if role is Role.MENTEE else profile.ready_to_mentor()
    return onward("pages.home.show" if ready else "pages.profile.edit", "joined")


def _save(role: Role) -> None:
    capacity = None
    if role is Role.MENTOR:
        capacity = number(request.form, "capacity")
        if capacity is None:
            message = sentence("Choose a number from 1 to %(most)s.", most=MOST_CAPACITY)
            raise InvalidInputError(
                "Some answers need a change before they can be saved.", {"capacity": [message]}
            )
    services().participations.update(
        current_actor(), role, capacity=capacity, paused=bool(request.form.get("paused"))
    )


def _settings(problems: Mapping[str, Sequence[Sentence]] | None = None) -> Response:
    return page(
        "pages/participation.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        problems=problems or {},
        typed=request.form,
        most_capacity=MOST_CAPACITY,
        barrier=services().participations.barrier(current_actor()),
        teams=services().teams_choices.of(current_actor()) if offered() else None,
        rhythms=[(rhythm.value, words) for rhythm, words in RHYTHMS.items()],
        time_zone=services().profiles.of(current_actor()).time_zone,
        mail=services().mail_choices.of(current_actor()) if web_settings().sends_mail else None,
    )
