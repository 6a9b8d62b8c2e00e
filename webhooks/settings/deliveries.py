"""One delivery: what was sent, what came back, sending it again, leaving it out."""

import json
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import WebhookEndpointId, WebhookEventId
from core.errors import ConflictError
from core.services.webhooks.hosts import host_of
from core.services.webhooks.signing import body_of
from web.pages.form_fields import one_of
from web.pages.frame import onward
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor
from web.settings.frame import settings_page
from webhooks.settings import words


def add_routes(blueprint: Blueprint) -> None:
    """Add the page, and its buttons."""
    one = "/<uuid:endpoint_id>/deliveries/<uuid:event_id>"
    blueprint.add_url_rule(one, view_func=delivery)
    blueprint.add_url_rule(one, view_func=decide, methods=["POST"])


def delivery(endpoint_id: UUID, event_id: UUID) -> Response:
    """Show it."""
    return _page(endpoint_id, event_id)


def decide(endpoint_id: UUID, event_id: UUID) -> Response:
    """Send it again, or leave it out."""
    action = one_of(request.form, "action", ("replay", "skip"))
    log, actor = services().webhooks.log, current_actor()
    of, event = WebhookEndpointId(endpoint_id), WebhookEventId(event_id)
    try:
        if action == "replay":
            log.replay(actor, of, event)
        else:
            log.skip(actor, of, event)
    except ConflictError as error:
        return _page(endpoint_id, event_id, error)
    done = "replayed" if action == "replay" else "skipped"
    return onward("settings.webhooks.delivery", done, endpoint_id=of, event_id=event)


def _page(endpoint_id: UUID, event_id: UUID, error: ConflictError | None = None) -> Response:
    actor, webhooks, of = current_actor(), services().webhooks, WebhookEndpointId(endpoint_id)
    endpoint = webhooks.endpoints.get(actor, of).endpoint
    found = webhooks.log.delivery(actor, of, WebhookEventId(event_id))
    problem = problem_of(error) if error else None
    return settings_page(
        "settings/webhooks/delivery.html",
        problem.status if problem else 200,
        endpoint=endpoint,
        host=host_of(endpoint),
        delivery=found,
        body=json.dumps(json.loads(body_of(found.event)), indent=2),
        problem=problem,
        words=words,
    )
