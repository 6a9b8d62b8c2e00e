"""Adding a connection: choose a connector, fill in its form; it is tested at once."""

from http import HTTPStatus
from itertools import groupby

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.errors import InvalidInputError
from core.ports.connectors import Connector, Kind
from web.pages.form_fields import written
from web.problems import told
from web.services import services
from web.sessions import current_actor
from web.settings.connections import words
from web.settings.connections.form_page import after_check
from web.settings.connections.forms import (
    Problems,
    at_fields,
    entered_form,
    labels,
    shown_fields,
    start_form,
)
from web.settings.frame import settings_page


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages."""
    blueprint.add_url_rule("/add", view_func=choose)
    blueprint.add_url_rule("/add/<string:slug>", view_func=new)
    blueprint.add_url_rule("/add/<string:slug>", view_func=create, methods=["POST"])


def choose() -> Response:
    """Show what can be connected, grouped by what it is for."""
    order = list(Kind)

    def kind(connector: Connector) -> Kind:
        return connector.manifest.kind

    known = services().connections.setup.connectors(current_actor())
    known = sorted(known, key=lambda connector: order.index(kind(connector)))
    groups = [(of, list(some)) for of, some in groupby(known, kind)]
    return settings_page("settings/connections/choose.html", groups=groups, words=words)


def new(slug: str) -> Response:
    """Show the form of a connector."""
    connector = services().connections.setup.connector(current_actor(), slug)
    return _form(connector, told(connector.manifest.title), {})


def create(slug: str) -> Response:
    """Store what was entered and test it, or show it again with what needs a change."""
    actor, setup = current_actor(), services().connections.setup
    connector = setup.connector(actor, slug)
    title = written(request.form, "title")
    try:
        made = setup.create(actor, slug, title, entered_form(connector, request.form))
    except InvalidInputError as error:
        return _form(connector, title, error.fields)
    return after_check(made.id, connector, "added")


def _form(connector: Connector, title: str, problems: Problems) -> Response:
    posted = request.method == "POST"
    typed = entered_form(connector, request.form) if posted else start_form(connector)
    return settings_page(
        "settings/connections/new.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        connector=connector,
        fields=shown_fields(connector),
        title=title,
        typed=typed,
        problems=at_fields(connector, problems),
        labels=words.FIELDS | {name: told(label) for name, label in labels(connector).items()},
    )
