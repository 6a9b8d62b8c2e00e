"""What the answer of another system means for a connector: its data, or a typed error.

401 asks to be authorised again, 403 for a permission. 429 and 5xx never come here:
integrations/base/connector_http.py waits, or gives up.
https://www.rfc-editor.org/rfc/rfc9110#name-status-codes
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from marshmallow import Schema, ValidationError

from core.errors import UnavailableError
from core.ports.connectors import ForbiddenScopeError, NotAuthorisedError
from core.ports.outbound import OutboundResponse

_OK = range(200, 300)


def accepted(answer: OutboundResponse, product: str) -> OutboundResponse:
    """The answer, if it is a good one.

    Args:
        answer: of the other system.
        product: its name, for administrators.

    Raises:
        NotAuthorisedError: it does not know our credentials (any more).
        ForbiddenScopeError: they may not do this.
        UnavailableError: it answered what nobody expects.
    """
    if answer.status in _OK:
        return answer
    if answer.status == HTTPStatus.UNAUTHORIZED:
        raise NotAuthorisedError(
            "%(product)s does not accept our credentials. Enter new ones.", product=product
        )
    if answer.status == HTTPStatus.FORBIDDEN:
        raise ForbiddenScopeError(
            "%(product)s does not let our account read this. Give it the permissions that the "
            "guide of this connector names.",
            product=product,
        )
    raise UnavailableError(
        "%(product)s refused our request (HTTP %(status)s).", product=product, status=answer.status
    )


def told_at(answer: OutboundResponse) -> datetime | None:
    """When the answer was given, by the clock of the other system; None if it does not say."""
    try:
        moment = parsedate_to_datetime(answer.headers.get("date", ""))
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
