"""All connections: how each stands, when it was read last, what is wrong and what to do."""

from flask import Blueprint
from werkzeug.wrappers import Response

from web.services import services
from web.sessions import current_actor
from web.settings.connections import words
from web.settings.connections.standing import standing_of
from web.settings.frame import settings_page


def add_routes(blueprint: Blueprint) -> None:
    """Add the section's first page."""
    blueprint.add_url_rule("/", view_func=listing)


def listing() -> Response:
    """Show the connections."""
    actor, connections = current_actor(), services().connections
    newest = connections.history.newest(actor)
    rows = []
    for known in connections.setup.all(actor):
        last = newest.get(known.connection.id)
        running = last is not None and last.outcome is None
        rows.append((known, standing_of(known, running=running), last))
    return settings_page("settings/connections/listing.html", rows=rows, words=words)
