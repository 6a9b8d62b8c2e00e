"""What a connector refuses, as errors.

    UnavailableError
    ├── ThrottledError      not taken; says when to come again
    └── UnsureError         no answer, or none that says: it may have been taken
    ForbiddenError
    ├── BlockedError        they blocked the bot, or the app was taken away
    └── NotInRosterError    the bot is no member of the conversation any more
    NotFoundError
    └── GoneError           no such conversation, or no such message
    InvalidInputError
    └── TooBigError         larger than Teams takes
    ConflictError
    └── RefusedError        anything else that will not change by itself; has Teams' own code

https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-code-responses
"""

from datetime import timedelta

from core.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    MentorloomError,
    NotFoundError,
    UnavailableError,
)

NOT_TAKEN = frozenset({412, 429})
UNSURE = frozenset({500, 502, 503, 504})
_BLOCKED = frozenset(
    {
        "MessageWritesBlocked",
        "ConversationBlockedByUser",
        "BotDisabledByAdmin",
    }
)
_FORBIDDEN, _NOT_FOUND, _TOO_BIG = 403, 404, 413
BUSY = "Teams is busy. Try again later."


class ThrottledError(UnavailableError):
    """Teams did not take it, and says or implies when to come again (`retry_after`)."""


class UnsureError(UnavailableError):
    """Teams may have taken it: no answer came, or one that does not say."""


class BlockedError(ForbiddenError):
    """Nothing may be sent there: they blocked the bot, or the app was taken away."""


class NotInRosterError(ForbiddenError):
    """The bot is no member of the conversation any more."""


class GoneError(NotFoundError):
    """There is no such conversation or message."""


class TooBigError(InvalidInputError):
    """It is larger than Teams takes."""


class RefusedError(ConflictError):
    """Refused for good.

    Args:
        reason: what Teams calls it, for programs.
    """

    def __init__(self, reason: str) -> None:
        super().__init__("Teams refuses this (%(reason)s).", reason=reason)
        self.reason = reason


def refusal(status: int, code: str, retry_after: timedelta) -> MentorloomError:
    """The error an answer means.

    Args:
        status: of HTTP, 400 or more.
        code: what Teams calls it; empty if it does not say.
        retry_after: when to come again.
    """
    if status in NOT_TAKEN:
        return ThrottledError(BUSY, retry_after)
    if status in UNSURE:
        return UnsureError(BUSY, retry_after)
    if code == "BotNotInConversationRoster":
        return NotInRosterError("The bot is no longer a member of this conversation.")
    if status == _FORBIDDEN and code in _BLOCKED:
        return BlockedError("The bot is blocked in this conversation.")
    if status == _NOT_FOUND:
        return GoneError("There is no such conversation in Teams any more.")
    return too_big() if status == _TOO_BIG else RefusedError(code or f"http_{status}")


def too_big() -> TooBigError:
    """It is larger than Teams takes."""
    return TooBigError("This is larger than Teams takes.")
