"""The form of a connector, as its fields describe it: reading it, and showing it again.

Fields of a connector carry a prefix, so that none of them can be taken for one of the page's own.
Secrets go in and never come out again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.domain.connection import Connection
from core.ports.connectors import Connector, FormField, Widget
from core.sentence import Sentence
from web.pages.form_fields import Form, written
from web.services import services
from web.sessions import current_actor

PREFIX = "field-"
CLEAR = "clear-"
Problems = Mapping[str, Sequence[Sentence]]


def shown_fields(connector: Connector) -> list[FormField]:
    """The fields of its form; columns have a page of their own."""
    return [
        replace(field, choices=_registrations()) if field.widget is Widget.REGISTRATION else field
        for field in connector.fields
        if field.widget is not Widget.MAPPING
    ]


def entered_form(connector: Connector, form: Form) -> dict[str, Any]:
    """What was entered, by the names of the connector.

    A secret that is left empty is left out, and stays; one whose tick says so is None, and goes.
    """
    typed: dict[str, Any] = {}
    for field in shown_fields(connector):
        name = PREFIX + field.name
        if field.widget is Widget.TICK:
            typed[field.name] = name in form
        elif not field.secret:
            typed[field.name] = written(form, name)
        elif CLEAR + name in form:
            typed[field.name] = None
        elif value := written(form, name):
            typed[field.name] = value
    return typed


def stored_form(connection: Connection) -> dict[str, Any]:
    """The form as it is stored, without its secrets: entered again, it changes nothing."""
    return {name: _as_text(value) for name, value in connection.settings.items()}


def _as_text(value: Any) -> Any:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else value


def _registrations() -> tuple[tuple[str, str], ...]:
    """The organization's LTI registrations, by id; the LMS and the client id tell them apart."""
    organization_id = current_actor().organization_id
    with services().storage.platform() as platform:
        known = platform.registrations.of_organization(organization_id)
    return tuple((str(one.id), f"{one.issuer} ({one.client_id})") for one in known)


def start_form(connector: Connector) -> dict[str, Any]:
    """The form of a new connection."""
    return {field.name: field.default for field in connector.fields if not field.secret}


def at_fields(connector: Connector, problems: Problems) -> dict[str, Sequence[Sentence]]:
    """What is wrong, by the names that the fields have on the page."""
    theirs = {field.name for field in connector.fields}
    return {(PREFIX + name if name in theirs else name): told for name, told in problems.items()}


def labels(connector: Connector) -> dict[str, str]:
    """The connector's fields by their names on the page: message ids."""
    return {PREFIX + field.name: field.label for field in connector.fields}
