"""Finding a mentor: the ranking with its reasons, one mentor in full, and asking."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from core.domain.identifiers import PersonId
from core.domain.match import MatchState
from core.domain.program import Role
from core.errors import ConflictError, InvalidInputError, MentorloomError
from core.sentence import Sentence
from core.services.matching.suggestions import MentorSuggestions
from core.services.requests.asking import LONGEST_NOTE
from web.pages.choices import add
from web.pages.frame import frame, onward, page
from web.pages.words import PROFILE_WORDS
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("mentors", __name__)
MOST_SHOWN = 30
SHOWN = 10
MOST_LOOKS = 60
"""How often a page asks again whether the texts are read, every two seconds."""


@blueprint.get("/app/mentors")
def listing() -> Response:
    """Show the ranking."""
    if frame().mentee is None:
        return onward("pages.participation.show")
    limit = MOST_SHOWN if "more" in request.args else SHOWN
    found = services().suggestions.for_mentee(current_actor(), limit)
    return page("pages/mentors.html", found=found, look=1, **_limits(found, limit))


@blueprint.get("/app/mentors/reading")
def reading() -> Response | str:
    """Tell a waiting page whether the texts are read; once they are, hand it the ranking."""
    if frame().mentee is None:
        return onward("pages.participation.show")
    found = services().suggestions.for_mentee(current_actor(), SHOWN)
    look = request.args.get("look", 1, int) + 1
    if found.reading:
        return render_template("pages/_reading.html", look=look, most_looks=MOST_LOOKS)
    body = render_template("pages/_ranking.html", found=found, look=look, **_limits(found, SHOWN))
    return Response(
        body,
        mimetype="text/html",
        headers={"HX-Retarget": "#suggestions", "HX-Reswap": "innerHTML"},
    )


@blueprint.get("/app/mentors/openings")
def openings() -> Response:
    """Show what would bring more mentors within reach; the ranking takes that part of the page."""
    if frame().mentee is None:
        return onward("pages.participation.show")
    found = services().suggestions.openings(current_actor())
    return page("pages/openings.html", openings=found)


@blueprint.get("/app/mentors/<uuid:mentor_id>")
def show(mentor_id: UUID) -> Response:
    """Show one mentor in full."""
    return _mentor(PersonId(mentor_id))


@blueprint.post("/app/mentors/<uuid:mentor_id>")
def ask(mentor_id: UUID) -> Response:
    """Ask this mentor, or put them on the list."""
    actor, note = current_actor(), request.form.get("note", "")
    mentor, deed = PersonId(mentor_id), request.form.get("action", "ask")
    try:
        if deed == "list":
            add(actor, mentor, note)
            return onward("pages.choices.show", "listed")
        shown = services().suggestions.for_mentor_detail(actor, mentor)
        services().requests.ask(actor, mentor, note, shown.candidate.score)
    except InvalidInputError as error:
        return _mentor(mentor, note, error, error.fields)
    except ConflictError as error:
        return _mentor(mentor, note, error)
    return onward("pages.requests.listing", "asked")


def open_requests() -> int:
    """How many requests of this person wait for an answer."""
    actor = current_actor()
    return sum(
        view.match.state is MatchState.OFFERED and view.match.mentee_id == actor.person_id
        for view in services().requests.mine(actor)
    )


def _limits(found: MentorSuggestions, limit: int) -> dict[str, Any]:
    return {
        "more": len(found.items) == limit < MOST_SHOWN,
        "most_looks": MOST_LOOKS,
        "open_requests": open_requests(),
        "request_limit": _request_limit(),
        "mine": services().choices.mine(current_actor()),
    }


def _request_limit() -> int:
    program = services().programs.current(current_actor())
    return program.open_request_limit if program else 0


def _mentor(
    mentor_id: PersonId,
    note: str = "",
    error: MentorloomError | None = None,
    problems: Mapping[str, Sequence[Sentence]] | None = None,
) -> Response:
    if Role.MENTEE not in frame().roles:
        return onward("pages.participation.show")
    problem = problem_of(error) if error else None
    return page(
        "pages/mentor.html",
        problem.status if problem else HTTPStatus.OK,
        problem=None if problems else problem,
        problems=problems or {},
        suggestion=services().suggestions.for_mentor_detail(current_actor(), mentor_id),
        typed_note=note,
        longest_note=LONGEST_NOTE,
        open_requests=open_requests(),
        request_limit=_request_limit(),
        mine=services().choices.mine(current_actor()),
        words=PROFILE_WORDS,
    )
