"""Requests that wait for an answer: received as a mentor, sent as a mentee."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.actor import Actor
from core.domain.identifiers import MatchId
from core.domain.match import Match, MatchState
from core.errors import ConflictError
from web.pages.form_fields import identifier, one_of
from web.pages.frame import onward, page
from web.pages.words import PROFILE_WORDS
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("requests", __name__)
DONE = {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}


@blueprint.get("/app/requests")
def listing() -> Response:
    """Show what waits for an answer, and what was answered."""
    return _listing()


@blueprint.post("/app/requests")
def answer() -> Response:
    """Accept, decline or withdraw one request."""
    actor, match_id = current_actor(), identifier(request.form, "match")
    deed = one_of(request.form, "action", DONE)
    requests = services().requests
    decline = partial(requests.decline, avoid="avoid" in request.form)
    verbs: dict[str, Callable[[Actor, MatchId], Match]] = {
        "accept": requests.accept,
        "decline": decline,
        "withdraw": requests.withdraw,
    }
    try:
        verbs[deed](actor, match_id)
    except ConflictError as error:
        return _listing(error)
    leads_to = "pages.matches.listing" if deed == "accept" else "pages.requests.listing"
    return onward(leads_to, DONE[deed])


def _listing(error: ConflictError | None = None) -> Response:
    actor = current_actor()
    views = services().requests.mine(actor)
    waiting = [view for view in views if view.match.state is MatchState.OFFERED]
    received = [view for view in waiting if view.mentor.id == actor.person_id]
    return page(
        "pages/requests.html",
        HTTPStatus.CONFLICT if error else HTTPStatus.OK,
        problem=problem_of(error) if error else None,
        received=[(v, services().requests.profile_of(actor, v.match.id)) for v in received],
        sent=[view for view in waiting if view.mentee.id == actor.person_id],
        closed=[view for view in views if view.match.state is MatchState.ENDED],
        words=PROFILE_WORDS,
    )
