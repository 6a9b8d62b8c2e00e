"""The section "ai" of the settings page: what computes here, from what, and how well.

For administrators who answer a works council or a data protection officer. Nothing can be changed.
"""

from flask import Blueprint
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from core.services.matching.learning import LEAST_CHECKED, LEAST_OUTCOMES
from web.services import services
from web.sessions import current_actor
from web.settings.ai.words import encoding, never_used
from web.settings.frame import settings_page
from web.settings.sections import Section

__all__ = ["ai_section"]


def ai_section() -> Section:
    """The section."""
    blueprint = Blueprint("ai", __name__)
    blueprint.add_url_rule("/", view_func=listing)
    return Section(
        key="ai",
        title=_("AI"),
        summary=_("What computes scores, from what, and how well; what never enters one."),
        blueprint=blueprint,
    )


def listing() -> Response:
    """Show what reads texts, what was learned in each programme, and what is never used."""
    learning = services().learning
    return settings_page(
        "settings/ai/listing.html",
        encoding=encoding(learning.model),
        never_used=never_used(),
        programs=learning.of_programs(current_actor()),
        least=LEAST_OUTCOMES,
        least_checked=LEAST_CHECKED,
    )
