"""Voluntary answers for the fairness report: saying why, answering, taking everything back."""

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.demographics import Dimension
from core.errors import InvalidInputError
from web.pages.demographic_words import offered
from web.pages.form_fields import one_of
from web.pages.frame import onward, page
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("demographics", __name__)


@blueprint.get("/app/about-you")
def show() -> Response:
    """Show what one answered, and what it is for."""
    answers = services().own_demographics.of(current_actor())
    return page(
        "pages/demographics.html",
        questions=offered(),
        answers={dimension.value: answer for dimension, answer in answers.items()},
    )


@blueprint.post("/app/about-you")
def save() -> Response:
    """Keep the answers, or delete all of them."""
    own, actor = services().own_demographics, current_actor()
    if one_of(request.form, "action", ("save", "delete")) == "delete":
        own.forget(actor)
        return onward("pages.demographics.show", "answers-deleted")
    given = {where: request.form.get(where.value, "") for where in Dimension}
    try:
        own.save(actor, {where: answer for where, answer in given.items() if answer})
    except InvalidInputError as error:  # no form of ours offers such an answer
        raise BadRequest from error
    return onward("pages.demographics.show", "answers-kept")
