"""Deleting an endpoint, after saying what that means."""

from uuid import UUID

from flask import Blueprint
from werkzeug.wrappers import Response

from core.domain.identifiers import WebhookEndpointId
from core.services.webhooks.hosts import host_of
from web.pages.frame import onward
from web.services import services
from web.sessions import current_actor
from web.settings.frame import settings_page


def add_routes(blueprint: Blueprint) -> None:
    """Add the page."""
    one = "/<uuid:endpoint_id>/delete"
    blueprint.add_url_rule(one, view_func=ask_to_delete)
    blueprint.add_url_rule(one, view_func=delete, methods=["POST"])


def ask_to_delete(endpoint_id: UUID) -> Response:
    """Say what deleting means."""
    known = services().webhooks.endpoints.get(current_actor(), WebhookEndpointId(endpoint_id))
    return settings_page(
        "settings/webhooks/delete.html",
        endpoint=known.endpoint,
        host=host_of(known.endpoint),
        queued=known.waiting,
    )


def delete(endpoint_id: UUID) -> Response:
    """Delete it."""
    services().webhooks.endpoints.delete(current_actor(), WebhookEndpointId(endpoint_id))
    return onward("settings.webhooks.listing", "deleted")
