"""The programme as its managers see it: watching, starting, changing, and where it is shown."""

from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.course import Course
from core.domain.identifiers import ProgramId
from core.domain.match import OCCUPYING_STATES, MatchState
from core.domain.program import LIMITS, Role
from core.errors import InvalidInputError
from core.services.courses.course_programs import ProgramOptions
from core.services.programs.programs import ProgramOverview
from web.pages.form_fields import Form, identifier, number, one_of
from web.pages.frame import frame, onward, page
from web.pages.home import Problems, without_program
from web.pages.pulse_words import QUESTIONS
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
    return page(
        "pages/program.html",
        overview=overview,
        figures=figures(overview),
        picture=services().pulse_pictures.of(actor),
        questions=QUESTIONS,
        roles=ROLES,
        in_course=actor.context_id is not None,
    )


@blueprint.post("/app/program")
def start() -> Response:
    """Start a programme for the course: a new one, or like that of the course it comes from."""
    session, form = current_session(), request.form
    if "like" in form:
        like = ProgramId(identifier(form, "like"))
        services().course_programs.start_like(session.actor, like)
        return onward("pages.program.show", "started")
    try:
        program = services().programs.start(
            session.actor, form.get("name", ""), form.get("description", "")
        )
    except InvalidInputError as error:
        return without_program(error.fields)
    services().sessions.enter(session, program.id)
    return onward("pages.program.show", "started")


@blueprint.get("/app/program/settings")
def settings() -> Response:
    """Show the programme's name and limits, and whether the course shows it."""
    current_actor().must_manage()
    if frame().program is None:
        return onward("pages.home.show")
    return _settings()


@blueprint.post("/app/program/settings")
def save() -> Response:
    """Change name, description and limits."""
    form = request.form
    try:
        services().programs.change(
            current_actor(),
            form.get("name", ""),
            form.get("description", ""),
            {field: _typed(form, field) for field in LIMITS if field in form},
            # A box that is not ticked is not sent; the field beside it tells that it was there.
            reminders="reminders" in form if "response_days" in form else None,
        )
    except InvalidInputError as error:
        return _settings(error.fields)
    return onward("pages.program.settings", "program-saved")


@blueprint.post("/app/program/place")
def place() -> Response:
    """Show another programme in the course, or none."""
    deed = one_of(request.form, "action", ("connect", "disconnect"))
    if deed == "disconnect":
        services().course_programs.disconnect(current_actor())
        return onward("pages.home.show", "disconnected")
    chosen = ProgramId(identifier(request.form, "program"))
    services().course_programs.connect(current_actor(), chosen)
    return onward("pages.program.show", "connected")


def _typed(form: Form, field: str) -> int:
    """The number in a field; one that is never allowed if there is none."""
    typed = number(form, field)
    return -1 if typed is None else typed


def _settings(problems: Problems | None = None) -> Response:
    return page(
        "pages/program_settings.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        program=frame().program,
        options=_options(),
        problems=problems or {},
        typed=request.form,
    )


def _options() -> ProgramOptions | None:
    """What the course could show instead; None outside a course."""
    course: Course | None = services().programs.course(current_actor())
    return services().course_programs.options(current_actor()) if course else None


def figures(overview: ProgramOverview) -> dict[str, int]:
    """What the overview counts."""
    mentors = [p for p in overview.participants if p.participation.role is Role.MENTOR]
    going = sum(view.match.state in OCCUPYING_STATES for view in overview.matches)
    taken = sum(view.match.occupies for view in overview.matches)
    places = sum(p.participation.capacity for p in mentors)
    return {
        "mentees": len(overview.participants) - len(mentors),
        "mentors": len(mentors),
        "free": max(0, places - taken),
        "requests": sum(view.match.state is MatchState.OFFERED for view in overview.matches),
        "matches": going,
    }
