"""Calls to one platform's services, with its access token.

1. The token comes from lti/services/access_tokens.py.
2. GET is repeated a few times by the HTTP client; POST and PUT go out once: whether to send a score
   again is for the caller's queue to decide.
3. 401: the token is dropped, and the call made once more with a new one. A platform that still
   says 401 does not let us (Moodle says so for a missing scope).
4. 429, 5xx: worth trying again later. Everything else is for the caller to read.

It stands in for PyLTI1p3's connector, which knows no timeouts, keeps tokens for ever, lower-cases
addresses of next pages and only GETs and POSTs; PyLTI1p3's service classes work on it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pylti1p3.service_connector import ServiceConnector, TServiceConnectorResponse

from core.domain.registration import AccessToken, Registration
from core.errors import ForbiddenError, InvalidInputError, UnavailableError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp, OutboundResponse
from lti.services.access_tokens import PlatformTokens
from lti.services.refusals import must_be_available, must_be_success, unreadable
from lti.services.vocabulary import (
    GROUPS,
    JSON,
    LINE_ITEM,
    LINE_ITEMS,
    MEMBERSHIPS,
    short_names,
)
from lti.services.web_links import next_page

LARGEST_ROSTER = 32_000_000
"""Bytes. Moodle sends the whole course at once: 10,000 people are about 6 MB."""
_UNAUTHORIZED = 401
_SHAPES: Mapping[str, type] = {
    LINE_ITEM: dict,
    LINE_ITEMS: list,
    MEMBERSHIPS: dict,
    GROUPS: dict,
}
"""What JSON of a media type must be; PyLTI1p3's classes take it for granted."""


Method = Literal["GET", "POST", "PUT"]
"""Nothing is ever deleted: Moodle takes an activity's own column away when asked to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCall:
    """One request.

    Attributes:
        accept, content_type: exact media types; content_type is empty for GET.
    """

    method: Method
    url: str
    scopes: frozenset[str]
    accept: str
    content_type: str = ""
    body: bytes = b""


class PlatformConnector(ServiceConnector):
    """Calls services of one platform."""

    def __init__(
        self, registration: Registration, tokens: PlatformTokens, http: OutboundHttp, clock: Clock
    ) -> None:
        # PyLTI1p3's own constructor would open a session of requests, which is never used here.
        self._platform = registration
        self._tokens = tokens
        self._http = http
        self._clock = clock

    def call(self, call: ServiceCall) -> OutboundResponse:
        """The answer, whatever its status, except as said above.

        Raises:
            ForbiddenError: no token, or no permission with it.
            UnavailableError: no answer, or one that asks to come again later.
        """
        token = self._tokens.token(self._platform, call.scopes)
        answer = self._send(call, token)
        if answer.status == _UNAUTHORIZED:
            self._tokens.drop(token)
            answer = self._send(call, self._tokens.token(self._platform, call.scopes))
        if answer.status == _UNAUTHORIZED:
            raise ForbiddenError(
                "Your LMS does not accept the access token it gave this tool for: %(scopes)s. Its "
                "administrator should check what this tool may use where it is registered.",
                scopes=short_names(call.scopes),
            )
        must_be_available(answer, self._clock.now())
        return answer

    def get_access_token(self, scopes: Sequence[str]) -> str:
        """PyLTI1p3's way to ask for a token. Raises as PlatformTokens.token."""
        return self._tokens.token(self._platform, frozenset(scopes)).token

    def make_service_request(
        self,
        scopes: Sequence[str],
        url: str,
        is_post: bool = False,  # noqa: FBT001, FBT002 - PyLTI1p3's signature
        data: str | None = None,
        content_type: str = JSON,
        accept: str = JSON,
        case_insensitive_headers: bool = False,  # noqa: ARG002, FBT001, FBT002 - same; see below
    ) -> TServiceConnectorResponse:
        """PyLTI1p3's way to GET or POST JSON. Header names come back in lower case.

        Raises:
            ForbiddenError: no token, or the platform refuses.
            UnavailableError: no answer, or one that cannot be read.
        """
        called = ServiceCall(
            method="POST" if is_post else "GET",
            url=url,
            scopes=frozenset(scopes),
            accept=accept,
            content_type=content_type if is_post else "",
            body=(data or "").encode(),
        )
        return self.read(called)

    def read(self, call: ServiceCall) -> TServiceConnectorResponse:
        """A successful answer, parsed. Raises as `make_service_request`."""
        answer = self.call(call)
        must_be_success(answer)
        body = answer.json() if answer.body else None
        shape = _SHAPES.get(call.accept)
        if shape is not None and not isinstance(body, shape):
            raise unreadable()
        return {
            "headers": dict(answer.headers),
            "body": body,
            "next_page_url": next_page(answer.headers.get("link", ""), call.url),
        }

    def _send(self, call: ServiceCall, token: AccessToken) -> OutboundResponse:
        headers = {"Authorization": f"Bearer {token.token}", "Accept": call.accept}
        try:
            if call.method == "GET":
                most = LARGEST_ROSTER if call.accept == MEMBERSHIPS else None
                return self._http.get(call.url, headers, max_bytes=most)
            headers["Content-Type"] = call.content_type
            return self._http.send(call.method, call.url, call.body, headers)
        except InvalidInputError as error:
            # Nobody typed this URL: the platform named it.
            raise UnavailableError(error.message, **error.params) from error


Connect = Callable[[Registration], PlatformConnector]
"""Makes the connector of a platform."""


def json_bytes(value: object) -> bytes:
    """A body of JSON."""
    return json.dumps(value, ensure_ascii=False).encode()
