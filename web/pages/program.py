"""The programme as its managers see it, and starting one for a course."""

from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.match import OCCUPYING_STATES, MatchState
from core.domain.program import Role
from core.errors import InvalidInputError
from core.services.programs import ProgramOverview
from web.pages.frame import frame, onward, page
from web.pages.words import ROLES
from web.services import services
from web.sessions import current_actor, current_session

blueprint = Blueprint("program", __name__)


@blueprint.get("/app/program")
def show() -> Response:
    """Show participants, matches and who is waiting."""
    actor = current_actor()
    actor.must_manage()
    if frame().program is None:
        return onward("pages.home.show")
    overview = services().programs.overview(actor)
    return page("pages/program.html", overview=overview, figures=figures(overview), roles=ROLES)


@blueprint.post("/app/program")
def start() -> Response:
    """Start a programme for the course."""
    session, form = current_session(), request.form
    try:
        program = services().programs.start(
            session.actor, form.get("name", ""), form.get("description", "")
        )
    except InvalidInputError as error:
        return page(
            "pages/no_program.html",
            HTTPStatus.UNPROCESSABLE_ENTITY,
            course=services().programs.course(session.actor),
            problems=error.fields,
            typed=form,
        )
    services().sessions.enter(session, program.id)
    return onward("pages.program.show", "started")


def figures(overview: ProgramOverview) -> dict[str, int]:
    """What the overview counts."""
    mentors = [p for p in overview.participants if p.participation.role is Role.MENTOR]
    taken = sum(view.match.state in OCCUPYING_STATES for view in overview.matches)
    places = sum(p.participation.capacity for p in mentors)
    return {
        "mentees": len(overview.participants) - len(mentors),
        "mentors": len(mentors),
        "free": max(0, places - taken),
        "requests": sum(view.match.state is MatchState.OFFERED for view in overview.matches),
        "matches": taken,
    }
