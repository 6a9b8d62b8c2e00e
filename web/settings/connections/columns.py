"""The first five people of a source, and which of its columns means what.

The five are shown anew whenever a column is chosen, and by a button where scripts do not run.
"""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from core.domain.identifiers import ConnectionId
from core.errors import ConflictError, InvalidInputError, MentorloomError, NotFoundError
from core.services.connections.checks import Preview
from core.services.connections.contexts import mapping_field
from core.services.connections.forms import ConnectionChange
from core.services.connections.known import KnownConnection
from web.pages.form_fields import Form, one_of
from web.pages.frame import onward
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor
from web.settings.connections import words
from web.settings.connections.form_page import shown_at
from web.settings.connections.forms import stored_form
from web.settings.frame import settings_page

PREFIX = "column-"


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages."""
    one = "/<uuid:connection_id>/people"
    blueprint.add_url_rule(one, view_func=people)
    blueprint.add_url_rule(one, view_func=choose_columns, methods=["POST"])
    blueprint.add_url_rule(f"{one}/preview", view_func=five, methods=["POST"])


def people(connection_id: UUID) -> Response:
    """Show the first five people as they are read now."""
    return _page(_known(connection_id))


def five(connection_id: UUID) -> str:
    """The five people of a page on which another column was chosen."""
    preview = _preview(_known(connection_id), _chosen(request.form))
    return render_template("settings/connections/_five.html", preview=preview, words=words)


def choose_columns(connection_id: UUID) -> Response:
    """Try the chosen columns, or store them."""
    known, mapping = _known(connection_id), _chosen(request.form)
    if one_of(request.form, "action", ("try", "save")) == "try":
        return _page(known, mapping)
    name = mapping_field(known.connector)
    if name is None:
        raise NotFoundError("This connection has no columns to choose.")
    typed = stored_form(known.connection) | {name: mapping}
    try:
        services().connections.setup.edit(
            current_actor(), known.connection.id, shown_at(), ConnectionChange(typed=typed)
        )
    except (ConflictError, InvalidInputError) as error:
        return _page(known, mapping, error)
    return onward("settings.connections.show", "columns", connection_id=connection_id)


def _page(
    known: KnownConnection,
    mapping: dict[str, str] | None = None,
    error: MentorloomError | None = None,
) -> Response:
    preview = _preview(known, mapping)
    problem = problem_of(error) if error else None
    return settings_page(
        "settings/connections/people.html",
        problem.status if problem else HTTPStatus.OK,
        known=known,
        preview=preview,
        mapping=preview.mapping if mapping is None else mapping,
        problem=problem,
        words=words,
        maps=mapping_field(known.connector) is not None,
    )


def _preview(known: KnownConnection, mapping: dict[str, str] | None) -> Preview:
    return services().connections.checks.preview(current_actor(), known.connection.id, mapping)


def _known(connection_id: UUID) -> KnownConnection:
    return services().connections.setup.get(current_actor(), ConnectionId(connection_id))


def _chosen(form: Form) -> dict[str, str]:
    """Our field -> column; those that are not to be read are left out."""
    return {
        name.removeprefix(PREFIX): column
        for name, column in form.items()
        if name.startswith(PREFIX) and column
    }
