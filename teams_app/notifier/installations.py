"""Bringing the app to people who want messages, where the organization allows that.

1. The app's id in the organization's catalogue is looked up by its manifest id, once.
2. The app is installed for the person. A moment later Teams tells the bot of the new chat.
3. Where it is installed already, Graph says so (409), and is asked for the chat.

Permissions: TeamsAppInstallation.ReadWriteSelfForUser.All, AppCatalog.Read.All.
https://learn.microsoft.com/graph/api/userteamwork-post-installedapps
"""

from http import HTTPStatus
from urllib.parse import quote

from core.domain.teams_tenant import TeamsTenant
from core.errors import UnavailableError
from core.ports.messenger import Opened, Opening, Refused, Throttled
from teams_app.entra_refusals import AppRefusedError
from teams_app.notifier.graph_calls import GraphCalls, entries, read, refusal
from teams_app.notifier.messages import without_token

SERVICE_URL = "https://smba.trafficmanager.net/teams/"
"""The connector that knows every chat; the bot learns the nearer one when it hears from there."""
_OK = HTTPStatus.OK


class GraphInstaller:
    """Adapter of core.ports.messenger.Installer. Safe to share between threads.

    Args:
        graph: calls.
        service_url: of chats that nothing was heard from yet.
    """

    def __init__(self, graph: GraphCalls, service_url: str = SERVICE_URL) -> None:
        self._graph = graph
        self._service_url = service_url
        self._catalog: dict[str, str] = {}

    def install(self, tenant: TeamsTenant, object_id: str) -> Opening:
        """See the port."""
        try:
            return self._install(tenant, object_id)
        except (AppRefusedError, UnavailableError) as error:
            # Installing twice installs once, so it may be tried again.
            return without_token(error)

    def _install(self, tenant: TeamsTenant, object_id: str) -> Opening:
        app = tenant.catalog_app_id or self._catalog.get(tenant.app_id) or self._look_up(tenant)
        if not isinstance(app, str):
            return app
        self._catalog[tenant.app_id] = app
        apps = f"users/{quote(object_id, safe='')}/teamwork/installedApps"
        bind = f"{self._graph.address}/appCatalogs/teamsApps/{app}"
        answer = self._graph.post(tenant, apps, {"teamsApp@odata.bind": bind})
        if answer.status == HTTPStatus.CREATED:
            return Opened()
        return self._chat(tenant, apps) if answer.status == HTTPStatus.CONFLICT else refusal(answer)

    def _look_up(self, tenant: TeamsTenant) -> str | Refused | Throttled:
        condition = quote(f"externalId eq '{tenant.app_id}'")
        answer = self._graph.get(tenant, f"appCatalogs/teamsApps?$filter={condition}")
        if answer.status != _OK:
            return refusal(answer)
        found = [one["id"] for one in entries(answer) if isinstance(one.get("id"), str)]
        return found[0] if found else Refused("AppNotInCatalog")

    def _chat(self, tenant: TeamsTenant, apps: str) -> Opening:
        """The chat of what is installed, or none: then it is being taken away just now."""
        condition = quote(f"teamsApp/externalId eq '{tenant.app_id}'")
        found = entries(self._graph.get(tenant, f"{apps}?$expand=teamsApp&$filter={condition}"))
        names = [one["id"] for one in found if isinstance(one.get("id"), str)]
        if not names:
            return Opened()
        chat = read(self._graph.get(tenant, f"{apps}/{quote(names[0], safe='')}/chat")).get("id")
        return Opened(chat, self._service_url) if isinstance(chat, str) and chat else Opened()
