"""What is kept about connections, their runs, the people they tell of, and the audit.

Adapters: storage/repositories/ and tests/fakes/connection_storage.py.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.audit import AuditEntry
from core.domain.connection import Connection
from core.domain.directory import DirectoryEntry, Reporting
from core.domain.identifiers import AuditEntryId, ConnectionId, MergeId, PersonId, SyncRunId
from core.domain.people_rules import LinkKey, Merge, Precedence
from core.domain.sync import Position, SyncChange, SyncIssue, SyncRun


class Connections(Protocol):
    """Configured connectors and their secrets."""

    def get(self, connection_id: ConnectionId) -> Connection | None: ...
    def lock(self, connection_id: ConnectionId) -> Connection | None:
        """Like `get`, and nobody else changes or locks it until this unit of work ends."""
        ...

    def all(self) -> list[Connection]:
        """Oldest first."""
        ...

    def due(self, at: datetime) -> list[Connection]:
        """Those that are on and due, longest ago first."""
        ...

    def add(self, connection: Connection) -> None:
        """Store a new one; `secrets` is not written here."""
        ...

    def update(self, connection: Connection) -> None:
        """Store it; `secrets` is not written here, `set_secret` does that.

        Raises:
            ConflictError: it was changed meanwhile (its version is not the stored one plus one).
        """
        ...

    def remove(self, connection_id: ConnectionId) -> None:
        """With its secrets, runs, positions, entries and files. Its people stay."""
        ...

    def secret(self, connection_id: ConnectionId, name: str) -> str | None: ...
    def set_secret(
        self, connection_id: ConnectionId, name: str, value: str | None, at: datetime
    ) -> None:
        """Store a secret, or with None forget it. It is encrypted at rest."""
        ...

    def file(self, connection_id: ConnectionId) -> bytes | None:
        """The file that was uploaded last and is not forgotten yet."""
        ...

    def set_file(self, connection_id: ConnectionId, content: bytes | None, at: datetime) -> None:
        """Store the uploaded file, or with None forget it. It is encrypted at rest."""
        ...

    def purge_files(self, before: datetime) -> int:
        """Forget files that were uploaded before; returns how many."""
        ...


class SyncRuns(Protocol):
    """Runs, their issues, and where streams stand."""

    def get(self, run_id: SyncRunId) -> SyncRun | None: ...
    def unfinished(self, connection_id: ConnectionId) -> list[SyncRun]:
        """Oldest first."""
        ...

    def left_open(self, before: datetime) -> list[SyncRun]:
        """Unfinished runs of all connections that began before, oldest first."""
        ...

    def of_connection(self, connection_id: ConnectionId, limit: int) -> list[SyncRun]:
        """Newest first."""
        ...

    def newest(self) -> dict[ConnectionId, SyncRun]:
        """The newest run of each connection that has any."""
        ...

    def save(self, run: SyncRun) -> None:
        """Insert or replace."""
        ...

    def position(self, connection_id: ConnectionId, stream: str) -> Position: ...
    def save_position(self, position: Position) -> None: ...
    def add_issues(self, issues: Sequence[SyncIssue]) -> None: ...
    def issues(self, run_id: SyncRunId, limit: int) -> list[SyncIssue]:
        """In the order they were found."""
        ...

    def add_changes(self, changes: Sequence[SyncChange]) -> None: ...
    def changes(self, run_id: SyncRunId, limit: int) -> list[SyncChange]:
        """In the order they were made."""
        ...

    def note_seen(self, run_id: SyncRunId, page: int, keys: Sequence[str]) -> None:
        """Remember which keys were on a page of a full run; the same page again replaces it."""
        ...

    def seen_before(self, run_id: SyncRunId, keys: Collection[str]) -> set[str]:
        """Those of the keys that were on an earlier page of the run."""
        ...

    def forget_seen(self, run_id: SyncRunId) -> None: ...
    def forget_told(self, before: datetime) -> int:
        """Forget what changes tell by name and value, of runs that began before.

        Returns how many told something.
        """
        ...

    def purge(self, before: datetime) -> int:
        """Forget finished runs that began before, with what is kept about them.

        The newest of each stream that was applied completely stays. Returns how many went.
        """
        ...


class DirectoryEntries(Protocol):
    """Records of people as sources tell them."""

    def get(self, connection_id: ConnectionId, key: str) -> DirectoryEntry | None: ...
    def get_many(
        self, connection_id: ConnectionId, keys: Collection[str]
    ) -> dict[str, DirectoryEntry]: ...
    def digests(self, connection_id: ConnectionId, keys: Collection[str]) -> dict[str, bytes]:
        """Key -> digest (of `digest_of`), of those that are present and decided."""
        ...

    def of_people(self, person_ids: Collection[PersonId]) -> list[DirectoryEntry]:
        """All entries about some people, gone ones too."""
        ...

    def find(self, by: Mapping[LinkKey, Collection[str]]) -> list[DirectoryEntry]:
        """Present entries of any connection with one of these values (as `plain_key`) of a key."""
        ...

    def reports(self, connection_id: ConnectionId, manager_keys: Collection[str]) -> list[str]:
        """Keys of present entries whose manager has one of these keys."""
        ...

    def reporting(self) -> Iterator[list[Reporting]]:
        """Everybody present and decided, of all connections, in lists of at most 10,000."""
        ...

    def undecided(self, limit: int) -> list[DirectoryEntry]:
        """Entries that wait for a person's decision, oldest first."""
        ...

    def save_many(self, entries: Sequence[DirectoryEntry]) -> None:
        """Insert or replace, in bulk."""
        ...

    def remove(self, connection_id: ConnectionId, keys: Collection[str]) -> None: ...
    def count(self, connection_id: ConnectionId) -> int:
        """How many are present."""
        ...

    def unseen(self, connection_id: ConnectionId, run_id: SyncRunId) -> Iterator[list[str]]:
        """Keys of present entries that were on no page of a run, in lists of at most 1,000."""
        ...

    def count_unseen(self, connection_id: ConnectionId, run_id: SyncRunId) -> int: ...


