"""Requests to Canvas: first with nothing but HTTP in mind, then with the token.

1. Lists come in pages; where the next one is, the Link header says. Nobody builds that address.
2. A token that is wrong or over gets 401 with WWW-Authenticate; 401 without it means that its owner
   may not do this.
3. Throttling: integrations/base/connector_http.py knows Canvas's X-Rate-Limit-Remaining, and the
   403 that says it.
Docs: https://developerdocs.instructure.com/services/canvas/basics/file.pagination and
file.throttling
"""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from marshmallow import Schema
from requests.utils import parse_header_links

from core.errors import NotFoundError, UnavailableError
from core.ports.connectors import ForbiddenScopeError
from core.ports.outbound import OutboundHttp, OutboundResponse
from integrations.base.answers import accepted, read_as

PRODUCT = "Canvas"
PAGE = 100
MOST_PAGES = 10_000

Query = Sequence[tuple[str, str]]


class Authorised:
    """Requests with a token; answers that are not good are errors, as in integrations/base/answers.

    Args:
        http: the way out.
        address: of the institution's Canvas.
        token: an access token.
    """

    def __init__(self, http: OutboundHttp, address: str, token: str) -> None:
        self._http = http
        self._address = address
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def get(self, path: str, schema: Schema, query: Query = ()) -> Any:
        """One object, or a list that has no pages."""
        return read_as(schema, self._answer(self._url(path, query)), PRODUCT)

    def each(self, path: str, schema: Schema, query: Query = ()) -> Iterator[list[Any]]:
        """A list, page by page."""
        url: str | None = self._url(path, [*query, ("per_page", str(PAGE))])
        for _ in range(MOST_PAGES):
            if url is None:
                return
            answer = self._answer(url)
            yield list(read_as(schema, answer, PRODUCT))
            url = _next(answer)
        raise UnavailableError("%(product)s sends the same pages again and again.", product=PRODUCT)

    def everything(self, path: str, schema: Schema, query: Query = ()) -> list[Any]:
        """A whole list."""
        return [one for page in self.each(path, schema, query) for one in page]

    def _url(self, path: str, query: Query) -> str:
        asked = f"?{urlencode(list(query))}" if query else ""
        return f"{self._address}/api/v1/{path}{asked}"

    def _answer(self, url: str) -> OutboundResponse:
        answer = self._http.get(url, self._headers)
        unsigned = "www-authenticate" not in answer.headers
        if answer.status == HTTPStatus.UNAUTHORIZED and unsigned:
            raise ForbiddenScopeError(
                "%(product)s does not let our account read this. Give it the permissions that the "
                "guide of this connector names.",
                product=PRODUCT,
            )
        if answer.status == HTTPStatus.NOT_FOUND:
            raise NotFoundError("Canvas does not find a part of this course.")
        return accepted(answer, PRODUCT)


def _next(answer: OutboundResponse) -> str | None:
    links = parse_header_links(answer.headers.get("link", ""))
    return next((link["url"] for link in links if link.get("rel") == "next"), None)
