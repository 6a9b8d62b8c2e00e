"""Matches: who meets whom, how to reach each other, and ending one."""

from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.match import OCCUPYING_STATES, EndReason, MatchState
from core.errors import ConflictError
from web.pages.form_fields import identifier
from web.pages.frame import onward, page
from web.pages.words import PROFILE_WORDS
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("matches", __name__)


@blueprint.get("/app/matches")
def listing() -> Response:
    """Show the matches of this person, current ones first."""
    return _listing()


@blueprint.post("/app/matches")
def end() -> Response:
    """End one."""
    try:
        services().requests.end(current_actor(), identifier(request.form, "match"))
    except ConflictError as error:
        return _listing(error)
    return onward("pages.matches.listing", "ended")


def _listing(error: ConflictError | None = None) -> Response:
    actor = current_actor()
    views = services().requests.mine(actor)
    going = [view for view in views if view.match.state in OCCUPYING_STATES]
    return page(
        "pages/matches.html",
        HTTPStatus.CONFLICT if error else HTTPStatus.OK,
        problem=problem_of(error) if error else None,
        going=[(v, services().requests.profile_of(actor, v.match.id)) for v in going],
        past=[
            view
            for view in views
            if view.match.state is MatchState.COMPLETED or view.match.end_reason is EndReason.LEFT
        ],
        words=PROFILE_WORDS,
    )
