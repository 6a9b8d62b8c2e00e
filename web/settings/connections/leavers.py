"""Saying yes to many who left a connection that is written to: their mentoring ends then."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import ConnectionId
from core.errors import ConflictError
from web.pages.form_fields import number
from web.pages.frame import onward
from web.services import services
from web.sessions import current_actor
from web.settings.connections.detail import connection_page


def add_routes(blueprint: Blueprint) -> None:
    """Add what the button does."""
    one = "/<uuid:connection_id>/leavers"
    blueprint.add_url_rule(one, view_func=confirm_leavers, methods=["POST"])


def confirm_leavers(connection_id: UUID) -> Response:
    """Let as many people go as somebody saw."""
    seen = number(request.form, "seen") or 0
    try:
        services().scim.leaving.confirm(current_actor(), ConnectionId(connection_id), seen)
    except ConflictError as error:
        return connection_page(connection_id, error=error)
    return onward("settings.connections.show", "leavers", connection_id=connection_id)
