"""Buttons of an endpoint: test, switch on and off, replace the secret."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import WebhookEndpointId
from web.pages.form_fields import one_of
from web.pages.frame import onward
from web.services import services
from web.sessions import current_actor
from webhooks.settings.detail import secret_page


def add_routes(blueprint: Blueprint) -> None:
    """Add what the buttons do."""
    one = "/<uuid:endpoint_id>"
    blueprint.add_url_rule(f"{one}/deed", view_func=deed, methods=["POST"])
    blueprint.add_url_rule(f"{one}/secret", view_func=rotate, methods=["POST"])


def rotate(endpoint_id: UUID) -> Response:
    """Make another secret, and show it, once."""
    of = WebhookEndpointId(endpoint_id)
    return secret_page(of, services().webhooks.endpoints.rotate(current_actor(), of))


def deed(endpoint_id: UUID) -> Response:
    """Do what a button says."""
    action = one_of(request.form, "action", ("test", "on", "off"))
    actor, webhooks, of = current_actor(), services().webhooks, WebhookEndpointId(endpoint_id)
    if action == "test":
        tried = webhooks.log.test(actor, of)
        done = "" if tried.problem else "tested"
        return onward("settings.webhooks.delivery", done, endpoint_id=of, event_id=tried.event.id)
    webhooks.endpoints.switch(actor, of, on=action == "on")
    return onward("settings.webhooks.show", action, endpoint_id=of)
