"""SCIM as a connector. See doc.md for administrators.

Requests come in at /scim/v2 (web/scim/); here is only what the settings page needs to know.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.domain.scim import CONNECTOR
from core.domain.sync import Cursor, Window
from core.ports.connectors import (
    Account,
    Context,
    FormField,
    Kind,
    Manifest,
    PeoplePage,
    StreamInfo,
)
from integrations.base.settings_form import N_

MANIFEST = Manifest(
    slug=CONNECTOR,
    title="SCIM 2.0",
    summary=N_("People and groups that Microsoft Entra, Okta or another provider sends."),
    kind=Kind.DIRECTORY,
    authorisation="none",
    docs="integrations/hris/scim/doc.md",
    receives=True,
)


class Scim:
    """See core.ports.connectors.Connector."""

    @property
    def manifest(self) -> Manifest:
        """See Connector."""
        return MANIFEST

    @property
    def fields(self) -> Sequence[FormField]:
        """See Connector; there is nothing to set but the tokens (core.services.scim.tokens)."""
        return ()

    @property
    def streams(self) -> Sequence[StreamInfo]:
        """See Connector; there is nothing to read."""
        return ()

    def read(self, typed: Mapping[str, Any]) -> Mapping[str, Any]:
        """See Connector."""
        del typed
        return {}

    def hosts(self, settings: Mapping[str, Any]) -> frozenset[str]:
        """See Connector."""
        del settings
        return frozenset()

    def check(self, context: Context) -> Account:
        """See Connector; whoever has a token is the account."""
        del context
        return Account(account_id=CONNECTOR, label="")

    def pull(
        self, stream: str, context: Context, cursor: Cursor | None, window: Window | None
    ) -> Iterator[PeoplePage]:
        """See Connector."""
        del stream, context, cursor, window
        return iter(())
