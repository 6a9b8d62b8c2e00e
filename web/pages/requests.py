"""Requests that wait for an answer: received as a mentor, sent as a mentee."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.actor import Actor
from core.domain.identifiers import MatchId
from core.domain.match import OCCUPYING_STATES, DeclineReason, Match, MatchState
from core.domain.program import MOST_CAPACITY
from core.errors import ConflictError, InvalidInputError
from web.pages.form_fields import identifier, number, one_of
from web.pages.frame import UNDO, onward, page
from web.pages.words import DECLINE_REASONS, PROFILE_WORDS
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("requests", __name__)
DONE = {
    "accept": "accepted",
    "decline": "declined",
    "later": "postponed",
    "withdraw": "withdrawn",
}
WEEKS = (1, 2, 4, 8, 12)
"""How much later a mentor can ask to be asked again."""


@blueprint.get("/app/requests")
def listing() -> Response:
    """Show what waits for an answer, and what was answered."""
    return _listing()


@blueprint.post("/app/requests")
def answer() -> Response:
    """Accept, decline, put off or withdraw one request."""
    actor, match_id = current_actor(), identifier(request.form, "match")
    deed = one_of(request.form, "action", DONE)
    try:
        _verb(deed)(actor, match_id)
    except (ConflictError, InvalidInputError) as error:
        return _listing(error)
    if deed == "accept":
        return onward("pages.matches.listing", DONE[deed])
    return onward("pages.requests.listing", DONE[deed], **{UNDO: match_id})


@blueprint.post("/app/undo")
def undo() -> Response:
    """Take back one's last step of a match."""
    try:
        match = services().undo.undo(current_actor(), identifier(request.form, "match"))
    except ConflictError as error:
        return _listing(error)
    going = match.state in OCCUPYING_STATES
    return onward("pages.matches.listing" if going else "pages.requests.listing", "undone")


def _verb(deed: str) -> Callable[[Actor, MatchId], Match]:
    requests, form = services().requests, request.form
    if deed == "decline":
        why = form.get("reason", "")
        return partial(
            requests.decline,
            avoid="avoid" in form,
            reason=DeclineReason(one_of(form, "reason", DECLINE_REASONS)) if why else None,
            note=form.get("note", ""),
        )
    if deed == "later":
        return partial(requests.later, weeks=number(form, "weeks") or 0)
    return requests.accept if deed == "accept" else requests.withdraw


def _listing(error: ConflictError | InvalidInputError | None = None) -> Response:
    actor = current_actor()
    problem = problem_of(error) if error else None
    views = services().requests.mine(actor)
    waiting = [view for view in views if view.match.state is MatchState.OFFERED]
    received = [view for view in waiting if view.mentor.id == actor.person_id]
    return page(
        "pages/requests.html",
        problem.status if problem else HTTPStatus.OK,
        problem=problem,
        reasons=DECLINE_REASONS,
        weeks=WEEKS,
        most_capacity=MOST_CAPACITY,
        mine=services().choices.mine(actor),
        received=[(v, services().requests.profile_of(actor, v.match.id)) for v in received],
        sent=[view for view in waiting if view.mentee.id == actor.person_id],
        closed=[view for view in views if view.match.state is MatchState.ENDED],
        words=PROFILE_WORDS,
    )
