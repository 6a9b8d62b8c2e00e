"""What a connection's runs did, down to the rows; and saying yes to one that waits."""

from uuid import UUID

from flask import Blueprint
from werkzeug.wrappers import Response

from core.domain.connection import ProblemKind
from core.domain.identifiers import ConnectionId, SyncRunId
from core.domain.sync import MOST_CHANGES_KEPT, Outcome
from core.errors import ConflictError
from core.services.administration.retention import DRY_RUNS_TELL
from core.services.connections.history import RunDetail
from core.services.connections.known import KnownConnection
from web.pages.frame import onward
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor
from web.settings.connections import words
from web.settings.connections.standing import tells_of_people
from web.settings.frame import settings_page


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages."""
    several = "/<uuid:connection_id>/runs"
    blueprint.add_url_rule(several, view_func=history)
    blueprint.add_url_rule(f"{several}/<uuid:run_id>", view_func=run)
    blueprint.add_url_rule(f"{several}/<uuid:run_id>", view_func=confirm, methods=["POST"])


def history(connection_id: UUID) -> Response:
    """Show all runs that are kept."""
    actor, connections = current_actor(), services().connections
    known = connections.setup.get(actor, ConnectionId(connection_id))
    runs = connections.history.runs(actor, known.connection.id)
    return settings_page("settings/connections/history.html", known=known, runs=runs, words=words)


def run(connection_id: UUID, run_id: UUID) -> Response:
    """Show one run with its rows."""
    return _page(connection_id, run_id)


def confirm(connection_id: UUID, run_id: UUID) -> Response:
    """Let as many people go as a held run found."""
    switches = services().connections.switches
    try:
        switches.confirm(current_actor(), ConnectionId(connection_id), SyncRunId(run_id))
    except ConflictError as error:
        return _page(connection_id, run_id, error)
    return onward("settings.connections.show", "confirm", connection_id=connection_id)


def _page(connection_id: UUID, run_id: UUID, error: ConflictError | None = None) -> Response:
    actor, connections = current_actor(), services().connections
    detail = connections.history.run(actor, ConnectionId(connection_id), SyncRunId(run_id))
    known = connections.setup.get(actor, detail.connection.id)
    problem = problem_of(error) if error else None
    return settings_page(
        "settings/connections/run.html",
        problem.status if problem else 200,
        detail=detail,
        known=known,
        held=_waits(detail, known),
        people=tells_of_people(known.connector),
        problem=problem,
        most=MOST_CHANGES_KEPT,
        tells=DRY_RUNS_TELL,
        words=words,
    )


def _waits(detail: RunDetail, known: KnownConnection) -> bool:
    """Whether a run waits for a yes; a later one may have settled it."""
    problem = known.connection.problem
    held = problem is not None and problem.kind is ProblemKind.HELD
    return held and detail.run.outcome is Outcome.HELD and known.running is None
