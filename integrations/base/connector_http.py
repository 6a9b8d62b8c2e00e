"""The HTTP client of one connection: its own hosts only, and patient with the vendor's limits.

1. Only origins are called that the connector names for its settings.
2. A vendor that says when to come again (429 or 503 with Retry-After, or X-RateLimit-Remaining: 0
   with X-RateLimit-Reset) is obeyed: short waits are waited, with jitter, within a budget; for
   longer ones the run ends and goes on later.
   Canvas tells by X-Rate-Limit-Remaining how full its bucket is, and by 403 that it is empty: it
   gets a few seconds to fill.
3. So 429 and 5xx never reach a connector: they are RateLimitedError and UnavailableError. Other
   statuses do, for it knows what its vendor means by them.
4. The log names the host, the status and the time it took: no path, no header, no body.

Retry-After: RFC 9110, section 10.2.3.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from random import SystemRandom
from urllib.parse import urlsplit

from core.errors import InvalidInputError, UnavailableError
from core.ports.clock import Clock
from core.ports.connectors import RateLimitedError
from core.ports.outbound import OutboundHttp, OutboundResponse
from integrations.base.pinning import origin_of

TRIES = 5
LOW_BUCKET = 50.0
"""What one request may cost in Canvas's bucket (X-Rate-Limit-Remaining); 10 a second come back."""
BUCKET_WAIT = timedelta(seconds=10)
_UNNAMED_WAIT = timedelta(minutes=1)
_EPOCH = 1_000_000_000
"""From here on a number in X-RateLimit-Reset is a moment (seconds since 1970), not a span."""
_LONGEST_SPAN = timedelta(days=366)
"""Longer ones are no answer to when to come again, and some could not even be added to now."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a vendor that asks to wait is waited for, in seconds.

    Attributes:
        once: for one permission to go on.
        in_all: by one client.
    """

    once: float
    in_all: float


PATIENT = Patience(20.0, 120.0)
"""A worker has time, and other things to do."""
HURRIED = Patience(2.0, 4.0)
"""Somebody looks at a page."""


class ConnectorHttp:
    """An OutboundHttp for one connection. Not to be shared between threads.

    Args:
        http: the guarded client beneath.
        hosts: origins that may be called.
        clock: tells how long until a moment that a vendor names.
        sleep: how to wait, in seconds.
        patience: how long to wait.
    """

    def __init__(
        self,
        http: OutboundHttp,
        hosts: frozenset[str],
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
        patience: Patience = PATIENT,
    ) -> None:
        self._http = http
        self._hosts = hosts
        self._clock = clock
        self._patience = patience
        self._sleep = sleep
        self._waited = 0.0
        self._closed: dict[str, datetime] = {}

    def check(self, url: str) -> None:
        """See the port."""
        self._origin(url)
        self._http.check(url)

    def get(
        self, url: str, headers: Mapping[str, str] | None = None, *, max_bytes: int | None = None
    ) -> OutboundResponse:
        """See the port; raises RateLimitedError besides."""
        return self._patiently(url, lambda: self._http.get(url, headers, max_bytes=max_bytes))

    def post_form(
        self, url: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> OutboundResponse:
        """See the port; raises RateLimitedError besides."""
        return self._patiently(url, lambda: self._http.post_form(url, form, headers))

    def send(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> OutboundResponse:
        """See the port; raises RateLimitedError besides."""
        return self._patiently(url, lambda: self._http.send(method, url, body, headers))

    def _origin(self, url: str) -> str:
        try:
            parts = urlsplit(url)
            origin = origin_of(parts.scheme, parts.hostname or "", parts.port)
        except ValueError as error:
            raise InvalidInputError("This is not a web address.") from error
        if origin not in self._hosts:
            raise InvalidInputError(
                "%(host)s is not a host of this connection.", host=parts.hostname or "-"
            )
        return origin

    def _patiently(self, url: str, call: Callable[[], OutboundResponse]) -> OutboundResponse:
        origin = self._origin(url)
        host = origin.partition("://")[2]
        for attempt in range(1, TRIES + 1):
            self._wait_until_open(origin, host)
            answer = self._timed(host, call)
            asked = self._asked_to_wait(answer)
            if asked is not None:
                self._closed[origin] = self._clock.now() + asked
            if answer.status == HTTPStatus.TOO_MANY_REQUESTS or _bucket_empty(answer):
                if attempt == TRIES:
                    raise _limited(host, asked or _UNNAMED_WAIT)
                self._closed.setdefault(origin, self._clock.now() + _UNNAMED_WAIT)
            elif answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                return answer
            elif asked is None or attempt == TRIES:
                raise UnavailableError(
                    "%(host)s has a problem of its own (%(status)s). It is tried again later.",
                    asked,
                    host=host,
                    status=answer.status,
                )
        raise AssertionError("the last try returns or raises")  # pragma: no cover

    def _timed(self, host: str, call: Callable[[], OutboundResponse]) -> OutboundResponse:
        started = time.monotonic()
        answer = call()
        _log.debug("%s %d in %.1f s", host, answer.status, time.monotonic() - started)
        return answer

    def _wait_until_open(self, origin: str, host: str) -> None:
        """Wait as long as the vendor asked for.

        Raises:
            RateLimitedError: that is too long to be waited for here.
        """
        until = self._closed.pop(origin, None)
        wait = (until - self._clock.now()) if until else timedelta()
        seconds = wait.total_seconds()
        if seconds <= 0:
            return
        if seconds > self._patience.once or self._waited + seconds > self._patience.in_all:
            raise _limited(host, wait)
        # Jitter keeps many workers from coming back in the same moment.
        self._waited += seconds
        self._sleep(seconds + SystemRandom().uniform(0.0, 0.5))

    def _asked_to_wait(self, answer: OutboundResponse) -> timedelta | None:
        if (left := _bucket(answer)) is not None and left < LOW_BUCKET:
            return BUCKET_WAIT
        busy = answer.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
        if busy and (named := answer.headers.get("retry-after")):
            return self._span(named)
        if answer.headers.get("x-ratelimit-remaining", "").strip() == "0" or busy:
            return self._span(answer.headers.get("x-ratelimit-reset", ""))
        return None

    def _span(self, named: str) -> timedelta | None:
        """How long until what a header names: seconds, a moment in seconds, or an HTTP date."""
        now, named = self._clock.now(), named.strip()
        try:
            number = float(named)
        except ValueError:
            number = None
        try:
            if number is None:
                moment = parsedate_to_datetime(named)
                span = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
            elif number >= _EPOCH:
                span = datetime.fromtimestamp(number, UTC) - now
            else:
                span = timedelta(seconds=number)
            return min(max(span, timedelta()), _LONGEST_SPAN)
        except (ValueError, OverflowError, OSError):
            return None


def _bucket(answer: OutboundResponse) -> float | None:
    """What is left in Canvas's bucket; None of others."""
    try:
        return float(answer.headers.get("x-rate-limit-remaining", ""))
    except ValueError:
        return None


def _bucket_empty(answer: OutboundResponse) -> bool:
    """Whether a 403 means that we were too quick, and not that we lack a permission."""
    left = _bucket(answer)
    return answer.status == HTTPStatus.FORBIDDEN and left is not None and left <= 0


def _limited(host: str, wait: timedelta) -> RateLimitedError:
    return RateLimitedError(
        "%(host)s asks us to come again later. It is tried again by itself.", wait, host=host
    )
