"""Requests to BambooHR: first with nothing but HTTP in mind, then with the key.

The key is the user name of HTTP Basic authentication; the password may be anything.
Docs: https://documentation.bamboohr.com/docs/getting-started
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from core.ports.outbound import OutboundHttp, OutboundResponse
from integrations.base.answers import accepted

PRODUCT = "BambooHR"


@dataclass(frozen=True, slots=True)
class Requests:
    """Plain requests below an address; any answer is an answer."""

    http: OutboundHttp
    address: str

    def get(
        self, path: str, query: Mapping[str, Any], headers: Mapping[str, str]
    ) -> OutboundResponse:
        """GET with query parameters."""
        asked = f"?{urlencode(query)}" if query else ""
        return self.http.get(f"{self.address}/api/{path}{asked}", headers)

    def send(
        self, method: str, path: str, told: Any, headers: Mapping[str, str]
    ) -> OutboundResponse:
        """Send JSON; None for no body."""
        body = b"" if told is None else json.dumps(told).encode()
        names = headers if told is None else {**headers, "Content-Type": "application/json"}
        return self.http.send(method, f"{self.address}/api/{path}", body, names)


class Authorised:
    """The same with the key; answers that are not good are errors, as in integrations/base/answers.

    Args:
        requests: where to.
        key: the API key.
    """

    def __init__(self, requests: Requests, key: str) -> None:
        self._requests = requests
        proof = b64encode(f"{key}:x".encode()).decode("ascii")
        # Without Accept, some operations answer XML.
        self._headers = {"Authorization": f"Basic {proof}", "Accept": "application/json"}

    def get(self, path: str, **query: Any) -> OutboundResponse:
        """GET."""
        return accepted(self._requests.get(path, query, self._headers), PRODUCT)

    def post(self, path: str, told: Any) -> OutboundResponse:
        """POST JSON."""
        return accepted(self._requests.send("POST", path, told, self._headers), PRODUCT)

    def delete(self, path: str) -> int:
        """DELETE; the status of whatever was answered."""
        return self._requests.send("DELETE", path, None, self._headers).status
