"""Calls to Microsoft Graph as the app itself, and what it refuses.

https://learn.microsoft.com/graph/errors
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from core.domain.teams_tenant import TeamsTenant
from core.errors import UnavailableError
from core.ports.messenger import Refused, Throttled
from core.ports.outbound import OutboundHttp, OutboundResponse
from teams_app.microsoft_http import AppTokens, graph_scope

VERSION = "v1.0"
PAUSE = timedelta(seconds=30)
"""Before Graph is asked again where it does not say."""
LONGEST_PAUSE = timedelta(hours=1)
_AWAY = frozenset({500, 502, 503, 504})


class GraphCalls:
    """Calls Graph. Safe to share between threads.

    Args:
        http: guarded.
        tokens: of the tenants' apps.
        graph_url: where Graph is, without a version (setting `graph_url`).
    """

    def __init__(self, http: OutboundHttp, tokens: AppTokens, graph_url: str) -> None:
        self._http = http
        self._tokens = tokens
        self.address = f"{graph_url}/{VERSION}"
        self._scope = graph_scope(graph_url)

    def sign_in(self, tenant: TeamsTenant) -> None:
        """Get a token, so that what fails afterwards was sent.

        Raises:
            UnavailableError: Microsoft does not answer.
            AppRefusedError: Entra gives the app no token.
        """
        self._headers(tenant)

    def get(self, tenant: TeamsTenant, path: str) -> OutboundResponse:
        """GET a path below the version.

        Raises:
            UnavailableError: no answer in time.
            AppRefusedError: Entra gives the app no token.
        """
        return self._http.get(f"{self.address}/{path}", self._headers(tenant))

    def post(self, tenant: TeamsTenant, path: str, body: Mapping[str, Any]) -> OutboundResponse:
        """POST to a path below the version. Raises as `get`."""
        headers = {**self._headers(tenant), "Content-Type": "application/json"}
        sent = json.dumps(body).encode()
        return self._http.send("POST", f"{self.address}/{path}", sent, headers)

    def _headers(self, tenant: TeamsTenant) -> dict[str, str]:
        token = self._tokens.app_token(tenant, self._scope)
        return {"Authorization": f"Bearer {token}", "Accept": "application/json"}


def read(answer: OutboundResponse) -> Mapping[str, Any]:
    """The object it answers; an empty one where there is none."""
    try:
        told = answer.json()
    except UnavailableError:
        return {}
    return told if isinstance(told, dict) else {}


def entries(answer: OutboundResponse) -> list[Mapping[str, Any]]:
    """The objects of a list."""
    found = read(answer).get("value")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def refusal(answer: OutboundResponse) -> Refused | Throttled:
    """What an answer means that is no success."""
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status in _AWAY:
        told = answer.headers.get("retry-after", "")
        seconds = int(told[:9]) if told.isascii() and told.isdigit() else 0
        pause = min(timedelta(seconds=seconds), LONGEST_PAUSE) or PAUSE
        return Throttled(pause, everything=False)
    error = read(answer).get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return Refused(code if isinstance(code, str) and code else f"http_{answer.status}")
