"""Whom to believe: the sources to ask first, per field; others follow in the usual order."""

from collections.abc import Iterable
from http import HTTPStatus

from flask import Blueprint, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from core.domain.people_rules import OWN_WORDS, PersonField
from core.errors import InvalidInputError
from core.services.directory.believing import Source
from web.pages.frame import onward
from web.services import services
from web.sessions import current_actor
from web.settings.connections.forms import Problems
from web.settings.frame import settings_page

FIELDS = {
    PersonField.NAME: _("Full name"),
    PersonField.EMAIL: _("E-mail address"),
    PersonField.HEADLINE: _("Job title"),
    PersonField.DEPARTMENT: _("Department"),
    PersonField.LOCATION: _("Place of work"),
    PersonField.TIME_ZONE: _("Time zone"),
    PersonField.LOCALE: _("Language"),
    PersonField.MANAGER: _("Manager"),
}
CHOICES = 2
"""Sources that are chosen for a field: the first and the second."""


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages."""
    blueprint.add_url_rule("/believe", view_func=believe)
    blueprint.add_url_rule("/believe", view_func=save, methods=["POST"])


def believe() -> Response:
    """Show whom to believe."""
    return _page()


def save() -> Response:
    """Store it."""
    orders = {about: _chosen(about) for about in PersonField}
    try:
        services().whom_to_believe.save(current_actor(), orders)
    except InvalidInputError as error:
        return _page(error.fields)
    return onward("settings.people.listing", "believed")


def _chosen(about: PersonField) -> list[str]:
    names = [f"{about.value}-{place}" for place in range(1, CHOICES + 1)]
    return [value for name in names if (value := request.form.get(name, ""))]


def _page(problems: Problems | None = None) -> Response:
    actor, whom = current_actor(), services().whom_to_believe
    orders, chosen = whom.orders(actor), whom.chosen(actor)
    if problems:
        chosen = {about: _chosen(about) for about in PersonField}
    return settings_page(
        "settings/people/believe.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        fields=FIELDS,
        sources=source_titles(orders[PersonField.NAME]),
        chosen={about: list(chosen.get(about, ())) for about in PersonField},
        orders=orders,
        places=range(CHOICES),
        labels={about.value: word for about, word in FIELDS.items()},
        problems=problems or {},
    )


def source_titles(sources: Iterable[Source]) -> dict[str, str]:
    """Name of each source -> what it is called."""
    titles = {source.name: source.title for source in sources}
    return titles | {OWN_WORDS: str(_("What they say themselves"))}
