"""The programmes that somebody who comes from no course can be in, and the one they are in."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import ProgramId
from web.pages.form_fields import identifier
from web.pages.frame import onward, page
from web.services import services
from web.sessions import current_actor, current_session

blueprint = Blueprint("programs", __name__)


@blueprint.get("/app/programs")
def listing() -> Response:
    """Show what can be chosen."""
    if current_actor().registration_id is not None:
        return onward("pages.home.show")
    return programs()


@blueprint.post("/app/programs")
def choose() -> Response:
    """Go into a programme."""
    session = current_session()
    chosen = ProgramId(identifier(request.form, "program"))
    services().sessions.act(session, services().program_choice.choose(session.actor, chosen))
    return onward("pages.home.show")


def programs() -> Response:
    """The page where somebody chooses."""
    choices = services().program_choice.of(current_actor())
    return page("pages/programs.html", programs=choices)
