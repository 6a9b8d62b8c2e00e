"""All tenants."""

from flask import Blueprint
from werkzeug.wrappers import Response

from teams_app.settings.current import administration
from web.sessions import current_actor
from web.settings.frame import settings_page


def add_routes(blueprint: Blueprint) -> None:
    """Add the section's first page."""
    blueprint.add_url_rule("/", view_func=listing)


def listing() -> Response:
    """Show the tenants."""
    actor, at_hand = current_actor(), administration()
    return settings_page(
        "settings/teams/listing.html",
        tenants=at_hand.tenants.all(actor),
        ratings=at_hand.ratings.lately(actor),
    )
