"""Adding an endpoint, and changing where it is and what it is told of."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.identifiers import WebhookEndpointId
from core.domain.webhook import CHOOSABLE, EventType
from core.errors import ConflictError, InvalidInputError, MentorloomError
from core.sentence import Sentence
from web.pages.form_fields import written
from web.pages.frame import onward
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor
from web.settings.frame import settings_page
from webhooks.settings import words
from webhooks.settings.detail import secret_page

Problems = Mapping[str, Sequence[Sentence]]


def add_routes(blueprint: Blueprint) -> None:
    """Add the two forms."""
    blueprint.add_url_rule("/add", view_func=new)
    blueprint.add_url_rule("/add", view_func=add, methods=["POST"])
    one = "/<uuid:endpoint_id>/edit"
    blueprint.add_url_rule(one, view_func=edit)
    blueprint.add_url_rule(one, view_func=save, methods=["POST"])


def new() -> Response:
    """Show an empty form."""
    return _form(None, "", frozenset())


def add() -> Response:
    """Add an endpoint, and show its secret, once."""
    url, events = _typed()
    try:
        made, secret = services().webhooks.endpoints.add(current_actor(), url, events)
    except (InvalidInputError, ConflictError) as error:
        return _form(None, url, events, error)
    return secret_page(made.id, secret)


def edit(endpoint_id: UUID) -> Response:
    """Show the form of an endpoint."""
    of = WebhookEndpointId(endpoint_id)
    endpoint = services().webhooks.endpoints.get(current_actor(), of).endpoint
    return _form(of, endpoint.url, endpoint.events)


def save(endpoint_id: UUID) -> Response:
    """Change it."""
    of, (url, events) = WebhookEndpointId(endpoint_id), _typed()
    try:
        services().webhooks.endpoints.edit(current_actor(), of, url, events)
    except InvalidInputError as error:
        return _form(of, url, events, error)
    return onward("settings.webhooks.show", "edited", endpoint_id=of)


def _typed() -> tuple[str, frozenset[EventType]]:
    """The address and the events of the form.

    Raises:
        BadRequest: there is no such event.
    """
    try:
        events = frozenset(EventType(name) for name in request.form.getlist("events"))
    except ValueError as error:
        raise BadRequest from error
    return written(request.form, "url"), events


def _form(
    of: WebhookEndpointId | None,
    url: str,
    events: frozenset[EventType],
    error: MentorloomError | None = None,
) -> Response:
    problems: Problems = error.fields if isinstance(error, InvalidInputError) else {}
    problem = problem_of(error) if error and not problems else None
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return settings_page(
        "settings/webhooks/form.html",
        problem.status if problem else refused,
        of=of,
        url=url,
        events=events,
        choosable=CHOOSABLE,
        problem=problem,
        problems=problems,
        words=words,
    )
