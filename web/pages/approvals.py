"""What mentees handed in and their mentor has not answered yet."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.identifiers import ActivityId, PersonId
from core.errors import ConflictError, InvalidInputError, MentorloomError
from web.pages.activity_words import ACTIVITY_WORDS
from web.pages.form_fields import number, one_of, written
from web.pages.frame import onward, page
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("approvals", __name__)
DONE = {"approve": "approved", "give_back": "given-back"}


@blueprint.get("/app/approvals")
def listing() -> Response:
    """Show what waits."""
    return _listing()


@blueprint.post("/app/approvals")
def answer() -> Response:
    """Approve one piece of work, or ask for more."""
    form = request.form
    deed = one_of(form, "action", DONE)
    approvals = services().approvals
    verb = approvals.approve if deed == "approve" else approvals.give_back
    try:
        work = ActivityId(UUID(form.get("activity", "")))
        mentee = PersonId(UUID(form.get("mentee", "")))
    except ValueError as error:
        raise BadRequest from error
    try:
        verb(current_actor(), work, mentee, number(form, "version") or 0, written(form, "comment"))
    except (InvalidInputError, ConflictError) as error:
        return _listing(error)
    return onward("pages.approvals.listing", DONE[deed])


def _listing(error: MentorloomError | None = None) -> Response:
    problem = problem_of(error) if error else None
    problems = error.fields if isinstance(error, InvalidInputError) else {}
    return page(
        "pages/approvals.html",
        problem.status if problem else HTTPStatus.OK,
        waiting=services().approvals.waiting(current_actor()),
        problem=None if problems else problem,
        problems=problems,
        typed=request.form,
        words=ACTIVITY_WORDS,
    )
