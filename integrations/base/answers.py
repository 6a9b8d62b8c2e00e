"""What the answer of another system means for a connector: its data, or a typed error.

401 asks to be authorised again, 403 for a permission, 429 (and 503 with Retry-After) for patience;
other 5xx may go better later. https://www.rfc-editor.org/rfc/rfc9110#name-status-codes
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from marshmallow import Schema, ValidationError

from core.errors import UnavailableError
from core.ports.connectors import ForbiddenScopeError, NotAuthorisedError, RateLimitedError
from core.ports.outbound import OutboundResponse

LONGEST_WAIT = timedelta(days=1)
"""Whoever asks for more is asked again after this."""
_SERVER_ERRORS = 500
_OK = range(200, 300)


def accepted(answer: OutboundResponse, product: str) -> OutboundResponse:
    """The answer, if it is a good one.

    Args:
        answer: of the other system.
        product: its name, for administrators.

    Raises:
        NotAuthorisedError: it does not know our credentials (any more).
        ForbiddenScopeError: they may not do this.
        RateLimitedError: it asks us to come again later.
        UnavailableError: it failed, or answered what nobody expects.
    """
    status = answer.status
    if status in _OK:
        return answer
    if status == HTTPStatus.UNAUTHORIZED:
        raise NotAuthorisedError(
            "%(product)s does not accept our credentials. Enter new ones.", product=product
        )
    if status == HTTPStatus.FORBIDDEN:
        raise ForbiddenScopeError(
            "%(product)s does not let our account read this. Give it the permissions that the "
            "guide of this connector names.",
            product=product,
        )
    wait = retry_after(answer)
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == _BUSY and wait is not None):
        raise RateLimitedError("%(product)s asks us to come again later.", wait, product=product)
    if status >= _SERVER_ERRORS:
        raise UnavailableError("%(product)s has a problem of its own.", wait, product=product)
    raise UnavailableError(
        "%(product)s refused our request (HTTP %(status)s).", product=product, status=status
    )


_BUSY = HTTPStatus.SERVICE_UNAVAILABLE


def retry_after(answer: OutboundResponse) -> timedelta | None:
    """How long the other system asks us to wait; None if it does not say.

    Seconds, or a date, which is compared with the answer's own Date: clocks differ.
    """
    told = answer.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdecimal() and len(told) < 9:  # noqa: PLR2004 - years are no waiting
        return min(timedelta(seconds=int(told)), LONGEST_WAIT)
    until, here = _moment(told), told_at(answer)
    if until is None or here is None:
        return None
    return min(max(until - here, timedelta(0)), LONGEST_WAIT)


def told_at(answer: OutboundResponse) -> datetime | None:
    """When the answer was given, by the clock of the other system; None if it does not say."""
    return _moment(answer.headers.get("date", ""))


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_as(schema: Schema, answer: OutboundResponse, product: str) -> Mapping[str, Any]:
    """The JSON of an answer, validated.

    Raises:
        UnavailableError: it is no JSON, or not of this form: cut off, or of another version.
    """
    try:
        read: Mapping[str, Any] = schema.load(answer.json())
    except ValidationError as error:
        raise UnavailableError(
            "%(product)s answered something that we do not understand. Try again; if it stays, "
            "its interface has changed.",
            product=product,
        ) from error
    return read
