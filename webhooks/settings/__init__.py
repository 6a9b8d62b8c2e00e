"""The section "webhooks" of the settings page: which other systems are told of what."""

from flask import Blueprint

from core.domain.actor import Actor
from core.domain.webhook import OffReason
from web.services import services
from web.settings.sections import Section
from webhooks.settings import deeds, deliveries, detail, ending, forms, listing, words

__all__ = ["webhooks_section"]


def webhooks_section() -> Section:
    """The section."""
    blueprint = Blueprint("webhooks", __name__)
    for part in (listing, forms, detail, deeds, deliveries, ending):
        part.add_routes(blueprint)
    return Section(
        key="webhooks",
        title=words.TITLE,
        summary=words.SUMMARY,
        blueprint=blueprint,
        done=words.DONE,
        waiting=_waiting,
        fields=words.AUDITED,
        values=words.AUDITED_VALUES,
    )


def _waiting(actor: Actor) -> int:
    """Endpoints that were switched off by a rule of ours."""
    known = services().webhooks.endpoints.all(actor)
    return sum(one.endpoint.off in {OffReason.GONE, OffReason.FAILING} for one in known)
