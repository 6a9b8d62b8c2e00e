"""The tool's authentication request (OIDC, LTI 1.3 Security Framework 5.1.1.2), checked.

Two kinds of wrong, told apart as Moodle does: what makes the redirect URI or the request itself
untrustworthy ends on a page of the campus and nothing is sent anywhere; the rest is told to the
tool by posting `error` and `state` to its redirect URI. Spec:
https://www.imsglobal.org/spec/security/v1p0/#step-2-authentication-request
"""

from collections.abc import Mapping

from demo.visits import Visit, Visits


class RefusedRequestError(Exception):
    """The request is not answered to the tool; args[0] says why, for the page."""


class OidcError(Exception):
    """The request is answered with an error.

    Args:
        code: OAuth error code.
        description: what is wrong.
    """

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


HINT_GONE = (
    "This launch was used already or is too old. Go back to the course and open Mentoring again."
)


def accepted_visit(request: Mapping[str, str], visits: Visits) -> Visit:
    """The visit this request may be answered for; its hint is used up in any case.

    Raises:
        RefusedRequestError: nothing may be sent to the tool.
        OidcError: the tool is told.
    """
    visit = visits.take(request.get("lti_message_hint", ""))
    if visit is None:
        raise RefusedRequestError(HINT_GONE)
    _refuse_untrusted(request, visit)
    if request.get("response_mode") != "form_post":
        raise OidcError("invalid_request", "response_mode must be form_post")
    if request.get("prompt") != "none":
        raise OidcError("invalid_request", "prompt must be none")
    if request.get("login_hint") != visit.person.subject:
        raise OidcError("access_denied", "login_hint is not the one that was sent")
    return visit


def _refuse_untrusted(request: Mapping[str, str], visit: Visit) -> None:
    if request.get("client_id") != visit.tool.client_id:
        raise RefusedRequestError("client_id is not the one this login started with.")
    if request.get("redirect_uri") not in visit.tool.redirect_uris:
        raise RefusedRequestError("redirect_uri is not registered for this tool.")
    if request.get("response_type") != "id_token":
        raise RefusedRequestError("response_type must be id_token.")
    if request.get("scope") != "openid":
        raise RefusedRequestError("scope must be openid.")
    for name in ("nonce", "state"):
        if not request.get(name):
            raise RefusedRequestError(f"{name} is missing.")
