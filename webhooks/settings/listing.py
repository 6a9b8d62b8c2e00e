"""All endpoints: where they are, whether they are on, and how much waits."""

from flask import Blueprint
from werkzeug.wrappers import Response

from core.services.webhooks.hosts import host_of
from web.services import services
from web.sessions import current_actor
from web.settings.frame import settings_page
from webhooks.settings import words


def add_routes(blueprint: Blueprint) -> None:
    """Add the section's first page."""
    blueprint.add_url_rule("/", view_func=listing)


def listing() -> Response:
    """Show the endpoints."""
    known = services().webhooks.endpoints.all(current_actor())
    return settings_page(
        "settings/webhooks/listing.html", endpoints=known, host_of=host_of, words=words
    )
