"""One endpoint: how it stands, what it was told, and the ways to change it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import WebhookEndpointId
from core.services.webhooks.hosts import host_of
from web.services import services
from web.sessions import current_actor
from web.settings.frame import settings_page
from webhooks.settings import words

LATEST = 25
"""Deliveries on one page of the log."""


def add_routes(blueprint: Blueprint) -> None:
    """Add the page."""
    blueprint.add_url_rule("/<uuid:endpoint_id>", view_func=show)


def show(endpoint_id: UUID) -> Response:
    """Show it."""
    return endpoint_page(WebhookEndpointId(endpoint_id))


def secret_page(endpoint_id: WebhookEndpointId, secret: str) -> Response:
    """Its page with its new secret, which is shown only now."""
    page = endpoint_page(endpoint_id, secret=secret)
    page.headers["Cache-Control"] = "no-store"
    return page


def endpoint_page(endpoint_id: WebhookEndpointId, **context: Any) -> Response:
    """The page of an endpoint, with a part of its log."""
    actor, webhooks = current_actor(), services().webhooks
    known = webhooks.endpoints.get(actor, endpoint_id)
    before = request.args.get("before", type=int)
    deliveries = webhooks.log.deliveries(actor, endpoint_id, LATEST + 1, before)
    return settings_page(
        "settings/webhooks/endpoint.html",
        endpoint=known.endpoint,
        host=host_of(known.endpoint),
        queued=known.waiting,
        two_secrets=known.two_secrets,
        deliveries=deliveries[:LATEST],
        older=deliveries[LATEST - 1].number if len(deliveries) > LATEST else None,
        newest=before is None,
        words=words,
        **({"secret": ""} | context),
    )
