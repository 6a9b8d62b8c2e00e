"""How pages look: theme and language of this sign-in."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.services.administration.sessions import THEMES
from web.pages import words
from web.pages.form_fields import one_of
from web.pages.frame import onward, page
from web.services import services
from web.sessions import current_session
from web.surface import LOCALES

blueprint = Blueprint("display", __name__)


@blueprint.get("/app/display")
def show() -> Response:
    """Show what can be chosen."""
    return page("pages/display.html", theme_words=words.THEMES)


@blueprint.post("/app/display")
def save() -> Response:
    """Use another theme or language from the next page on."""
    theme = one_of(request.form, "theme", THEMES)
    locale = one_of(request.form, "locale", LOCALES)
    services().sessions.restyle(current_session(), theme=theme, locale=locale)
    return onward("pages.display.show", "displayed")
