"""Saying no to a launch: what the person reads, and the reason an administrator can act on.

Reasons name the rule that was broken and never a value out of the token.
"""

import re
from collections.abc import Mapping

from core.errors import ForbiddenError

_ERROR_CODE = re.compile(r"[a-z_]{1,40}")
_SIGN_IN_AGAIN = frozenset({"login_required", "interaction_required", "account_selection_required"})


def unverified(reason: str) -> ForbiddenError:
    """The launch breaks a rule of the protocol.

    Args:
        reason: which rule, in a few English words for the LMS's administrator.
    """
    return ForbiddenError(
        "This launch could not be verified (%(reason)s), so nobody was signed in. Open the "
        "activity again from your course. If that does not help, send this message to the "
        "administrator of your LMS.",
        reason=reason,
    )


def used_or_late() -> ForbiddenError:
    """The login it belongs to is unknown, used or expired."""
    return ForbiddenError(
        "This launch was used already, or took longer than ten minutes. Open the activity again "
        "from your course."
    )


def cookie_missing() -> ForbiddenError:
    """The browser did not prove that the login began in it."""
    return ForbiddenError(
        "Your browser did not return the cookie that this launch began with. Allow cookies for "
        "this site or let the activity open in a new window, then open it again from your course."
    )


def platform_error(form: Mapping[str, str]) -> ForbiddenError:
    """The platform answered the login with an error instead of an id_token.

    https://openid.net/specs/openid-connect-core-1_0.html#AuthError. Its free-text description is
    not shown: anybody could have written it.
    """
    error = form.get("error", "")
    if error in _SIGN_IN_AGAIN:
        return ForbiddenError(
            "Your LMS says that you are not signed in there. Sign in to your LMS again, then open "
            "the activity from your course."
        )
    return ForbiddenError(
        "Your LMS refused to open this activity (%(error)s). Open it again from your course. If "
        "that does not help, ask the administrator of your LMS to compare the client id and the "
        "redirect URI of this tool with its registration.",
        error=error if _ERROR_CODE.fullmatch(error) else "unknown error",
    )
