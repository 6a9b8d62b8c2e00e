"""Reading Microsoft Graph as the app itself, as far as an administrator permitted it.

https://learn.microsoft.com/graph/api/overview
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from core.errors import UnavailableError
from core.ports.outbound import OutboundHttp, OutboundResponse

VERSION = "v1.0"
_REGISTRATION = "identifierUris,api,web,passwordCredentials"


class NotPermittedError(Exception):
    """The app has no permission to read this."""


@dataclass(frozen=True, slots=True)
class GraphReader:
    """Reads with one token.

    Attributes:
        http: guarded.
        graph_url: where Graph is, without a version (setting `graph_url`).
        token: app-only.
    """

    http: OutboundHttp
    graph_url: str
    token: str

    def application(self, client_id: str) -> dict[str, Any]:
        """An app registration, with how long its secrets are good. Empty if there is none.

        Raises:
            NotPermittedError: it needs Application.Read.All.
            UnavailableError: Graph does not answer.
        """
        return self._get(f"applications(appId='{quote(client_id)}')?$select={_REGISTRATION}")

    def catalog_apps(self, app_id: str) -> list[dict[str, Any]]:
        """Apps of the tenant's catalogue with a manifest id, each with its versions.

        Raises:
            NotPermittedError: it needs AppCatalog.Read.All.
            UnavailableError: Graph does not answer.
        """
        condition = quote(f"externalId eq '{app_id}'")
        told = self._get(f"appCatalogs/teamsApps?$filter={condition}&$expand=appDefinitions")
        found = told.get("value")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def _get(self, path: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        answer = self.http.get(f"{self.graph_url}/{VERSION}/{path}", headers)
        if answer.status in {HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED}:
            raise NotPermittedError
        if answer.status == HTTPStatus.NOT_FOUND:
            return {}
        return _object(answer)


def _object(answer: OutboundResponse) -> dict[str, Any]:
    told = answer.json() if answer.status == HTTPStatus.OK else None
    if not isinstance(told, dict):
        raise UnavailableError("Microsoft Graph does not answer as it should. Try again later.")
    return told
