"""A mentee's list of mentors: adding, ordering with buttons, sending, and how it stands."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.actor import Actor
from core.domain.identifiers import PersonId
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.services.requests.choices import ChoiceList
from web.pages.form_fields import identifier, one_of
from web.pages.frame import frame, onward, page
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("choices", __name__)
DONE = {
    "add": "listed",
    "remove": "unlisted",
    "up": "moved",
    "down": "moved",
    "send": "sent",
    "stop": "stopped",
}


@blueprint.get("/app/mentors/list")
def show() -> Response:
    """Show the list: as it is put together, or how far it is."""
    return _list()


@blueprint.post("/app/mentors/list")
def change() -> Response:
    """Add, take off, move, send, or stop."""
    if frame().mentee is None:
        return onward("pages.participation.show")
    deed = one_of(request.form, "action", DONE)
    try:
        _do(deed, current_actor())
    except (ConflictError, InvalidInputError) as error:
        return _list(error)
    return onward("pages.choices.show", DONE[deed])


def _do(deed: str, actor: Actor) -> None:
    choices = services().choices
    if deed in {"send", "stop"}:
        whole: dict[str, Callable[[Actor], ChoiceList | None]] = {
            "send": choices.send,
            "stop": choices.stop,
        }
        whole[deed](actor)
        return
    mentor = PersonId(identifier(request.form, "mentor"))
    if deed == "add":
        add(actor, mentor, request.form.get("note", ""))
    elif deed == "remove":
        choices.remove(actor, mentor)
    else:
        choices.move(actor, mentor, -1 if deed == "up" else 1)


def add(actor: Actor, mentor: PersonId, note: str) -> None:
    """Put a mentor on the list, with the score that they are shown with."""
    shown = services().suggestions.for_mentor_detail(actor, mentor)
    services().choices.add(actor, mentor, note, shown.candidate.score)


def _list(error: ConflictError | InvalidInputError | NotFoundError | None = None) -> Response:
    if frame().mentee is None:
        return onward("pages.participation.show")
    problem = problem_of(error) if error else None
    return page(
        "pages/choices.html",
        problem.status if problem else HTTPStatus.OK,
        problem=problem,
        mine=services().choices.mine(current_actor()),
    )
