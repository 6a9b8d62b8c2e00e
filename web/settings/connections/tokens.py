"""Bearer tokens of a SCIM connection: made and shown once, replaced without a gap, removed."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.identifiers import ConnectionId
from web.pages.frame import onward
from web.services import services
from web.sessions import current_actor
from web.settings.connections.detail import connection_page


def add_routes(blueprint: Blueprint) -> None:
    """Add what the buttons do."""
    one = "/<uuid:connection_id>/tokens"
    blueprint.add_url_rule(one, view_func=make_token, methods=["POST"])
    blueprint.add_url_rule(f"{one}/remove", view_func=remove_token, methods=["POST"])


def make_token(connection_id: UUID) -> Response:
    """Make one and show it, once."""
    token = services().scim.tokens.issue(current_actor(), ConnectionId(connection_id))
    page = connection_page(connection_id, token=token)
    page.headers["Cache-Control"] = "no-store"
    return page


def remove_token(connection_id: UUID) -> Response:
    """End one at once."""
    try:
        token_hash = bytes.fromhex(request.form.get("token", ""))
    except ValueError as error:
        raise BadRequest from error
    services().scim.tokens.remove(current_actor(), ConnectionId(connection_id), token_hash)
    return onward("settings.connections.show", "token-removed", connection_id=connection_id)
