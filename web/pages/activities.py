"""Activities of the course: one's own, and, for its teachers, how far everybody is."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.activity import Work
from core.domain.identifiers import ActivityId
from core.errors import ConflictError, InvalidInputError, MentorloomError
from core.services.activities.work import LONGEST
from web.pages.activity_words import ACTIVITY_WORDS
from web.pages.form_fields import identifier, number, one_of, written
from web.pages.frame import frame, onward, page
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("activities", __name__)
DONE = {
    "keep": "kept",
    "hand_in": "handed-in",
    "take_back": "taken-back",
    "mark_done": "ticked-off",
}


@blueprint.get("/app/activities")
def listing() -> Response:
    """Show the activities of the course."""
    actor, around = current_actor(), frame()
    return page(
        "pages/activities.html",
        own=[] if around.manages and not around.mentee else services().own_activities.all(actor),
        figures=services().reviews.overview(actor) if around.manages else None,
        words=ACTIVITY_WORDS,
    )


@blueprint.get("/app/activities/<uuid:activity_id>")
def show(activity_id: UUID) -> Response:
    """Show one: to teachers who is how far, to everybody else what is next."""
    if frame().manages and "own" not in request.args:
        roll = services().reviews.roll(current_actor(), ActivityId(activity_id))
        return page("pages/activity_roll.html", roll=roll, words=ACTIVITY_WORDS)
    return _own(ActivityId(activity_id))


@blueprint.post("/app/activities/<uuid:activity_id>")
def change(activity_id: UUID) -> Response:
    """Keep a draft, hand it in, take it back, or tick off a step."""
    deed = one_of(request.form, "action", DONE)
    try:
        _deeds(ActivityId(activity_id))[deed]()
    except (InvalidInputError, ConflictError) as error:
        return _own(ActivityId(activity_id), error)
    # Teachers who take part themselves stay where they wrote.
    own = {"own": 1} if frame().manages else {}
    return onward("pages.activities.show", DONE[deed], activity_id=activity_id, **own)


@blueprint.get("/app/activities/<uuid:activity_id>/review/<path:subject>")
def review(activity_id: UUID, subject: str) -> Response:
    """Show one learner's work to a teacher of the course."""
    found = services().reviews.one(current_actor(), ActivityId(activity_id), subject)
    return page("pages/review.html", review=found, words=ACTIVITY_WORDS)


def _deeds(activity_id: ActivityId) -> Mapping[str, Callable[[], Work]]:
    actor, form, works = current_actor(), request.form, services().works
    text, version = written(form, "text"), number(form, "version")

    def hand_in() -> Work:
        chosen = identifier(form, "match") if form.get("match") else None
        return works.hand_in(actor, activity_id, text, version or 0, chosen)

    return {
        "keep": lambda: works.keep(actor, activity_id, text, version or 0),
        "hand_in": hand_in,
        "take_back": lambda: works.take_back(actor, activity_id, version or 0),
        "mark_done": lambda: works.mark_done(actor, activity_id),
    }


def _own(activity_id: ActivityId, error: MentorloomError | None = None) -> Response:
    actor = current_actor()
    own = services().own_activities.one(actor, activity_id)
    problem = problem_of(error) if error else None
    problems: Mapping[str, Any] = error.fields if isinstance(error, InvalidInputError) else {}
    return page(
        "pages/activity.html",
        problem.status if problem else HTTPStatus.OK,
        own=own,
        barrier=services().participations.barrier(actor),
        longest=LONGEST.get(own.activity.kind),
        problem=None if problems else problem,
        problems=problems,
        typed=written(request.form, "text") if error else (own.work.text if own.work else ""),
        words=ACTIVITY_WORDS,
    )
