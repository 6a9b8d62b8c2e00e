"""Deleting a connection, once its name was typed."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import ConnectionId
from core.sentence import sentence
from web.pages.form_fields import written
from web.pages.frame import onward
from web.services import services
from web.sessions import current_actor
from web.settings.connections import words
from web.settings.connections.forms import Problems
from web.settings.frame import settings_page


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages."""
    one = "/<uuid:connection_id>/delete"
    blueprint.add_url_rule(one, view_func=ask_to_delete)
    blueprint.add_url_rule(one, view_func=delete, methods=["POST"])


def ask_to_delete(connection_id: UUID) -> Response:
    """Say what deleting means."""
    return _page(connection_id, {})


def delete(connection_id: UUID) -> Response:
    """Delete it, if its name was typed."""
    actor, setup, of = current_actor(), services().connections.setup, ConnectionId(connection_id)
    connection = setup.get(actor, of).connection
    if written(request.form, "typed_title").strip() != connection.title:
        told = sentence("Type %(title)s to show that you mean it.", title=connection.title)
        return _page(connection_id, {"typed_title": [told]})
    setup.delete(actor, of)
    return onward("settings.connections.listing", "deleted")


def _page(connection_id: UUID, problems: Problems) -> Response:
    known = services().connections.setup.get(current_actor(), ConnectionId(connection_id))
    return settings_page(
        "settings/connections/delete.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        known=known,
        typed=written(request.form, "typed_title"),
        problems=problems,
        words=words,
    )
