"""A report at a web address as a connector: CSV, a spreadsheet or JSON, Workday's RaaS among them.

See docs/guides/connectors/report.md for administrators.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from core.domain.sync import Cursor, Window
from core.ports.connector_columns import SourceColumns
from core.ports.connectors import (
    Account,
    Context,
    FormField,
    Kind,
    Manifest,
    PeoplePage,
    StreamInfo,
)
from integrations.base.pinning import origin_of
from integrations.base.settings_form import N_, form_fields, read_form
from integrations.base.tables.source import STREAMS, looked_at, named, pages_of
from integrations.files.report.fetching import fetched
from integrations.files.report.settings import Settings

MANIFEST = Manifest(
    slug="report",
    title=N_("Report at a web address"),
    summary=N_("People from a CSV or JSON report that your HR system offers, such as Workday."),
    kind=Kind.FILES,
    authorisation="key",
    docs="guides/connectors/report.md",
)


@dataclass(frozen=True, slots=True)
class Report:
    """See core.ports.connectors.Connector and connector_columns.Columned."""

    @property
    def manifest(self) -> Manifest:
        """See Connector."""
        return MANIFEST

    @property
    def fields(self) -> Sequence[FormField]:
        """See Connector."""
        return form_fields(Settings)

    @property
    def streams(self) -> Sequence[StreamInfo]:
        """See Connector."""
        return STREAMS

    def read(self, typed: Mapping[str, Any]) -> Mapping[str, Any]:
        """See Connector."""
        return read_form(Settings, typed)

    def hosts(self, settings: Mapping[str, Any]) -> frozenset[str]:
        """See Connector."""
        parts = urlsplit(settings["address"])
        return frozenset({origin_of(parts.scheme, parts.hostname or "", parts.port)})

    def check(self, context: Context) -> Account:
        """See Connector."""
        warnings = looked_at(fetched(context), context)
        # Without its query: some put a key there.
        parts = urlsplit(str(context.settings["address"]))
        account_id = f"{context.settings['user']}@{parts.hostname}{parts.path}"
        return Account(account_id=account_id, label=parts.hostname or "", warnings=warnings)

    def pull(
        self,
        stream: str,  # noqa: ARG002 - there is only one
        context: Context,
        cursor: Cursor | None,
        window: Window | None,  # noqa: ARG002 - a report has no past
    ) -> Iterator[PeoplePage]:
        """See Connector."""
        return pages_of(fetched(context), context, cursor)

    def columns(self, context: Context) -> SourceColumns:
        """See Columned."""
        return named(fetched(context), context)
