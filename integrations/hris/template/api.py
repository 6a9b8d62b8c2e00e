"""The staff list in three storeys: requests, authorised requests, and what they mean.

Patience with limits and trouble is below all of them (integrations/base/connector_http.py).
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from core.ports.connectors import Context, CursorExpiredError
from core.ports.outbound import OutboundHttp, OutboundResponse
from integrations.base.answers import accepted, read_as
from integrations.hris.template.schemas import Changes, Listing, Owner

PRODUCT = "The staff list"


class Requests:
    """Asks, whoever we are."""

    def __init__(self, http: OutboundHttp, address: str) -> None:
        self._http = http
        self._address = address

    def get(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> OutboundResponse:
        """The answer to a question, good or not."""
        return self._http.get(f"{self._address}{path}?{urlencode(query)}", headers)


class Authorised:
    """Asks in our name."""

    def __init__(self, requests: Requests, token: str) -> None:
        self._requests = requests
        self._headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}

    def get(self, path: str, query: Mapping[str, str]) -> OutboundResponse:
        """The answer to a question.

        Raises:
            CursorExpiredError: it does not know any more where we were.
            NotAuthorisedError, ForbiddenScopeError, UnavailableError: see `accepted`.
        """
        answer = self._requests.get(path, query, self._headers)
        if answer.status == HTTPStatus.GONE:
            raise CursorExpiredError("The staff list does not know any more where we were.")
        return accepted(answer, PRODUCT)


class StaffList:
    """What can be asked of a staff list. Every method raises as `Authorised.get`."""

    def __init__(self, context: Context) -> None:
        requests = Requests(context.http, str(context.settings["address"]))
        self._authorised = Authorised(requests, context.secrets.get("token"))

    def owner(self) -> Mapping[str, Any]:
        """Whose list it is; see Owner."""
        return read_as(Owner(), self._authorised.get("/owner", {}), PRODUCT)

    def everybody(self, after: str) -> Mapping[str, Any]:
        """A page of people after somebody; see Listing."""
        return read_as(Listing(), self._authorised.get("/staff", {"after": after}), PRODUCT)

    def changes(self, since: str) -> Mapping[str, Any]:
        """A page of who changed; see Changes."""
        return read_as(Changes(), self._authorised.get("/changes", {"since": since}), PRODUCT)
