"""What a platform's answer means when it is no success.

- 408, 425, 429, 5xx, and Canvas's 403 "Rate Limit Exceeded": worth trying again, after Retry-After
  if given.
- Other 4xx: trying again changes nothing; somebody has to.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from core.errors import ForbiddenError, UnavailableError
from core.ports.outbound import OutboundResponse

_LATER = frozenset({408, 425, 429})
_FORBIDDEN = 403
_REFUSALS = range(400, 500)
_SUCCESSES = range(200, 300)
_THROTTLED = b"Rate Limit Exceeded"
"""Canvas throttles with 403: https://developerdocs.instructure.com/services/canvas/basics/file.throttling"""
LONGEST_WAIT = timedelta(days=1)


def must_be_available(answer: OutboundResponse, now: datetime) -> None:
    """Let everything pass but answers that ask to come again later.

    Raises:
        UnavailableError: with the time it asks for.
    """
    throttled = answer.status == _FORBIDDEN and _THROTTLED in answer.body
    if throttled or answer.status in _LATER or answer.status not in range(200, 500):
        raise UnavailableError(
            "Your LMS cannot answer right now (status %(status)s). Try again later.",
            _wait(answer.headers.get("retry-after", ""), now),
            status=answer.status,
        )


def must_be_success(answer: OutboundResponse) -> None:
    """Let 2xx pass.

    Raises:
        ForbiddenError: the platform refuses, or has no such thing.
        UnavailableError: it answers something else.
    """
    if answer.status in _REFUSALS:
        raise ForbiddenError(
            "Your LMS does not let this tool do that (status %(status)s). Open the activity again "
            "from your course: that renews the addresses used here. If it does not help, the "
            "administrator of your LMS should check what this tool may use.",
            status=answer.status,
        )
    if answer.status not in _SUCCESSES:
        raise unreadable()


def unreadable() -> UnavailableError:
    """The platform answered something it should not."""
    return UnavailableError(
        "Your LMS answered something that cannot be read. Try again later; if that does not help, "
        "its administrator should check the addresses in the registration of this tool."
    )


def _wait(retry_after: str, now: datetime) -> timedelta | None:
    """Retry-After, RFC 9110 section 10.2.3: seconds or a date. Nonsense counts as not given."""
    if retry_after.isascii() and retry_after.isdigit():
        # More digits than any wait has; int() refuses thousands of them.
        wait = timedelta(seconds=int(retry_after[:9]))
    else:
        try:
            until = parsedate_to_datetime(retry_after)
        except (ValueError, OverflowError):
            return None
        wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta()), LONGEST_WAIT)
