"""How it is going: the questions that wait for somebody, and their answers."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import PulseId
from core.domain.pulse import Question
from core.errors import ConflictError, InvalidInputError, MentorloomError
from web.pages.form_fields import number
from web.pages.frame import onward, page
from web.pages.pulse_words import ANSWERS, QUESTIONS
from web.problems import problem_of, told
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("pulse", __name__)


@blueprint.get("/app/pulse")
def show() -> Response:
    """Show the questions that wait."""
    return _questions()


@blueprint.post("/app/pulse/<uuid:pulse_id>")
def answer(pulse_id: UUID) -> Response:
    """Answer those about one match."""
    chosen = {question.value: number(request.form, question.value) or 0 for question in Question}
    try:
        pulse = services().pulses.answer(current_actor(), PulseId(pulse_id), chosen)
    except (ConflictError, InvalidInputError) as error:
        return _questions(error, pulse_id)
    return onward("pages.pulse.show", "pulse-low" if pulse.low else "pulse-answered")


def _questions(error: MentorloomError | None = None, about: UUID | None = None) -> Response:
    problem = problem_of(error) if error else None
    problems = error.fields if isinstance(error, InvalidInputError) else {}
    return page(
        "pages/pulse.html",
        problem.status if problem else HTTPStatus.OK,
        problem=None if problems else problem,
        problems=problems,
        about=about,
        labels={question.value: told(words) for question, words in QUESTIONS.items()},
        anchors={question.value: f"{question.value}-{about}" for question in Question},
        typed=request.form,
        waiting=services().pulses.waiting(current_actor()),
        questions=QUESTIONS,
        answers=ANSWERS,
    )
