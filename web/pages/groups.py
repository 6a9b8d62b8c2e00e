"""Groups: one's own and those to join; for managers, making them and filling them."""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.identifiers import GroupId, PersonId
from core.errors import ConflictError, InvalidInputError, MentorloomError
from core.services.groups.groups import GroupView
from core.services.groups.plans import GroupPlan
from web.pages.form_fields import number, one_of, written
from web.pages.frame import frame, onward, page
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("groups", __name__)
MANAGING = {
    "start": "group-started",
    "change": "group-changed",
    "end": "group-ended",
    "take-out": "group-left",
    "fill": "groups-filled",
}
JOINING = {"join": "group-joined", "leave": "group-left"}
CHOICE = "mentee-"
"""What fields that choose the group of a mentee begin with."""


@blueprint.get("/app/groups")
def listing() -> Response:
    """Show one's own groups, and those one could join."""
    if not frame().roles:
        return onward("pages.home.show")
    return _listing()


@blueprint.post("/app/groups")
def change() -> Response:
    """Join or leave a group."""
    deed = one_of(request.form, "action", JOINING)
    joining, group_id = services().joining, GroupId(_id("group"))
    try:
        (joining.join if deed == "join" else joining.leave)(current_actor(), group_id)
    except ConflictError as error:
        return _listing(error)
    return onward("pages.groups.listing", JOINING[deed])


@blueprint.get("/app/program/groups")
def manage() -> Response:
    """Show all groups to managers; with `fill`, who would go where."""
    current_actor().must_manage()
    if frame().program is None:
        return onward("pages.home.show")
    return _managing()


@blueprint.post("/app/program/groups")
def decide() -> Response:
    """Start, change or end a group, take somebody out, or fill groups as chosen."""
    deed = one_of(request.form, "action", MANAGING)
    try:
        _decide(deed)
    except (ConflictError, InvalidInputError) as error:
        return _managing(error)
    return onward("pages.groups.manage", MANAGING[deed])


def _decide(deed: str) -> None:
    actor, groups = current_actor(), services().groups
    if deed == "start":
        groups.start(actor, _plan())
    elif deed == "change":
        groups.change(actor, GroupId(_id("group")), _plan())
    elif deed == "end":
        groups.end(actor, GroupId(_id("group")))
    elif deed == "take-out":
        groups.take_out(actor, GroupId(_id("group")), PersonId(_id("person")))
    else:
        services().filling.fill(actor, _chosen(request.form))


def _plan() -> GroupPlan:
    form = request.form
    try:
        mentors = tuple(PersonId(UUID(value)) for value in form.getlist("mentors"))
    except ValueError as error:
        raise BadRequest from error
    return GroupPlan(
        name=written(form, "name"),
        topic=written(form, "topic"),
        whereabouts=written(form, "whereabouts"),
        least=number(form, "least") or 0,
        most=number(form, "most") or 0,
        mentors=mentors,
    )


def _chosen(form: Mapping[str, str]) -> dict[PersonId, GroupId]:
    try:
        return {
            PersonId(UUID(name.removeprefix(CHOICE))): GroupId(UUID(value))
            for name, value in form.items()
            if name.startswith(CHOICE) and value
        }
    except ValueError as error:
        raise BadRequest from error


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError as error:
        raise BadRequest from error


def _listing(error: MentorloomError | None = None) -> Response:
    problem = problem_of(error) if error else None
    return page(
        "pages/groups.html",
        problem.status if problem else HTTPStatus.OK,
        problem=problem,
        groups=services().joining.groups(current_actor()),
    )


def _managing(error: MentorloomError | None = None) -> Response:
    actor, form = current_actor(), request.form
    problems = error.fields if isinstance(error, InvalidInputError) else {}
    problem = problem_of(error) if error else None
    groups = services().groups.all(actor)
    return page(
        "pages/program_groups.html",
        problem.status if problem else HTTPStatus.OK,
        problem=None if problems else problem,
        problems=problems,
        typed=form,
        chosen_mentors=form.getlist("mentors"),
        groups=groups,
        mentors=services().groups.mentors(actor),
        filling=services().filling.propose(actor) if "fill" in request.args else None,
        choice=CHOICE,
        places=_places(groups),
    )


def _places(groups: list[GroupView]) -> int:
    return sum(view.free for view in groups)
