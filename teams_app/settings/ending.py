"""Deleting a tenant, once its id was typed."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import TeamsTenantId
from core.errors import InvalidInputError
from core.sentence import Sentence
from teams_app.settings import words
from teams_app.settings.current import administration
from web.pages.frame import onward
from web.sessions import current_actor
from web.settings.frame import settings_page


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages."""
    one = "/<uuid:teams_tenant_id>/delete"
    blueprint.add_url_rule(one, view_func=ask_to_delete)
    blueprint.add_url_rule(one, view_func=delete, methods=["POST"])


def ask_to_delete(teams_tenant_id: UUID) -> Response:
    """Say what deleting means."""
    return _page(teams_tenant_id, "", {})


def delete(teams_tenant_id: UUID) -> Response:
    """Delete it, if its id was typed."""
    typed = request.form.get("typed", "")
    tenants = administration().tenants
    try:
        tenants.remove(current_actor(), TeamsTenantId(teams_tenant_id), typed)
    except InvalidInputError as error:
        return _page(teams_tenant_id, typed, error.fields)
    return onward("settings.teams.listing", "deleted")


def _page(
    teams_tenant_id: UUID, typed: str, problems: Mapping[str, Sequence[Sentence]]
) -> Response:
    known = administration().tenants.get(current_actor(), TeamsTenantId(teams_tenant_id))
    return settings_page(
        "settings/teams/delete.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        tenant=known.tenant,
        typed=typed,
        problems=problems,
        words=words,
    )