class Merges(Protocol):
    """Who was found to be one person."""

    def get(self, merge_id: MergeId) -> Merge | None: ...
    def lock(self, merge_id: MergeId) -> Merge | None:
        """Like `get`, and nobody else locks it until this unit of work ends."""
        ...

    def of_people(self, person_ids: Collection[PersonId]) -> list[Merge]:
        """Those in which one of these people was kept or went, newest first."""
        ...

    def recent(self, limit: int) -> list[Merge]:
        """Newest first."""
        ...

    def into(self, kept: Collection[PersonId]) -> list[Merge]:
        """Those by which others became one of these people, and were not undone; oldest first."""
        ...

    def save_many(self, merges: Sequence[Merge]) -> None: ...


class PeopleRules(Protocol):
    """Whom an organization believes about its people."""

    def precedence(self) -> Precedence: ...
    def save_precedence(self, precedence: Precedence) -> None: ...


class Audit(Protocol):
    """Deeds in the settings; never changed, only added and, after years, forgotten."""

    def add(self, entry: AuditEntry) -> None: ...
    def page(
        self,
        before: AuditEntryId | None,
        limit: int,
        *,
        subject: str = "",
        deed: str = "",
        by: PersonId | None = None,
    ) -> list[AuditEntry]:
        """Newest first.

        Args:
            before: only what was noted before this entry.
            limit: at most so many.
            subject: only deeds done to this; "" for all.
            deed: only deeds of this name; "" for all.
            by: only what this person did; None for all.
        """
        ...

    def deeds(self) -> list[str]:
        """Names of all deeds that are noted, in alphabetical order."""
        ...

    def doers(self) -> set[PersonId]:
        """Everybody who did one of them."""
        ...

    def purge(self, before: datetime) -> int:
        """Forget deeds of long ago; returns how many."""
        ...
