"""The scores of a teacher's course: which the gradebook has, which not and why, sending again."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import ActivityId, PersonId
from core.domain.score import ScoreState
from web.pages.form_fields import identifier, one_of
from web.pages.frame import onward, page
from web.pages.words import PARKED_ADVICE, PARKED_REASONS
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("scores", __name__)


@blueprint.get("/app/program/scores")
def show() -> Response:
    """Show where the scores of the course are."""
    return page(
        "pages/scores.html",
        view=services().course_scores.view(current_actor()),
        states=ScoreState,
        reasons=PARKED_REASONS,
        advice=PARKED_ADVICE,
    )


@blueprint.post("/app/program/scores")
def send_again() -> Response:
    """Send one parked score again, all of them, or every score of the course."""
    actor, scores, form = current_actor(), services().course_scores, request.form
    chosen = one_of(form, "send", ("one", "parked", "all"))
    if chosen == "one":
        activity_id, person_id = identifier(form, "activity"), identifier(form, "person")
        scores.send_again(actor, ActivityId(activity_id), PersonId(person_id))
    else:
        scores.send_all_again(actor, sent_too=chosen == "all")
    return onward("pages.scores.show", "sending")
