"""What tools ask machines of the campus while they register.

1. `GET /<institution>/.well-known/openid-configuration`; Canvas wants the token as bearer.
2. `POST /<institution>/lti/registrations` with the token as bearer. Moodle lets a tool read its
   own registration there too, with a token for an update.
"""

from flask import Blueprint, Response, abort, json, request

from demo.directory import Institution
from demo.directory import institution as known_institution
from demo.here import campus
from demo.invitations import Invitation, RefusedRegistrationError
from demo.openid_configuration import configuration
from demo.registration import answer, registered

registration_endpoints = Blueprint("registration", __name__)


@registration_endpoints.get("/<slug>/.well-known/openid-configuration")
def openid_configuration(slug: str) -> Response:
    """What the institution says about itself."""
    institution = _institution(slug)
    if institution.dialect == "canvas":
        try:
            _invitation(institution)
        except RefusedRegistrationError as refusal:
            return _refused(institution, refusal)
    return _json(configuration(institution, campus().addresses))


@registration_endpoints.post("/<slug>/lti/registrations")
def register(slug: str) -> Response:
    """Take a registration; both products answer 200."""
    institution, here = _institution(slug), campus()
    try:
        invitation = _invitation(institution)
        tool = registered(here, invitation, request.get_json(force=True, silent=True))
    except RefusedRegistrationError as refusal:
        return _refused(institution, refusal)
    return _json(answer(here, invitation, tool))


@registration_endpoints.get("/<slug>/lti/registrations")
def read(slug: str) -> Response:
    """The registration that a token for an update is about."""
    institution, here = _institution(slug), campus()
    if institution.dialect != "moodle":
        abort(404)
    try:
        invitation = _invitation(institution)
    except RefusedRegistrationError as refusal:
        return _refused(institution, refusal)
    tool = here.tools.find(invitation.client_id)
    if tool is None:
        return _refused(institution, RefusedRegistrationError(404, "No registration found."))
    return _json(answer(here, invitation, tool))


def _institution(slug: str) -> Institution:
    institution = known_institution(slug)
    if institution is None:
        abort(404)
    return institution


def _invitation(institution: Institution) -> Invitation:
    here = campus()
    shown = request.headers.get("Authorization", "")
    return here.invitations.shown(institution, shown, here.platform.verification_key())


def _json(told: object, status: int = 200) -> Response:
    return Response(json.dumps(told), status, content_type="application/json; charset=utf-8")


def _refused(institution: Institution, refusal: RefusedRegistrationError) -> Response:
    if institution.dialect == "canvas":
        key = "errors" if refusal.status == UNPROCESSABLE else "errorMessage"
        told = refusal.message.split("; ") if key == "errors" else refusal.message
        return _json({key: told}, refusal.status)
    return Response(refusal.message, refusal.status, content_type="text/html; charset=utf-8")


UNPROCESSABLE = 422
