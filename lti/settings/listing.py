"""All registrations, and the platforms that wait for approval."""

from flask import Blueprint
from werkzeug.wrappers import Response

from lti.current import current_tool
from lti.settings import words
from web.sessions import current_actor
from web.settings.frame import settings_page


def add_routes(blueprint: Blueprint) -> None:
    """Add the section's first page."""
    blueprint.add_url_rule("/", view_func=listing)


def listing() -> Response:
    """Show the registrations."""
    actor, administration = current_actor(), current_tool().administration
    return settings_page(
        "settings/lms/listing.html",
        registrations=administration.registrations.all(actor),
        requests=administration.waiting.all(actor),
        words=words,
    )
