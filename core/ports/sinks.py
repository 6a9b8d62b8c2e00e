"""Where records of connections go: one sink a kind of record.

The runner compares each page first. A dry run stops there; another stores the page and the cursor
behind it in the same unit of work.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from core.domain.connection import Connection
from core.domain.identifiers import SyncRunId
from core.domain.sync import Counts, SyncChange
from core.ports.connectors import BadRow, Page
from core.ports.unit_of_work import TenantWork


class Changes(Protocol):
    """What a page would change."""

    @property
    def counts(self) -> Counts:
        """How much; `quarantined` counts `bad`."""
        ...

    @property
    def bad(self) -> Sequence[BadRow]:
        """Records that are left out: those of the page, and what only comparing shows."""
        ...

    def listed(self, run_id: SyncRunId, *, told: bool = False) -> Sequence[SyncChange]:
        """The records that change, in the order of the page.

        Args:
            run_id: of the run that finds them.
            told: with their names, and the values before and after.
        """
        ...


class Sink(Protocol):
    """Stores records of one kind."""

    def compare(
        self,
        work: TenantWork,
        connection: Connection,
        page: Page[Any],
        *,
        sources: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Changes:
        """What a page would change; nothing is written.

        Args:
            work: inside the connection's organization.
            connection: where the page comes from.
            page: of records of the sink's kind.
            sources: key -> what the source sent, to be kept as it is (SCIM).
        """
        ...

    def store(self, work: TenantWork, connection: Connection, changes: Changes) -> None:
        """Write what `compare` found, in bulk, in the same unit of work."""
        ...

    def unseen(self, work: TenantWork, connection: Connection, run_id: SyncRunId) -> int:
        """How many present records of the connection no page of a full run had."""
        ...

    def going(
        self, work: TenantWork, connection: Connection, run_id: SyncRunId, limit: int
    ) -> Sequence[SyncChange]:
        """The first of the unseen records, as a sweep would take them away; nothing is written."""
        ...

    def present(self, work: TenantWork, connection: Connection) -> int:
        """How many records of the connection are present."""
        ...

    def sweep(self, work: TenantWork, connection: Connection, run_id: SyncRunId) -> Counts:
        """Take away at most 1,000 unseen records; call again until none is gone."""
        ...
