"""One connection: how it stands, what to do next, its latest runs, and the ways to change it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from core.domain.identifiers import ConnectionId
from core.domain.scim import CONNECTOR, ScimToken
from core.errors import MentorloomError
from core.ports.connectors import RecordKind
from core.services.connections.contexts import mapping_field
from core.services.connections.known import KnownConnection
from web.pages.frame import onward
from web.problems import problem_of
from web.services import services, web_settings
from web.sessions import current_actor
from web.settings.connections import words
from web.settings.connections.forms import Problems
from web.settings.connections.standing import standing_of, uploads, way_of
from web.settings.frame import settings_page

LATEST = 10
"""Runs that the page of a connection shows."""
MOST_LEAVERS = 20
"""Names of people who left that it shows."""
MOST_LOOKS = 900
"""How often a page asks how far a run is, every two seconds."""


def add_routes(blueprint: Blueprint) -> None:
    """Add the page, and what it asks while a run is going on."""
    blueprint.add_url_rule("/<uuid:connection_id>", view_func=show)
    blueprint.add_url_rule("/<uuid:connection_id>/progress", view_func=progress)
    for button in ("deed", "file", "backfill", "tokens", "leavers"):
        blueprint.add_url_rule(f"/<uuid:connection_id>/{button}", view_func=back)


def show(connection_id: UUID) -> Response:
    """Show it."""
    return connection_page(connection_id)


def back(connection_id: UUID) -> Response:
    """Lead to the page of a connection from where its buttons lead: somebody reloaded it."""
    return onward("settings.connections.show", connection_id=connection_id)


def progress(connection_id: UUID) -> str:
    """Tell a waiting page how far the run is."""
    actor, connections = current_actor(), services().connections
    known = connections.setup.get(actor, ConnectionId(connection_id))
    look = request.args.get("look", 1, int) + 1
    return render_template(
        "settings/connections/_progressed.html",
        known=known,
        standing=standing_of(known),
        runs=() if known.running else connections.history.runs(actor, known.connection.id, LATEST),
        look=look,
        most_looks=MOST_LOOKS,
        words=words,
    )


def connection_page(
    connection_id: UUID,
    *,
    error: MentorloomError | None = None,
    problems: Problems | None = None,
    **context: Any,
) -> Response:
    """The page of a connection, with what could not be done."""
    actor, connections = current_actor(), services().connections
    known = connections.setup.get(actor, ConnectionId(connection_id))
    tokens = _tokens(known)
    problem = problem_of(error) if error and not problems else None
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return settings_page(
        "settings/connections/connection.html",
        problem.status if problem else refused,
        known=known,
        standing=standing_of(known),
        way=way_of(known, tokens=len(tokens)),
        tokens=tokens,
        leavers=services().scim.leaving.waiting(actor, known.connection.id),
        most_leavers=MOST_LEAVERS,
        runs=connections.history.runs(actor, known.connection.id, LATEST + 1),
        latest=LATEST,
        most_looks=MOST_LOOKS,
        reads=_reads(known),
        scim_url=web_settings().public_url + "/scim/v2",
        problem=problem,
        problems=problems or {},
        typed=request.form,
        words=words,
        hook=connections.hooks.of(actor, known.connection.id),
        **({"warnings": (), "token": "", "refused": None} | context),
    )


def _tokens(known: KnownConnection) -> list[ScimToken]:
    if known.connection.connector != CONNECTOR:
        return []
    return services().scim.tokens.tokens(current_actor(), known.connection.id)


def _reads(known: KnownConnection) -> dict[str, bool]:
    """What can be done with it."""
    connector = known.connector
    return {
        "uploads": uploads(connector),
        "receives": not connector.streams,
        "people": any(s.records is RecordKind.PEOPLE for s in connector.streams),
        "columns": mapping_field(connector) is not None,
        "backfills": any(stream.backfills for stream in connector.streams),
        "changes": any(len(stream.modes) > 1 for stream in connector.streams),
        "hooks": connector.manifest.hooks,
        "secrets": any(field.secret for field in connector.fields),
    }
