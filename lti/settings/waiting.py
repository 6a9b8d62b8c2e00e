"""Platforms that registered themselves: people who operate the hub approve or refuse them."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.registration_request import RegistrationRequestId
from core.errors import InvalidInputError
from core.sentence import Sentence, sentence
from lti.current import current_tool
from lti.settings import words
from web.pages.form_fields import one_of
from web.pages.frame import onward
from web.sessions import current_actor
from web.settings.frame import settings_page

_NEW = ("organization_name", "organization_slug")


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages."""
    one = "/waiting/<uuid:request_id>"
    blueprint.add_url_rule(one, view_func=show_waiting)
    blueprint.add_url_rule(one, view_func=decide, methods=["POST"])


def show_waiting(request_id: UUID) -> Response:
    """Show what a platform told about itself."""
    return _page(request_id, {})


def decide(request_id: UUID) -> Response:
    """Approve or refuse it."""
    waiting, asked = current_tool().administration.waiting, RegistrationRequestId(request_id)
    if one_of(request.form, "action", ("approve", "refuse")) == "refuse":
        waiting.refuse(current_actor(), asked)
        return onward("settings.lms.listing", "refused")
    try:
        slug, name = _chosen()
    except InvalidInputError as error:
        return _page(request_id, error.fields)
    try:
        made = waiting.approve(current_actor(), asked, slug, name)
    except InvalidInputError as error:
        return _page(request_id, _at_its_field(error))
    return onward("settings.lms.show", "approved", registration_id=made.id)


def _chosen() -> tuple[str, str]:
    """Short name and name of the organization: one in the list, or a new one.

    Raises:
        InvalidInputError: neither was chosen.
    """
    chosen = request.form.get("organization", "")
    if chosen:
        return chosen, ""
    typed = {name: request.form.get(name, "").strip() for name in _NEW}
    missing = [name for name in _NEW if not typed[name]]
    if missing:
        wrong = sentence("Choose an organization, or give a new one a name and a short name.")
        fields = ["organization"] if missing == [*_NEW] else missing
        raise InvalidInputError(
            "Some answers need a change before they can be saved.",
            {field: [wrong] for field in fields},
        )
    return typed["organization_slug"], typed["organization_name"]


def _at_its_field(error: InvalidInputError) -> Mapping[str, Sequence[Sentence]]:
    """A new organization's short name is typed into a field of its own."""
    return {"organization_slug" if n == "organization" else n: s for n, s in error.fields.items()}


def _page(request_id: UUID, problems: Mapping[str, Sequence[Sentence]]) -> Response:
    waiting = current_tool().administration.waiting
    asked, organizations = waiting.get(current_actor(), RegistrationRequestId(request_id))
    return settings_page(
        "settings/lms/waiting.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        asked=asked,
        organizations=organizations,
        typed=request.form,
        problems=problems,
        words=words,
    )
