"""A report at a web address as a connector: CSV, a spreadsheet or JSON, Workday's RaaS among them.

See doc.md for administrators.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from core.domain.sync import Cursor, Window
from core.ports.connector_columns import SourceColumns
from core.ports.connectors import (
    Account,
    Context,
    Kind,
    Manifest,
    PeoplePage,
)
from integrations.base.declared import Declared
from integrations.base.settings_form import N_
from integrations.base.tables.source import STREAMS, looked_at, named, pages_of
from integrations.files.report.fetching import fetched
from integrations.files.report.settings import Settings

MANIFEST = Manifest(
    slug="report",
    title=N_("Report at a web address"),
    summary=N_("People from a CSV or JSON report that your HR system offers, such as Workday."),
    kind=Kind.FILES,
    authorisation="key",
    docs="integrations/files/report/doc.md",
)


@dataclass(frozen=True, slots=True)
class Report(Declared):
    """See core.ports.connectors.Connector and connector_columns.Columned."""

    says: ClassVar = MANIFEST
    form: ClassVar = Settings
    reads: ClassVar = STREAMS

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
