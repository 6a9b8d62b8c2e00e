"""Saying no to a launch: what the person reads, and the reason an administrator can act on.

Reasons name the rule that was broken and never a value out of the token.
"""

from core.errors import ForbiddenError


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
        "Your browser did not bring back the cookie that this launch began with, so nobody was "
        "signed in. Open the activity again from your course, and in a new window if that is "
        "offered; or allow cookies for this site."
    )
