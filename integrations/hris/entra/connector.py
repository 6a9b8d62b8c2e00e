"""Microsoft Entra as a connector. See doc.md for administrators.

Docs: https://learn.microsoft.com/graph/auth-v2-service
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from core.domain.sync import Cursor, SyncMode, Window
from core.errors import UnavailableError
from core.ports.connectors import (
    Account,
    Context,
    ForbiddenScopeError,
    Kind,
    Manifest,
    PeoplePage,
    RecordKind,
    StreamInfo,
)
from integrations.base.declared import Declared
from integrations.base.pinning import origin_of
from integrations.base.settings_form import N_
from integrations.hris.entra.directory import Tenant
from integrations.hris.entra.graph import Graph
from integrations.hris.entra.pulling import Pull
from integrations.hris.entra.settings import Settings
from integrations.hris.entra.sign_in import SignIn

STREAM = "people"
GRAPH = "https://graph.microsoft.com/v1.0"
LOGIN = "https://login.microsoftonline.com"

MANIFEST = Manifest(
    slug="entra",
    title="Microsoft Entra",
    summary=N_("Users of a Microsoft 365 tenant, with job title, department and manager."),
    kind=Kind.DIRECTORY,
    authorisation="client",
    docs="integrations/hris/entra/doc.md",
)
STREAMS = [
    StreamInfo(
        name=STREAM,
        title=N_("People"),
        records=RecordKind.PEOPLE,
        modes=frozenset({SyncMode.FULL, SyncMode.INCREMENTAL}),
        every=timedelta(hours=4),
    )
]


@dataclass(frozen=True, slots=True)
class Entra(Declared):
    """See core.ports.connectors.Connector.

    Attributes:
        graph: base URL of Microsoft Graph with its version.
        login: base URL of the identity platform.
    """

    graph: str = GRAPH
    login: str = LOGIN

    says: ClassVar = MANIFEST
    form: ClassVar = Settings
    reads: ClassVar = STREAMS

    def hosts(self, settings: Mapping[str, Any]) -> frozenset[str]:  # noqa: ARG002 - always Microsoft's
        """See Connector."""
        parts = [urlsplit(url) for url in (self.graph, self.login)]
        return frozenset(origin_of(one.scheme, one.hostname or "", one.port) for one in parts)

    def check(self, context: Context) -> Account:
        """See Connector."""
        sign_in = self._sign_in(context)
        tenant = Tenant(Graph(context.http, self.graph, sign_in))
        tenant.page("")
        tenant.mark()
        try:
            label = tenant.name()
        except (ForbiddenScopeError, UnavailableError):
            label = ""  # Only the name needs that permission.
        return Account(account_id=sign_in.tenant_id, label=label or str(context.settings["tenant"]))

    def pull(
        self,
        stream: str,  # noqa: ARG002 - there is only one
        context: Context,
        cursor: Cursor | None,
        window: Window | None,  # noqa: ARG002 - Graph cannot tell who changed when
    ) -> Iterator[PeoplePage]:
        """See Connector."""
        tenant = Tenant(Graph(context.http, self.graph, self._sign_in(context)))
        pull = Pull(tenant, bool(context.settings.get("guests")), context.clock.now())
        if cursor is not None and "link" in cursor:
            yield from pull.changed(cursor)
        else:
            yield from pull.everybody(cursor)

    def _sign_in(self, context: Context) -> SignIn:
        settings, secret = context.settings, context.secrets.get("client_secret")
        return SignIn(context.http, self.login, settings["tenant"], settings["client_id"], secret)
