"""Entra's endpoints: metadata, keys, tokens, and the page where people consent.

1. GET /{tenant}/oauth2/v2.0/authorize: who somebody is, and what the app may do.
2. POST there: a code goes to the app's redirect URI, or "access_denied".
3. POST /{tenant}/oauth2/v2.0/token: see token_endpoint.py.
"""

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from demo.here import campus
from demo.teams.entra.authorization import (
    AuthorizationRequest,
    RefusedAuthorizationError,
    checked,
)
from demo.teams.entra.grants import Code
from demo.teams.entra.refusals import UNKNOWN_TENANT, EntraError
from demo.teams.microsoft import Microsoft
from demo.teams.tenant import TENANT, employee, employees

entra = Blueprint("entra", __name__)


@entra.get("/<tenant>/v2.0/.well-known/openid-configuration")
def configuration(tenant: str) -> Response | tuple[Response, int]:
    """OpenID Connect's metadata of the tenant."""
    if tenant != TENANT:
        return jsonify(UNKNOWN_TENANT.told()), 400
    there = f"{_here().places.campus}/{TENANT}"
    return jsonify(
        {
            "issuer": _here().places.issuer,
            "authorization_endpoint": f"{there}/oauth2/v2.0/authorize",
            "token_endpoint": f"{there}/oauth2/v2.0/token",
            "jwks_uri": f"{there}/discovery/v2.0/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
    )


@entra.get("/common/discovery/v2.0/keys", defaults={"tenant": "common"})
@entra.get("/<tenant>/discovery/v2.0/keys")
def keys(tenant: str) -> dict[str, Any]:
    """The keys Entra signs with; the same ones for every tenant."""
    del tenant
    return _here().tokens.signer.jwks()


@entra.post("/<tenant>/oauth2/v2.0/token")
def token(tenant: str) -> tuple[Response, int]:
    """Hand out tokens."""
    try:
        return jsonify(_here().token_endpoint.answer(tenant, request.form.to_dict())), 200
    except EntraError as refusal:
        return jsonify(refusal.told()), 401 if refusal.code == "invalid_client" else 400


@entra.get("/<tenant>/oauth2/v2.0/authorize")
def authorize(tenant: str) -> str | tuple[str, int]:
    """Ask somebody for their consent."""
    try:
        asked = checked(tenant, request.args.to_dict(), _here().places)
    except RefusedAuthorizationError as refusal:
        return _refused(refusal)
    return render_template(
        "teams/consent.html",
        asked=asked,
        people=employees(),
        likely=employee(request.args.get("login_hint", "")),
    )


@entra.post("/<tenant>/oauth2/v2.0/authorize")
def consent(tenant: str) -> Response | tuple[str, int]:
    """Take somebody's answer."""
    try:
        asked = checked(tenant, request.form.to_dict(), _here().places)
    except RefusedAuthorizationError as refusal:
        return _refused(refusal)
    who = employee(request.form.get("who", ""))
    if who is None or request.form.get("answer") != "accept":
        told = "The user did not consent."
        return redirect(asked.back(error="access_denied", error_description=told))
    _here().grants.consent(who.object_id, asked.scopes)
    return redirect(asked.back(code=_here().grants.issue_code(_code(asked, who.object_id))))


def _code(asked: AuthorizationRequest, object_id: str) -> Code:
    return Code(
        object_id=object_id,
        redirect_uri=asked.redirect_uri,
        scopes=asked.scopes,
        nonce=asked.fields["nonce"],
        challenge=asked.fields["code_challenge"],
    )


def _refused(refusal: RefusedAuthorizationError) -> tuple[str, int]:
    heading = "This sign-in was refused"
    return render_template("refused.html", heading=heading, reason=refusal.reason, params={}), 400


def _here() -> Microsoft:
    return campus().microsoft
