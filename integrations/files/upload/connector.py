"""Uploaded files as a connector: CSV, TSV, spreadsheets or JSON.

See doc.md for administrators.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

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
from integrations.base.tables.source import STREAMS, TableSettings, looked_at, named, pages_of

MANIFEST = Manifest(
    slug="file",
    title=N_("Uploaded file"),
    summary=N_("People from a CSV file or a spreadsheet that you upload."),
    kind=Kind.FILES,
    authorisation="none",
    docs="integrations/files/upload/doc.md",
    receives=True,
)


@dataclass(frozen=True, slots=True)
class UploadedFile(Declared):
    """See core.ports.connectors.Connector and connector_columns.Columned."""

    says: ClassVar = MANIFEST
    form: ClassVar = TableSettings
    reads: ClassVar = STREAMS

    def hosts(self, settings: Mapping[str, Any]) -> frozenset[str]:  # noqa: ARG002 - it calls nobody
        """See Connector."""
        return frozenset()

    def check(self, context: Context) -> Account:
        """See Connector; raises NotFoundError while no file was uploaded."""
        warnings = looked_at(context.open_file(), context)
        return Account(account_id=MANIFEST.slug, label="", warnings=warnings)

    def pull(
        self,
        stream: str,  # noqa: ARG002 - there is only one
        context: Context,
        cursor: Cursor | None,
        window: Window | None,  # noqa: ARG002 - a file has no past
    ) -> Iterator[PeoplePage]:
        """See Connector; raises NotFoundError while no file was uploaded."""
        return pages_of(context.open_file(), context, cursor)

    def columns(self, context: Context) -> SourceColumns:
        """See Columned; raises NotFoundError while no file was uploaded."""
        return named(context.open_file(), context)
