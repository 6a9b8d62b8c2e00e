"""Adding a tenant: what to do at Microsoft first, and what to enter here then."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.errors import ConflictError, InvalidInputError
from core.sentence import Sentence
from teams_app.registration import messaging_endpoint, redirect_uri
from teams_app.settings import words
from teams_app.settings.current import administration
from web.pages.frame import onward
from web.problems import Problem, problem_of
from web.sessions import current_actor
from web.settings.frame import settings_page


def add_routes(blueprint: Blueprint) -> None:
    """Add the page."""
    blueprint.add_url_rule("/add", view_func=new)
    blueprint.add_url_rule("/add", view_func=add, methods=["POST"])


def new() -> Response:
    """Show the first steps and the form."""
    return _page({"tenant": "", "client_id": ""})


def add() -> Response:
    """Add what was typed, or show it again with what needs a change; never the secret."""
    typed = {name: request.form.get(name, "").strip() for name in ("tenant", "client_id")}
    secret = request.form.get("secret", "")
    try:
        made = administration().tenants.add(current_actor(), **typed, secret=secret)
    except InvalidInputError as error:
        return _page(typed, error.fields)
    except ConflictError as error:
        return _page(typed, problem=problem_of(error))
    return onward("settings.teams.show", "added", teams_tenant_id=made.id)


def _page(
    typed: Mapping[str, str],
    problems: Mapping[str, Sequence[Sentence]] | None = None,
    problem: Problem | None = None,
) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    public_url = administration().public_url
    return settings_page(
        "settings/teams/add.html",
        problem.status if problem else status,
        typed=typed,
        problems=problems or {},
        problem=problem,
        public_url=public_url,
        redirect_uri=redirect_uri(public_url),
        messaging_endpoint=messaging_endpoint(public_url),
        words=words,
    )
