"""The guarded HTTP client: the adapter of core/ports/outbound.py on requests.

https and public addresses only (integrations/base/pinning.py), no redirects, no proxies from the
environment, short timeouts, a cap on the size of answers, and a few repeated tries for GET.
"""

import time
from collections.abc import Callable, Mapping
from random import SystemRandom

import requests

from core.errors import InvalidInputError, UnavailableError
from core.ports.outbound import OutboundResponse
from integrations.base.addresses import Resolver, resolve
from integrations.base.pinning import CallPolicy, PinnedAdapter

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
TOTAL_SECONDS = 20.0
"""A slow drip of bytes resets the read timeout; this does not."""
RETRY_BUDGET_SECONDS = 5.0
"""No further try starts after this long: somebody may be waiting for a page."""
TRIES = 3
BACKOFF_SECONDS = 0.2
MAX_BYTES = 1_000_000
WORTH_RETRYING = frozenset({429, 502, 503, 504})
USER_AGENT = "Mentorloom"
"""Some hosted Moodles answer 403 to requests without a User-Agent."""

_CHUNK = 16_384
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class GuardedHttp:
    """Calls other systems, carefully. One per process; safe to share between threads.

    Args:
        allowed_origins: exact origins such as "http://localhost:8001" that may be called although
            private or plain http: the demo, or an LMS in the same building.
        ca_bundle: file of certificates to trust instead of the public ones, for a private CA.
        max_bytes: largest answer accepted, after decompression.
        read_seconds: longest silence of the other side.
        total_seconds: longest time an answer may take as a whole.
        resolve_host: how names become addresses; the system's resolver by default.
        sleep: how to wait between tries, in seconds.
    """

    def __init__(
        self,
        allowed_origins: frozenset[str] = frozenset(),
        *,
        ca_bundle: str | None = None,
        max_bytes: int = MAX_BYTES,
        read_seconds: float = READ_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
        resolve_host: Resolver = resolve,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._policy = CallPolicy(allowed_origins, resolve_host)
        self._verify: bool | str = ca_bundle or True
        self._max_bytes = max_bytes
        self._timeouts = (CONNECT_SECONDS, read_seconds)
        self._total_seconds = total_seconds
        self._sleep = sleep
        # One adapter keeps the connection pools; sessions are cheap and not safe to share.
        self._adapter = PinnedAdapter(self._policy)

    def check(self, url: str) -> None:
        """Refuse a URL that may not be called, without calling it.

        Raises:
            InvalidInputError: says what is wrong with the URL.
        """
        scheme, host, port = self._policy.check_url(url)
        try:
            self._policy.addresses(scheme, host, port)
        except OSError as error:
            raise InvalidInputError("There is no host named %(host)s.", host=host) from error

    def get(
        self, url: str, headers: Mapping[str, str] | None = None, *, max_bytes: int | None = None
    ) -> OutboundResponse:
        """GET, tried up to three times within a few seconds, unless told when to come again.

        Args:
            url: https and public, or of an allowed origin.
            headers: besides our own.
            max_bytes: largest answer accepted; the client's limit unless given.

        Raises:
            InvalidInputError: the URL may not be called.
            UnavailableError: no answer in time, a redirect, or an answer too large.
        """
        started = time.monotonic()
        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES or time.monotonic() - started > RETRY_BUDGET_SECONDS
            try:
                answer = self._send("GET", url, headers, max_bytes=max_bytes or self._max_bytes)
            except _NoAnswerError:
                if last:
                    raise
            else:
                # Whoever names a time gets it: the caller can wait longer than we can here.
                if last or answer.status not in WORTH_RETRYING or "retry-after" in answer.headers:
                    return answer
            # Jitter keeps many workers from returning to a struggling host in step.
            self._sleep(BACKOFF_SECONDS * 2**attempt * SystemRandom().uniform(0.5, 1.0))
        raise AssertionError("the last try returns or raises")  # pragma: no cover

    def post_form(
        self, url: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> OutboundResponse:
        """POST a form once.

        Raises:
            InvalidInputError: the URL may not be called.
            UnavailableError: no answer in time, a redirect, or an answer too large.
        """
        return self._send("POST", url, headers, dict(form), max_bytes=self._max_bytes)

    def send(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> OutboundResponse:
        """POST or PUT a body once. Raises as `post_form`."""
        return self._send(method, url, headers, body, max_bytes=self._max_bytes)

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        body: dict[str, str] | bytes | None = None,
        *,
        max_bytes: int,
    ) -> OutboundResponse:
        _, host, _ = self._policy.check_url(url)
        request = requests.Request(
            method, url, data=body, headers={"User-Agent": USER_AGENT, **(headers or {})}
        )
        started = time.monotonic()
        try:
            # The adapter is called directly: a session would add proxies, cookies, netrc
            # passwords and redirects, none of which may have a say here.
            with self._adapter.send(
                request.prepare(), stream=True, timeout=self._timeouts, verify=self._verify
            ) as response:
                if response.status_code in _REDIRECTS:
                    raise UnavailableError(
                        "%(host)s redirects to another address. Enter that address instead.",
                        host=host,
                    )
                answer = _read(response, host, started + self._total_seconds, max_bytes)
        except requests.RequestException as error:
            raise _NoAnswerError(
                "%(host)s did not answer. Check the address, or try again later.", host=host
            ) from error
        names = {name.lower(): value for name, value in response.headers.items()}
        return OutboundResponse(response.status_code, names, answer)


def _read(response: requests.Response, host: str, until: float, max_bytes: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > max_bytes:
            raise UnavailableError(
                "The answer of %(host)s is larger than %(limit)s bytes.",
                host=host,
                limit=max_bytes,
            )
        if time.monotonic() > until:
            raise _NoAnswerError("%(host)s answers too slowly. Try again later.", host=host)
    return bytes(body)


class _NoAnswerError(UnavailableError):
    """Nothing usable came back; a GET may be tried again."""
