"""Errors that the platform answers a login with, instead of an id_token: what to do about each.

https://openid.net/specs/openid-connect-core-1_0.html#AuthError and RFC 6749 4.1.2.1. The error's
free-text description is not shown: anybody could have written it.
"""

import re
from collections.abc import Mapping

from core.errors import ForbiddenError
from core.sentence import Sentence, sentence

_CODE = re.compile(r"[a-z_]{1,40}")
_SIGN_IN = sentence(
    "Your LMS says that you are not signed in there. Sign in to your LMS again, then open the "
    "activity from your course."
)
_CHOOSE = sentence(
    "Your LMS wants to ask you something first, which it cannot do inside this page (%(error)s). "
    "Open your LMS in a window of its own, answer there, then open the activity from your course."
)
_DENIED = sentence(
    "Your LMS does not let you open this activity (%(error)s). Ask the teacher of your course "
    "whether it is meant for you."
)
_OVER = sentence(
    "This launch was used already, or took too long for your LMS (%(error)s). Open the activity "
    "again from your course."
)
_WRONG_REGISTRATION = sentence(
    "Your LMS did not accept how this tool asked to open the activity (%(error)s). Open it again "
    "from your course. If that does not help, ask the administrator of your LMS to compare the "
    "client id and the redirect URI of this tool with its registration."
)
_BUSY = sentence(
    "Your LMS has a problem of its own just now (%(error)s). Wait a moment, then open the activity "
    "again from your course."
)
_OTHER = sentence(
    "Your LMS refused to open this activity (%(error)s). Open it again from your course. If that "
    "does not help, send this message to the administrator of your LMS."
)
SENTENCES: Mapping[str, Sentence] = {
    "login_required": _SIGN_IN,
    "interaction_required": _CHOOSE,
    "account_selection_required": _CHOOSE,
    "consent_required": _CHOOSE,
    "access_denied": _DENIED,
    "launch_no_longer_valid": _OVER,  # Canvas's own
    "invalid_request": _WRONG_REGISTRATION,
    "invalid_request_object": _WRONG_REGISTRATION,
    "invalid_request_uri": _WRONG_REGISTRATION,
    "invalid_scope": _WRONG_REGISTRATION,
    "invalid_client": _WRONG_REGISTRATION,
    "unauthorized_client": _WRONG_REGISTRATION,
    "unsupported_response_type": _WRONG_REGISTRATION,
    "request_not_supported": _WRONG_REGISTRATION,
    "request_uri_not_supported": _WRONG_REGISTRATION,
    "registration_not_supported": _WRONG_REGISTRATION,
    "server_error": _BUSY,
    "temporarily_unavailable": _BUSY,
}
"""By error code."""


def platform_error(form: Mapping[str, str]) -> ForbiddenError:
    """What to tell a person whose platform answered with this form."""
    code = form.get("error", "")
    known = code if _CODE.fullmatch(code) else "unknown error"
    return ForbiddenError(SENTENCES.get(code, _OTHER).message, error=known)
