"""Buttons of a connection: test, try, read, pause, stop, upload, read a span of time again."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.actor import Actor
from core.domain.connection import Problem
from core.domain.identifiers import ConnectionId
from core.domain.sync import Window
from core.errors import ConflictError, InvalidInputError
from core.sentence import sentence
from core.services.connections.forms import ConnectionChange
from web.pages.form_fields import number, one_of
from web.pages.frame import onward
from web.services import services
from web.sessions import current_actor
from web.settings.connections.detail import connection_page
from web.settings.connections.form_page import after_check, shown_at

DEEDS = ("hook-on", "hook-off", "test", "dry-run", "run", "full", "on", "pause", "stop")

_LAST_BUT_ONE = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


def add_routes(blueprint: Blueprint) -> None:
    """Add what the buttons do."""
    one = "/<uuid:connection_id>"
    blueprint.add_url_rule(f"{one}/deed", view_func=deed, methods=["POST"])
    blueprint.add_url_rule(f"{one}/file", view_func=upload, methods=["POST"])
    blueprint.add_url_rule(f"{one}/backfill", view_func=backfill, methods=["POST"])


def deed(connection_id: UUID) -> Response:
    """Do what a button says."""
    action, of = one_of(request.form, "action", DEEDS), ConnectionId(connection_id)
    actor = current_actor()
    if action == "test":
        connector = services().connections.setup.get(actor, of).connector
        return after_check(of, connector, "tested")
    if action == "hook-on" and (problem := _subscribe(actor, of)):
        return connection_page(connection_id, refused=problem)
    try:
        _do(actor, of, action)
    except (ConflictError, InvalidInputError) as error:
        return connection_page(connection_id, error=error)
    done = "run" if action == "full" else action
    return onward("settings.connections.show", done, connection_id=of)


def upload(connection_id: UUID) -> Response:
    """Store a file, and look whether it can be read."""
    sent, of, actor = request.files.get("file"), ConnectionId(connection_id), current_actor()
    connections = services().connections
    if sent is None or not sent.filename:
        return connection_page(connection_id, problems={"file": [sentence("Choose a file first.")]})
    try:
        connections.setup.upload(actor, of, sent.read())
    except InvalidInputError as error:
        return connection_page(connection_id, problems=error.fields)
    checked = connections.checks.check(actor, of)
    if checked.account is not None and checked.account.warnings:
        return connection_page(connection_id, warnings=checked.account.warnings)
    worked = "file" if checked.problem is None else ""
    return onward("settings.connections.show", worked, connection_id=of)


def backfill(connection_id: UUID) -> Response:
    """Read again what changed in a span of time."""
    try:
        window = _window()
        services().connections.switches.backfill(
            current_actor(), ConnectionId(connection_id), window
        )
    except InvalidInputError as error:
        return connection_page(connection_id, problems=error.fields)
    except ConflictError as error:
        return connection_page(connection_id, error=error)
    return onward("settings.connections.show", "backfill", connection_id=connection_id)


def _do(actor: Actor, of: ConnectionId, action: str) -> None:
    switches = services().connections.switches
    match action:
        case "dry-run":
            switches.dry_run(actor, of)
        case "run" | "full":
            switches.run_now(actor, of, full=action == "full")
        case "on":
            _turn_on(actor, of)
        case "pause":
            switches.pause(actor, of)
        case "stop":
            switches.stop(actor, of)
        case "hook-off":
            services().connections.hooks.unsubscribe(actor, of)


def _subscribe(actor: Actor, of: ConnectionId) -> Problem | None:
    return services().connections.hooks.subscribe(actor, of).problem


def _turn_on(actor: Actor, of: ConnectionId) -> None:
    """Turn it on; the last step of setting it up says how often it is read, too."""
    minutes = number(request.form, "every")
    connections = services().connections
    if minutes is not None:
        change = ConnectionChange(every=timedelta(minutes=minutes))
        connections.setup.edit(actor, of, shown_at(), change)
    connections.switches.turn_on(actor, of)


def _window() -> Window:
    """The span of days that was entered, in UTC; its last day belongs to it.

    Raises:
        InvalidInputError: one of them is no day.
    """
    days, wrong = {}, {}
    for name in ("since", "until"):
        try:
            days[name] = date.fromisoformat(request.form.get(name, ""))
        except ValueError:
            wrong[name] = [sentence("Enter a day.")]
    if wrong:
        raise InvalidInputError("Nothing was started.", wrong)
    start, end = (datetime.combine(days[n], time.min, UTC) for n in ("since", "until"))
    # The last day there is has none after it.
    return Window(since=start, until=min(end, _LAST_BUT_ONE) + timedelta(days=1))
