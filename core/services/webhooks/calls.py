"""One try to tell an endpoint of an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from core.domain.webhook import SLOWER, WebhookEndpoint, WebhookEvent
from core.errors import InvalidInputError, UnavailableError
from core.ports.outbound import OutboundHttp
from core.sentence import Sentence, sentence
from core.services.webhooks.signing import body_of, headers_of

_TOO_MUCH = frozenset(
    {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try.

    Attributes:
        status: of the answer; None if there was none.
        problem: what went wrong; None for a success.
        pause: the least time that the other side needs.
    """

    status: int | None
    problem: Sentence | None
    pause: timedelta = timedelta()

    @property
    def gone(self) -> bool:
        """Whether the endpoint wants to be told no more."""
        return self.status == HTTPStatus.GONE


def call(
    http: OutboundHttp,
    endpoint: WebhookEndpoint,
    event: WebhookEvent,
    secrets: Sequence[str],
    at: datetime,
) -> Answer:
    """Send an event once. Only 2xx is a success; redirects are not followed.

    Args:
        http: how to reach the outside.
        endpoint: where to.
        event: what to tell.
        secrets: what signs, the newest first.
        at: now.
    """
    body = body_of(event)
    try:
        answer = http.send("POST", endpoint.url, body, headers_of(event, body, at, secrets))
    except (InvalidInputError, UnavailableError) as error:
        return Answer(None, sentence(error.message, **error.params))
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return Answer(answer.status, None)
    if answer.status == HTTPStatus.GONE:
        return Answer(answer.status, sentence("It answered that it is gone for good (410)."))
    told = sentence("It answered with status %(status)s.", status=answer.status)
    return Answer(answer.status, told, _pause(answer.status, answer.headers))


def _pause(status: int, headers: Mapping[str, str]) -> timedelta:
    if status not in _TOO_MUCH and status != HTTPStatus.SERVICE_UNAVAILABLE:
        return timedelta()
    asked = headers.get("retry-after", "")
    # At most nine digits: what is longer is no time anybody means.
    seconds = int(asked[:9]) if asked.isascii() and asked.isdigit() else 0
    return max(timedelta(seconds=seconds), SLOWER if status in _TOO_MUCH else timedelta())
