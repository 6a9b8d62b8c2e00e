"""What became of messages that nobody asked for just now."""

from flask import Blueprint, request
from flask_babel import LazyString, lazy_gettext
from werkzeug.wrappers import Response

from core.domain.teams_delivery import DeliveryState
from web.services import services
from web.sessions import current_actor
from web.settings.frame import settings_page

STATES = {
    DeliveryState.WAITING: lazy_gettext("Waits"),
    DeliveryState.SENDING: lazy_gettext("Is being sent"),
    DeliveryState.SENT: lazy_gettext("Sent"),
    DeliveryState.REFUSED: lazy_gettext("Refused by Teams, told by e-mail"),
    DeliveryState.UNSURE: lazy_gettext("Perhaps arrived, told by e-mail too"),
    DeliveryState.FELL_BACK: lazy_gettext("Did not arrive, told by e-mail"),
    DeliveryState.DROPPED: lazy_gettext("Nothing left to tell"),
}
REASONS: dict[str, LazyString] = {
    "app_refused": lazy_gettext("Microsoft Entra gives the app no token: check the tenant"),
    "blocked": lazy_gettext("They blocked the app"),
    "feed": lazy_gettext("In the activity feed"),
    "gone": lazy_gettext("The chat is gone"),
    "installing": lazy_gettext("The app is being installed for them"),
    "interrupted": lazy_gettext("The hub stopped while it was sent"),
    "late": lazy_gettext("It could not be sent for hours"),
    "no_answer": lazy_gettext("Teams gave no answer"),
    "no_chat": lazy_gettext("They have no chat with the app"),
    "no_sign_in": lazy_gettext("Microsoft Entra did not answer"),
    "no_words": lazy_gettext("The message could not be written just then"),
    "not_installed": lazy_gettext("The app could not be installed for them"),
    "over": lazy_gettext("It was settled meanwhile"),
    "quiet": lazy_gettext("They are not to be disturbed now"),
    "read": lazy_gettext("They read it in Mentorloom"),
    "switched_off": lazy_gettext("They do not want messages any more"),
    "tenant_off": lazy_gettext("The tenant is switched off"),
    "throttled": lazy_gettext("Teams asked to send more slowly"),
    "too_big": lazy_gettext("It was too long for Teams"),
    "uninstalled": lazy_gettext("They took the app away"),
}


def add_routes(blueprint: Blueprint) -> None:
    """Add the page."""
    blueprint.add_url_rule("/deliveries", view_func=deliveries)


def deliveries() -> Response:
    """Show counts, and what did not arrive."""
    page = request.args.get("page", 1, int)
    view = services().teams_ledger.look(current_actor(), page)
    return settings_page(
        "settings/teams/deliveries.html",
        view=view,
        page=max(page, 1),
        states=STATES,
        reasons=REASONS,
    )
