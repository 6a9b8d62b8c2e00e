"""Requests to Microsoft Graph with a token; several at once in a batch.

Of a batch every answer has a status of its own: a 429 may be inside a 200.
Docs: https://learn.microsoft.com/graph/json-batching, https://learn.microsoft.com/graph/errors
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from core.errors import UnavailableError
from core.ports.connectors import CursorExpiredError, RateLimitedError
from core.ports.outbound import OutboundHttp, OutboundResponse
from integrations.base.answers import accepted, read_as
from integrations.hris.entra import schemas
from integrations.hris.entra.sign_in import SignIn

PRODUCT = "Microsoft Entra"
MOST_AT_ONCE = 20
LONGEST_WAIT_SECONDS = 86_400
_EXPIRED = frozenset(
    {
        "directory_expiredpagetoken",
        "directory_resyncrequired",
        "resyncrequired",
        "syncstateinvalid",
        "syncstatenotfound",
    }
)


@dataclass(frozen=True, slots=True)
class Graph:
    """Microsoft Graph for one app.

    Attributes:
        base: its URL with the version.
    """

    http: OutboundHttp
    base: str
    sign_in: SignIn

    def get(self, link: str) -> OutboundResponse:
        """GET a path, or a link that an earlier answer had.

        Raises:
            CursorExpiredError: the link is too old.
            MentorloomError: as integrations/base/answers.accepted.
        """
        url = f"{self.base}{link}" if link.startswith("/") else link
        if not url.startswith(f"{self.base}/"):
            raise UnavailableError("Microsoft Entra sent a link to somewhere else.")
        answer = self.http.get(url, self._headers())
        if _expired(answer):
            raise CursorExpiredError("Microsoft Entra does not know any more where we were.")
        return accepted(answer, PRODUCT)

    def batch(self, paths: Sequence[str]) -> list[Any | None]:
        """GET up to MOST_AT_ONCE paths.

        Returns:
            For each, in their order, its JSON, or None where there is nothing (404).

        Raises:
            MentorloomError: as integrations/base/answers.accepted, for any of them.
        """
        asked = [
            {"id": str(number), "method": "GET", "url": path} for number, path in enumerate(paths)
        ]
        body = json.dumps({"requests": asked}).encode()
        headers = {**self._headers(), "Content-Type": "application/json"}
        answer = accepted(self.http.send("POST", f"{self.base}/$batch", body, headers), PRODUCT)
        told = read_as(schemas.Batch(), answer, PRODUCT)["responses"]
        by_id = {one["id"]: one for one in told}
        if len(by_id) != len(paths):
            raise UnavailableError("Microsoft Entra left out a part of its answer.")
        answers = [_inner(by_id[one["id"]]) for one in asked]
        _all_in_time(answers)
        return [_body(one) for one in answers]

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.sign_in.token()}", "Accept": "application/json"}


def _expired(answer: OutboundResponse) -> bool:
    if answer.status == HTTPStatus.GONE:
        return True
    if answer.status != HTTPStatus.BAD_REQUEST:
        return False
    try:
        code = answer.json()["error"]["code"]
    except (UnavailableError, KeyError, TypeError):
        return False
    return isinstance(code, str) and code.lower() in _EXPIRED


def _inner(told: dict[str, Any]) -> OutboundResponse:
    names = {name.lower(): str(value) for name, value in told["headers"].items()}
    return OutboundResponse(told["status"], names, json.dumps(told["body"]).encode())


def _all_in_time(answers: Sequence[OutboundResponse]) -> None:
    """Obey the longest wait that any of them asks for."""
    late = [one for one in answers if one.status == HTTPStatus.TOO_MANY_REQUESTS]
    if not late:
        return
    named = [one.headers.get("retry-after", "") for one in late]
    seconds = [min(int(one), LONGEST_WAIT_SECONDS) for one in named if re.fullmatch("[0-9]+", one)]
    wait = timedelta(seconds=max(seconds)) if seconds else None
    raise RateLimitedError(
        "%(host)s asks us to come again later. It is tried again by itself.", wait, host=PRODUCT
    )


def _body(answer: OutboundResponse) -> Any | None:
    if answer.status == HTTPStatus.NOT_FOUND:
        return None
    return accepted(answer, PRODUCT).json()
