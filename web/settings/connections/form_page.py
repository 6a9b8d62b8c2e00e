"""The settings of a connection: its form, authorising it again, and testing it.

A test that finds a wrong field shows the form with what is wrong at that field.
"""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.identifiers import ConnectionId
from core.errors import ConflictError, InvalidInputError
from core.ports.connectors import Connector
from core.services.connections.checks import Checked
from core.services.connections.contexts import mapping_field
from core.services.connections.forms import ConnectionChange
from web.pages.form_fields import written
from web.pages.frame import onward
from web.problems import Problem, problem_of, told
from web.services import services
from web.sessions import current_actor
from web.settings.connections import words
from web.settings.connections.detail import connection_page
from web.settings.connections.forms import (
    Problems,
    at_fields,
    entered_form,
    labels,
    shown_fields,
    stored_form,
)
from web.settings.frame import settings_page


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages."""
    one = "/<uuid:connection_id>"
    blueprint.add_url_rule(f"{one}/settings", view_func=edit)
    blueprint.add_url_rule(f"{one}/settings", view_func=save, methods=["POST"])
    blueprint.add_url_rule(f"{one}/authorise", view_func=authorise)
    blueprint.add_url_rule(f"{one}/authorise", view_func=reauthorise, methods=["POST"])


def edit(connection_id: UUID) -> Response:
    """Show its settings."""
    return settings_form(ConnectionId(connection_id))


def save(connection_id: UUID) -> Response:
    """Store other settings and test them, or show them again with what needs a change."""
    actor, setup = current_actor(), services().connections.setup
    known = setup.get(actor, ConnectionId(connection_id))
    connector, connection = known.connector, known.connection
    typed = entered_form(connector, request.form)
    mapping = mapping_field(connector)
    if mapping is not None:
        typed[mapping] = connection.settings.get(mapping, {})
    change = ConnectionChange(title=written(request.form, "title"), typed=typed)
    try:
        setup.edit(actor, connection.id, shown_at(), change)
    except InvalidInputError as error:
        return settings_form(connection.id, error.fields)
    except ConflictError as error:
        return settings_form(connection.id, problem=problem_of(error))
    return after_check(connection.id, connector, "stored")


def authorise(connection_id: UUID) -> Response:
    """Show where new secrets are entered."""
    return _secrets(ConnectionId(connection_id))


def reauthorise(connection_id: UUID) -> Response:
    """Replace secrets, if they work and belong to the same account."""
    actor, connections = current_actor(), services().connections
    of = ConnectionId(connection_id)
    connector = connections.setup.get(actor, of).connector
    try:
        checked = connections.checks.reauthorise(actor, of, entered_form(connector, request.form))
    except InvalidInputError as error:
        return _secrets(of, Checked(fields=error.fields))
    if checked.problem is not None:
        return _secrets(of, checked)
    return onward("settings.connections.show", "authorised", connection_id=of)


def after_check(connection_id: ConnectionId, connector: Connector, done: str) -> Response:
    """Test a connection and go on: to its page, or to the fields that have to be corrected.

    Args:
        connection_id: which.
        connector: its connector. One that waits for an upload, or for the other side to write, is
            not tested.
        done: what to say when the test went well.
    """
    if connector.manifest.receives:
        return onward("settings.connections.show", connection_id=connection_id)
    checked = services().connections.checks.check(current_actor(), connection_id)
    if checked.fields:
        return settings_form(connection_id, checked.fields, stored=True)
    if checked.account is not None and checked.account.warnings:
        return connection_page(connection_id, warnings=checked.account.warnings)
    worked = done if checked.problem is None else ""
    return onward("settings.connections.show", worked, connection_id=connection_id)


def settings_form(
    connection_id: ConnectionId,
    problems: Problems | None = None,
    *,
    stored: bool = False,
    problem: Problem | None = None,
) -> Response:
    """The form of a connection.

    Args:
        connection_id: which.
        problems: what is wrong with its fields.
        stored: show what is stored, even if something was sent.
        problem: why nothing was stored.
    """
    known = services().connections.setup.get(current_actor(), connection_id)
    connector, connection = known.connector, known.connection
    again = request.method == "POST" and not stored
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return settings_page(
        "settings/connections/settings.html",
        problem.status if problem else refused,
        known=known,
        fields=shown_fields(connector),
        title=written(request.form, "title") if again else connection.title,
        typed=entered_form(connector, request.form) if again else stored_form(connection),
        again=again,
        problem=problem,
        problems=at_fields(connector, problems or {}),
        labels=_labels(connector),
    )


def shown_at() -> datetime:
    """When the connection was changed last before the form was made.

    Raises:
        BadRequest: the field is missing or no moment.
    """
    try:
        return datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError as error:
        raise BadRequest from error


def _secrets(connection_id: ConnectionId, checked: Checked | None = None) -> Response:
    known = services().connections.setup.get(current_actor(), connection_id)
    connector = known.connector
    problems = at_fields(connector, checked.fields if checked else {})
    wrong = checked.problem if checked and not problems else None
    return settings_page(
        "settings/connections/authorise.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if checked else HTTPStatus.OK,
        known=known,
        fields=[field for field in shown_fields(connector) if field.secret],
        wrong=wrong,
        problems=problems,
        labels=_labels(connector),
    )


def _labels(connector: Connector) -> dict[str, object]:
    return words.FIELDS | {name: told(label) for name, label in labels(connector).items()}
