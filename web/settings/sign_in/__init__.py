"""The section "your sign-in" of the settings page: how whoever reads it signs in the next time."""

from flask import Blueprint
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from web.entra.routes import entra_offered, link_page
from web.pages.frame import onward
from web.services import services
from web.sessions import current_actor
from web.settings.frame import settings_page
from web.settings.sections import Section

__all__ = ["sign_in_section"]


def sign_in_section() -> Section:
    """The section."""
    blueprint = Blueprint("sign-in", __name__)
    blueprint.add_url_rule("/", view_func=listing)
    for address, button in (("/link", link), ("/unlink", unlink)):
        blueprint.add_url_rule(address, view_func=button, methods=["POST"])
        blueprint.add_url_rule(address, f"{button.__name__}_again", back)
    return Section(
        key="sign-in",
        title=_("Your sign-in"),
        summary=_("How you come in the next time: by a link, or with your Microsoft account."),
        blueprint=blueprint,
        done={
            "linked": _("Your Microsoft account is linked. From now on it opens the settings."),
            "unlinked": _("Your Microsoft account opens the settings no more."),
        },
    )


def listing() -> Response:
    """Show how they sign in."""
    return settings_page(
        "settings/sign_in/listing.html",
        ways=services().own_sign_in.ways(current_actor()),
        offered=entra_offered(),
    )


def link() -> Response:
    """Say what will be linked, and lead to Microsoft from there."""
    if not entra_offered():
        raise NotFound
    own, actor = services().own_sign_in, current_actor()
    email = own.ways(actor).email
    return link_page(own.link(actor), email)


def unlink() -> Response:
    """Unlink their Microsoft account."""
    services().own_sign_in.unlink(current_actor())
    return onward("settings.sign-in.listing", "unlinked")


def back() -> Response:
    """Lead back from where the buttons lead: somebody reloaded the page."""
    return onward("settings.sign-in.listing")
