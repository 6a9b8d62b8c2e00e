"""Who is who: records that wait for a decision, people who are one, and taking that back."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.identifiers import ConnectionId, MergeId, PersonId
from core.errors import ConflictError, MentorloomError, NotFoundError
from core.sentence import sentence
from core.services.directory.who_is_who import MOST_LISTED
from web.pages.frame import onward
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor
from web.settings.connections.forms import Problems
from web.settings.frame import settings_page

NOBODY_KNOWN = "new"
"""The choice that a record is about somebody new."""


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages."""
    blueprint.add_url_rule("/", view_func=listing)
    for button in ("decide", "join", "part"):
        blueprint.add_url_rule(f"/{button}", view_func=back)
    blueprint.add_url_rule("/decide", view_func=decide, methods=["POST"])
    blueprint.add_url_rule("/join", view_func=join, methods=["POST"])
    blueprint.add_url_rule("/part", view_func=part, methods=["POST"])


def listing() -> Response:
    """Show what waits, whom one looks for, and who was joined."""
    return _page()


def back() -> Response:
    """Lead to the first page from where its buttons lead: somebody reloaded it."""
    return onward("settings.people.listing")


def decide() -> Response:
    """Say whom a record is about."""
    chosen, key = request.form.get("person", ""), request.form.get("key", "")
    if not chosen:
        missing = sentence("Choose whom it is about.")
        return _page(problems={request.form.get("field", ""): [missing]})
    person_id = None if chosen == NOBODY_KNOWN else PersonId(_id("person"))
    try:
        services().who_is_who.decide(
            current_actor(), ConnectionId(_id("connection")), key, person_id
        )
    except (ConflictError, NotFoundError) as error:
        return _page(error)
    return onward("settings.people.listing", "decided")


def join() -> Response:
    """Make the two who are ticked one."""
    ticked = request.form.getlist("person")
    if len(ticked) != 2:  # noqa: PLR2004 - two people make one
        return _page(problems={"join": [sentence("Tick exactly two people.")]})
    try:
        one, other = (PersonId(UUID(value)) for value in ticked)
    except ValueError as error:
        raise BadRequest from error
    try:
        services().who_is_who.join(current_actor(), one, other)
    except (ConflictError, NotFoundError) as error:
        return _page(error)
    return onward("settings.people.listing", "joined")


def part() -> Response:
    """Make two people of one again."""
    try:
        services().who_is_who.part(current_actor(), MergeId(_id("merge")))
    except ConflictError as error:
        return _page(error)
    return onward("settings.people.listing", "parted")


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError as error:
        raise BadRequest from error


def _page(error: MentorloomError | None = None, problems: Problems | None = None) -> Response:
    actor, who_is_who = current_actor(), services().who_is_who
    text = request.values.get("q", "")
    problem = problem_of(error) if error else None
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return settings_page(
        "settings/people/listing.html",
        problem.status if problem else refused,
        undecided=who_is_who.undecided(actor),
        joined=who_is_who.joined(actor),
        found=who_is_who.look_for(actor, text) if text.strip() else None,
        text=text,
        ticked=request.form.getlist("person"),
        most=MOST_LISTED,
        problem=problem,
        problems=problems or {},
        nobody_known=NOBODY_KNOWN,
    )
