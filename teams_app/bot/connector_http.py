"""Calls to a conversation's connector, with the bot's token; the lower two storeys of its client.

1. The address is a connector's (service_url.py), or nothing is sent and no token fetched.
2. The app's token comes from Microsoft Entra, for the tenant's own app.
3. 412, 429, 502 and 504 are tried again with jitter, after Retry-After where it is given, for as
   long as somebody would wait. What takes longer is an error that says when to come again.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#bot-to-connector
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

import json
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom
from typing import Any, Protocol

from core.domain.teams_tenant import TeamsTenant
from core.errors import InvalidInputError, UnavailableError
from core.ports.outbound import OutboundHttp, OutboundResponse
from teams_app.bot.connector_errors import BUSY, RefusedError, UnsureError, refusal, too_big
from teams_app.bot.service_url import allowed_service_url
from teams_app.microsoft_http import BOT_SCOPE

LARGEST = 80 * 1024
"""Bytes of one message; Teams counts about 100 KB, in another encoding."""
WORTH_RETRYING = frozenset({412, 429, 502, 504})
PAUSE = timedelta(seconds=1)
"""Before the next try where Teams does not say; doubled for each further one."""
LONGEST_PAUSE = timedelta(hours=1)
_FIRST_ERROR = 400


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may try.

    Attributes:
        tries: in all.
        seconds: waited between tries at most, in all.
    """

    tries: int = 3
    seconds: float = 4.0


ONCE = Patience(tries=1)
"""Whoever calls has a queue that comes again."""


class Tokens(Protocol):
    """Where the bot's token comes from; teams_app.microsoft_http.AppTokens."""

    def app_token(self, tenant: TeamsTenant, scope: str) -> str:
        """A token of a tenant's app."""
        ...


class ConnectorHttp:
    """Calls connectors. One per process; safe to share between threads.

    Args:
        http: guarded.
        tokens: of the tenants' apps.
        origins: where connectors may be besides Microsoft's hosts.
        patience: how long to try.
        sleep: how to wait, in seconds.
    """

    def __init__(
        self,
        http: OutboundHttp,
        tokens: Tokens,
        origins: Collection[str] = (),
        patience: Patience = ONCE,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http
        self._tokens = tokens
        self._origins = origins
        self._patience = patience
        self._sleep = sleep

    def call(
        self,
        tenant: TeamsTenant,
        method: str,
        service_url: str,
        path: str,
        body: Mapping[str, Any] | None = None,
    ) -> Mapping[str, Any]:
        """Call a connector and read the object it answers; an empty one where it answers none.

        Args:
            tenant: whose bot calls.
            method: of HTTP.
            service_url: where the connector is.
            path: below that, with a slash first, ids quoted.
            body: sent as JSON.

        Raises:
            MentorloomError: see connector_errors.
            AppRefusedError: Entra gives the app no token.
        """
        if not allowed_service_url(service_url, self._origins):
            raise RefusedError("ServiceUrlNotAllowed")
        sent = b"" if body is None else json.dumps(body).encode()
        if len(sent) > LARGEST:
            raise too_big()
        url, tried, waited = service_url.rstrip("/") + path, 0, 0.0
        while True:
            answer = self._once(tenant, method, url, sent)
            tried += 1
            if answer.status < _FIRST_ERROR:
                return _object(answer)
            pause = _pause(answer, tried)
            waited += pause
            last = tried >= self._patience.tries or waited > self._patience.seconds
            if last or answer.status not in WORTH_RETRYING:
                raise refusal(answer.status, _code(answer), timedelta(seconds=pause))
            self._sleep(pause)

    def _once(self, tenant: TeamsTenant, method: str, url: str, body: bytes) -> OutboundResponse:
        headers = {
            "Authorization": f"Bearer {self._tokens.app_token(tenant, BOT_SCOPE)}",
            "Accept": "application/json",
        }
        try:
            if method == "GET":
                return self._http.get(url, headers)
            headers["Content-Type"] = "application/json; charset=utf-8"
            return self._http.send(method, url, body, headers)
        except InvalidInputError as error:
            raise RefusedError("ServiceUrlNotAllowed") from error
        except UnavailableError as error:
            raise UnsureError(BUSY) from error


def _pause(answer: OutboundResponse, tried: int) -> float:
    """Seconds to wait before the next try: as told, else more each time; never in step."""
    told = answer.headers.get("retry-after", "")
    named = told.isascii() and told.isdigit()
    least = min(float(told), LONGEST_PAUSE.total_seconds()) if named else 0.0
    longest = PAUSE.total_seconds() * 2.0 ** (tried - 1)
    return least + SystemRandom().uniform(longest / 4, longest)


def _object(answer: OutboundResponse) -> Mapping[str, Any]:
    found = answer.json() if answer.body.strip() else {}
    return found if isinstance(found, dict) else {}


def _code(answer: OutboundResponse) -> str:
    """What Teams calls an error; empty where it does not say."""
    try:
        told = answer.json()
    except UnavailableError:
        return ""
    error = told.get("error") if isinstance(told, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code[:80] if isinstance(code, str) else ""
