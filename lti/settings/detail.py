"""One registration: where its endpoints are, switching it off and on, checking and deleting it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import RegistrationId
from core.errors import InvalidInputError
from core.sentence import Sentence
from lti.current import current_tool
from lti.platform_details import PlatformDetails
from lti.settings import words
from lti.settings.addresses import our_addresses
from web.pages.form_fields import one_of
from web.pages.frame import onward
from web.services import services
from web.sessions import current_actor
from web.settings.frame import settings_page

ENDPOINTS = ("auth_login_url", "token_url", "token_audience", "jwks_url")
Problems = Mapping[str, Sequence[Sentence]]


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of one registration."""
    one = "/<uuid:registration_id>"
    blueprint.add_url_rule(one, view_func=show)
    blueprint.add_url_rule(one, view_func=edit, methods=["POST"])
    blueprint.add_url_rule(f"{one}/switch", view_func=switch, methods=["POST"])
    blueprint.add_url_rule(f"{one}/check", view_func=check, methods=["POST"])
    blueprint.add_url_rule(f"{one}/delete", view_func=ask_to_delete)
    blueprint.add_url_rule(f"{one}/delete", view_func=delete, methods=["POST"])


def show(registration_id: UUID) -> Response:
    """Show it."""
    return registration_page(registration_id)


def edit(registration_id: UUID) -> Response:
    """Change its endpoints."""
    typed: dict[str, Any] = {name: request.form.get(name, "").strip() for name in ENDPOINTS}
    details = PlatformDetails(issuer="", client_id="", **typed)
    registrations = current_tool().administration.registrations
    try:
        registrations.edit(current_actor(), RegistrationId(registration_id), details)
    except InvalidInputError as error:
        return registration_page(registration_id, typed=typed, problems=error.fields)
    return onward("settings.lms.show", "edited", registration_id=registration_id)


def switch(registration_id: UUID) -> Response:
    """Switch it off or on."""
    to = one_of(request.form, "action", ("on", "off"))
    registrations = current_tool().administration.registrations
    registrations.switch(current_actor(), RegistrationId(registration_id), on=to == "on")
    return onward("settings.lms.show", to, registration_id=registration_id)


def check(registration_id: UUID) -> Response:
    """Ask the platform whether everything works, and show the findings."""
    administration = current_tool().administration
    view = administration.registrations.get(current_actor(), RegistrationId(registration_id))
    findings = administration.checkup.examine(view.registration, view.deployments)
    return registration_page(registration_id, findings=findings)


def ask_to_delete(registration_id: UUID) -> Response:
    """Say what deleting means."""
    return _deleting(registration_id)


def delete(registration_id: UUID) -> Response:
    """Delete it, once its host was typed."""
    typed = request.form.get("host", "")
    registrations = current_tool().administration.registrations
    try:
        registrations.remove(current_actor(), RegistrationId(registration_id), typed)
    except InvalidInputError as error:
        return _deleting(registration_id, typed, error.fields)
    return onward("settings.lms.listing", "deleted")


def registration_page(
    registration_id: UUID,
    *,
    typed: Mapping[str, str] | None = None,
    problems: Problems | None = None,
    **context: Any,
) -> Response:
    """The page of a registration, with what was typed and what is wrong with it."""
    actor = current_actor()
    view = current_tool().administration.registrations.get(actor, RegistrationId(registration_id))
    stored = {name: getattr(view.registration, name) for name in ENDPOINTS}
    shown: dict[str, Any] = {"findings": None, "problem": None, **context}
    return settings_page(
        "settings/lms/registration.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        view=view,
        typed={**stored, "deployment_id": "", **(typed or {})},
        problems=problems or {},
        organizations=_organizations(),
        addresses=our_addresses(),
        words=words,
        **shown,
    )


def _organizations() -> list[tuple[str, str]]:
    """Short name and name of those that a deployment may be given to."""
    if not current_actor().operates:
        return []
    with services().storage.platform() as work:
        return [(o.slug, o.name) for o in work.organizations.all()]


def _deleting(registration_id: UUID, typed: str = "", problems: Problems | None = None) -> Response:
    actor = current_actor()
    return settings_page(
        "settings/lms/delete.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        view=current_tool().administration.registrations.get(
            actor, RegistrationId(registration_id)
        ),
        typed=typed,
        problems=problems or {},
        words=words,
    )
