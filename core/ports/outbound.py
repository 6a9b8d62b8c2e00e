"""HTTP to the outside, guarded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from core.errors import UnavailableError


@dataclass(frozen=True, slots=True)
class OutboundResponse:
    """An answer, whatever its status.

    Attributes:
        headers: names in lower case.
        body: at most the client's size limit.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body parsed as JSON.

        Raises:
            UnavailableError: it is not JSON.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise UnavailableError(
                "The other system answered something that is not JSON."
            ) from error


class OutboundHttp(Protocol):
    """An HTTP client that refuses private addresses, plain http, redirects and endless answers."""

    def check(self, url: str) -> None:
        """Refuse a URL that may not be called, without calling it.

        Raises:
            InvalidInputError: says what is wrong with the URL.
        """
        ...

    def get(
        self, url: str, headers: Mapping[str, str] | None = None, *, max_bytes: int | None = None
    ) -> OutboundResponse:
        """GET with timeouts and bounded retries; none where the host says when to come again.

        Args:
            url: https and public.
            headers: besides the client's own.
            max_bytes: largest body accepted; the client's limit unless given.

        Raises:
            InvalidInputError: the URL may not be called.
            UnavailableError: no answer in time.
        """
        ...

    def post_form(
        self, url: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> OutboundResponse:
        """POST a form; never repeated by itself. Raises as `get`."""
        ...

    def send(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> OutboundResponse:
        """POST or PUT a body of any media type; never repeated by itself. Raises as `get`."""
        ...
