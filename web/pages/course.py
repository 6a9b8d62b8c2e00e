"""A teacher's course: its people, how its roster was read, and what they have to decide."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.identifiers import RosterRunId
from core.errors import ConflictError
from core.services.courses.course_people import CourseView, PeopleFilter, Show
from web.pages.form_fields import identifier, one_of
from web.pages.frame import frame, onward, page
from web.pages.words import COURSE_ROLES, PEOPLE_LISTS, ROLES, ROSTER_TRIGGERS
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("course", __name__)
MOST_LOOKS = 60
"""How often a page asks whether a roster has been read, every two seconds."""
BEFORE_THE_FIRST = "none"
"""Stands for the run before the one that is waited for, when there was none."""


@blueprint.get("/app/course")
def show() -> Response:
    """Show the people of the course."""
    current_actor().must_manage()
    if frame().program is None:
        return onward("pages.home.show")
    return _page()


@blueprint.get("/app/course/roster")
def roster() -> str:
    """Tell a waiting page how reading the roster goes."""
    view = services().courses.view(current_actor(), PeopleFilter())
    look = request.args.get("look", 1, int) + 1
    return render_template("pages/_roster.html", view=view, **_words(), **_waiting(view, look))


@blueprint.post("/app/course")
def change() -> Response:
    """Have the roster read, confirm a reading that was held, or end a match."""
    deed = one_of(request.form, "action", ("read", "confirm", "end"))
    actor, courses = current_actor(), services().courses
    try:
        if deed == "end":
            courses.end_match(actor, identifier(request.form, "match"))
            return onward("pages.course.show", "ended")
        last = request.form.get("last", BEFORE_THE_FIRST)
        if deed == "confirm":
            courses.confirm(actor, _run(last))
        else:
            courses.read_roster(actor)
    except ConflictError as error:
        return _page(error)
    return onward("pages.course.show", since=last, _anchor="roster")


def _page(error: ConflictError | None = None) -> Response:
    wanted = _wanted()
    view = services().courses.view(current_actor(), wanted)
    return page(
        "pages/course.html",
        HTTPStatus.CONFLICT if error else HTTPStatus.OK,
        problem=problem_of(error) if error else None,
        view=view,
        wanted=wanted,
        lists=PEOPLE_LISTS,
        roles=ROLES,
        course_roles=COURSE_ROLES,
        **_words(),
        **_waiting(view, 1),
    )


def _wanted() -> PeopleFilter:
    asked = request.args
    show = asked.get("show", Show.EVERYBODY)
    return PeopleFilter(
        show=Show(show) if show in list(Show) else Show.EVERYBODY,
        text=asked.get("q", ""),
        group=asked.get("group", ""),
        page=asked.get("page", 1, int),
    )


def _waiting(view: CourseView, look: int) -> dict[str, object]:
    """Whether the run that a page waits for is still to come, and how often it asked."""
    since = request.args.get("since", "")
    to_come = since == (str(view.newest.id) if view.newest else BEFORE_THE_FIRST)
    return {
        "reading": to_come or view.running,
        "since": since,
        "look": look,
        "most_looks": MOST_LOOKS,
    }


def _words() -> dict[str, object]:
    return {"triggers": ROSTER_TRIGGERS, "first": BEFORE_THE_FIRST}


def _run(written: str) -> RosterRunId:
    try:
        return RosterRunId(UUID(written))
    except ValueError as error:
        raise BadRequest from error
