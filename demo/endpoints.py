"""LTI endpoints of the campus: authorisation, keys, tokens, configuration.

1. A page of `demo.pages` posts a login initiation to the tool with a single-use hint.
2. The tool redirects the browser to `/lti/authorize`.
3. The answer is a page whose form posts `id_token` and `state` to the tool's redirect URI.
"""

from typing import Any

from flask import Blueprint, Response, json, render_template, request

from demo.authorization import OidcError, RefusedRequestError, accepted_visit
from demo.dialects import DIALECTS
from demo.here import campus
from demo.looks import Looks, see
from demo.services.scopes import GRANTED
from demo.tokens import TokenRefusedError

endpoints = Blueprint("lti", __name__)


@endpoints.route("/lti/authorize", methods=["GET", "POST"])
def authorize() -> tuple[str, int]:
    """Answer the tool's authentication request."""
    here = campus()
    asked = request.values.to_dict()
    try:
        visit = accepted_visit(asked, here.visits)
        see(Looks(visit.locale, visit.theme))
        fields = here.platform.launch(visit, asked)
        if frame := DIALECTS[visit.institution.dialect].storage_frame:
            fields["lti_storage_target"] = frame
    except RefusedRequestError as refusal:
        return render_template("refused.html", reason=str(refusal.args[0])), 400
    except OidcError as error:
        fields = {
            "error": error.code,
            "error_description": error.description,
            "state": asked["state"],
        }
    return render_template("post.html", action=asked["redirect_uri"], fields=fields), 200


@endpoints.get("/lti/jwks.json")
def jwks() -> dict[str, Any]:
    """The campus's public keys."""
    return campus().platform.jwks()


@endpoints.post("/lti/token")
def token() -> Response:
    """Hand out an access token, with the media type the imitated product uses."""
    try:
        institution, answer = campus().tokens.answer(request.form.to_dict())
    except TokenRefusedError as refusal:
        dialect = refusal.institution.dialect if refusal.institution else "moodle"
        answer = {"error": refusal.code}
        if dialect == "canvas":
            answer["error_description"] = refusal.description
        return _json(answer, 400, dialect)
    return _json(answer, 200, institution.dialect)


def _json(answer: dict[str, Any], status: int, dialect: str) -> Response:
    return Response(
        json.dumps(answer), status=status, content_type=DIALECTS[dialect].token_content_type
    )


@endpoints.get("/.well-known/openid-configuration")
def configuration() -> dict[str, Any]:
    """Where everything is, for tools that look it up."""
    addresses = campus().addresses
    return {
        "issuer": addresses.issuer,
        "authorization_endpoint": addresses.authorization,
        "token_endpoint": addresses.token,
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "jwks_uri": addresses.jwks,
        "scopes_supported": ["openid", *GRANTED["canvas"]],
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
    }
