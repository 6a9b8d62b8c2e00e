"""The section "connections" of the settings page: where people and content come from."""

from flask import Blueprint

from core.domain.actor import Actor
from web.services import services
from web.settings.connections import (
    adding,
    columns,
    deeds,
    detail,
    ending,
    form_page,
    leavers,
    listing,
    runs,
    schedule,
    tokens,
    words,
)
from web.settings.connections.standing import needs_somebody
from web.settings.sections import Section

__all__ = ["connections_section"]


def connections_section() -> Section:
    """The section."""
    blueprint = Blueprint("connections", __name__)
    pages = (
        *(listing, adding, detail, deeds, form_page, columns),
        *(schedule, runs, tokens, leavers, ending),
    )
    for part in pages:
        part.add_routes(blueprint)
    return Section(
        key="connections",
        title=words.TITLE,
        summary=words.SUMMARY,
        blueprint=blueprint,
        done=words.DONE,
        waiting=_waiting,
    )


def _waiting(actor: Actor) -> int:
    known = services().connections.setup.all(actor)
    return sum(needs_somebody(one.connection) for one in known)
