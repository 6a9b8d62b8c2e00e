"""A file on an SFTP server as a connector; the server's key is pinned.

See doc.md for administrators.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from core.domain.sync import Cursor, Window
from core.errors import InvalidInputError
from core.ports.connector_columns import SourceColumns
from core.ports.connectors import (
    Account,
    Context,
    Kind,
    Manifest,
    PeoplePage,
)
from core.sentence import sentence
from integrations.base.declared import Declared
from integrations.base.settings_form import N_
from integrations.base.tables.source import STREAMS, looked_at, named, pages_of
from integrations.files.sftp.drop import NoFileError, taken
from integrations.files.sftp.server import signed_in
from integrations.files.sftp.settings import Settings

MANIFEST = Manifest(
    slug="sftp",
    title=N_("File on an SFTP server"),
    summary=N_("People from a file that your HR system leaves on an SFTP server."),
    kind=Kind.FILES,
    authorisation="ssh",
    docs="integrations/files/sftp/doc.md",
)


@dataclass(frozen=True, slots=True)
class SftpDrop(Declared):
    """See core.ports.connectors.Connector and connector_columns.Columned."""

    says: ClassVar = MANIFEST
    form: ClassVar = Settings
    reads: ClassVar = STREAMS

    def hosts(self, settings: Mapping[str, Any]) -> frozenset[str]:
        """See Connector."""
        return frozenset({f"ssh://{settings['host']}:{settings['port']}"})

    def check(self, context: Context) -> Account:
        """See Connector."""
        settings = context.settings
        try:
            warnings = looked_at(_file(context), context)
        except NoFileError as error:
            told = sentence(error.message, **error.params)
            raise InvalidInputError("The file was not found.", {"path": [told]}) from error
        account_id = f"{settings['user']}@{settings['host']}:{settings['port']}"
        return Account(account_id=account_id, label=account_id, warnings=warnings)

    def pull(
        self,
        stream: str,  # noqa: ARG002 - there is only one
        context: Context,
        cursor: Cursor | None,
        window: Window | None,  # noqa: ARG002 - a file has no past
    ) -> Iterator[PeoplePage]:
        """See Connector; NoFileError is an UnavailableError: the file may come later."""
        return pages_of(_file(context), context, cursor)

    def columns(self, context: Context) -> SourceColumns:
        """See Columned."""
        return named(_file(context), context)


def _file(context: Context) -> bytes:
    with signed_in(context) as transport:
        return taken(transport, str(context.settings["path"]))
