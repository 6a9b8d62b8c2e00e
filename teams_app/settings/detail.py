"""One tenant: checking it, its app package, what the hub may do there, its secret."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, request, send_file
from werkzeug.wrappers import Response

from core.domain.identifiers import TeamsTenantId
from core.errors import InvalidInputError
from core.sentence import Sentence
from teams_app.package.packages import FlawedPackageError
from teams_app.registration import (
    CATALOG_ROLE,
    INSTALL_ROLE,
    PREAUTHORISED,
    READ_ROLE,
    TOKEN_VERSION,
    wanted,
)
from teams_app.settings import words
from teams_app.settings.current import administration
from teams_app.tab.mailbox import SCOPES
from teams_app.tab.sso_token import SCOPE
from web.pages.form_fields import one_of
from web.pages.frame import onward
from web.sessions import current_actor
from web.settings.frame import settings_page


def add_routes(blueprint: Blueprint) -> None:
    """Add the page of one tenant and what its buttons do."""
    one = "/<uuid:teams_tenant_id>"
    blueprint.add_url_rule(one, view_func=show)
    blueprint.add_url_rule(f"{one}/check", view_func=check, methods=["POST"])
    blueprint.add_url_rule(f"{one}/package", view_func=package, methods=["POST"])
    blueprint.add_url_rule(f"{one}/rights", view_func=rights, methods=["POST"])
    blueprint.add_url_rule(f"{one}/secret", view_func=secret, methods=["POST"])
    blueprint.add_url_rule(f"{one}/switch", view_func=switch, methods=["POST"])


def show(teams_tenant_id: UUID) -> Response:
    """Show it."""
    return tenant_page(teams_tenant_id)


def check(teams_tenant_id: UUID) -> Response:
    """Ask Microsoft whether everything works, and show the findings."""
    checked = administration().check(current_actor(), TeamsTenantId(teams_tenant_id))
    return tenant_page(teams_tenant_id, findings=checked.findings)


def package(teams_tenant_id: UUID) -> Response:
    """Make the app package and hand it over, or say what is wrong with it."""
    try:
        made = administration().package(current_actor(), TeamsTenantId(teams_tenant_id))
    except FlawedPackageError as error:
        page = tenant_page(teams_tenant_id, flaws=error.flaws)
        page.status_code = HTTPStatus.CONFLICT
        return page
    return send_file(
        BytesIO(made.body), "application/zip", as_attachment=True, download_name=made.name
    )


def rights(teams_tenant_id: UUID) -> Response:
    """Say what the hub may do there by itself."""
    chosen = request.form.getlist("may")
    administration().tenants.allow(
        current_actor(),
        TeamsTenantId(teams_tenant_id),
        installs="installs" in chosen,
        feed="feed" in chosen,
    )
    return onward("settings.teams.show", "rights", teams_tenant_id=teams_tenant_id)


def secret(teams_tenant_id: UUID) -> Response:
    """Use another client secret."""
    typed = request.form.get("secret", "")
    tenants = administration().tenants
    try:
        tenants.replace_secret(current_actor(), TeamsTenantId(teams_tenant_id), typed)
    except InvalidInputError as error:
        return tenant_page(teams_tenant_id, problems=error.fields)
    return onward("settings.teams.show", "secret", teams_tenant_id=teams_tenant_id)


def switch(teams_tenant_id: UUID) -> Response:
    """Switch it off or on."""
    to = one_of(request.form, "action", ("on", "off"))
    tenants = administration().tenants
    tenants.switch(current_actor(), TeamsTenantId(teams_tenant_id), on=to == "on")
    return onward("settings.teams.show", to, teams_tenant_id=teams_tenant_id)


def tenant_page(
    teams_tenant_id: UUID,
    *,
    problems: Mapping[str, Sequence[Sentence]] | None = None,
    findings: Sequence[Any] = (),
    flaws: Sequence[Sentence] = (),
) -> Response:
    """The page of a tenant, with what is wrong with what was typed, checked or made."""
    here = administration()
    known = here.tenants.get(current_actor(), TeamsTenantId(teams_tenant_id))
    return settings_page(
        "settings/teams/tenant.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        known=known,
        tenant=known.tenant,
        problems=problems or {},
        findings=findings,
        flaws=flaws,
        public_url=here.public_url,
        package_is_new=here.packages.is_new(known.tenant),
        wanted=wanted(known.tenant, here.public_url),
        clients=PREAUTHORISED,
        scope=SCOPE,
        token_version=TOKEN_VERSION,
        roles=(CATALOG_ROLE, INSTALL_ROLE, READ_ROLE),
        delegated=SCOPES,
        words=words,
    )
