"""What the sinks of courses have in common: records are compared by key, and kept when gone."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from core.domain.connection import Connection
from core.domain.identifiers import PersonId, SyncRunId
from core.domain.people_rules import LONGEST_KEY
from core.domain.sync import Counts, Effect, SyncChange
from core.ports.connectors import BadRow, Page
from core.ports.sinks import Changes
from core.ports.unit_of_work import TenantWork
from core.sentence import sentence
from core.services.wording_rules import complaints

LONGEST_ADDRESS = 2_000
MOST_AT_ONCE = 1_000

K = TypeVar("K")
"""What is kept."""


@dataclass(frozen=True, slots=True)
class Change(Generic[K]):
    """What becomes of one record.

    Attributes:
        fields: names of what changes, of one that was there.
        person_id: whom it is about.
        name: what it is called, where that tells nothing about anybody.
    """

    after: K
    key: str
    effect: Effect
    fields: tuple[str, ...] = ()
    person_id: PersonId | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanges(Generic[K]):
    """See core.ports.sinks.Changes."""

    counts: Counts
    bad: Sequence[BadRow]
    changes: Sequence[Change[K]]

    def listed(self, run_id: SyncRunId, *, told: bool = False) -> Sequence[SyncChange]:
        """See the port."""
        return [
            SyncChange(
                run_id=run_id,
                key=change.key,
                effect=change.effect,
                person_id=change.person_id,
                fields=change.fields,
                name=change.name if told else "",
            )
            for change in self.changes
        ]


class RecordSink(ABC, Generic[K]):
    """Most of core.ports.sinks.Sink; a kind of records says where it is kept and how compared."""

    @abstractmethod
    def kept(self, work: TenantWork) -> Any:
        """The repository of its records, of core.ports.library_repositories."""

    @abstractmethod
    def compare(
        self,
        work: TenantWork,
        connection: Connection,
        page: Page[Any],
        *,
        sources: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> RecordChanges[K]:
        """See the port."""

    def store(self, work: TenantWork, connection: Connection, changes: Changes) -> None:  # noqa: ARG002 - the port's signature
        """See the port."""
        assert isinstance(changes, RecordChanges), "only what was compared here is stored here"
        self.kept(work).save_many([change.after for change in changes.changes])

    def unseen(self, work: TenantWork, connection: Connection, run_id: SyncRunId) -> int:
        """See the port."""
        found: int = self.kept(work).count_unseen(connection.id, run_id)
        return found

    def going(
        self, work: TenantWork, connection: Connection, run_id: SyncRunId, limit: int
    ) -> Sequence[SyncChange]:
        """See the port."""
        keys = self.kept(work).unseen(connection.id, run_id, limit)
        return self.compare(work, connection, Page(deletes=keys)).listed(run_id)

    def present(self, work: TenantWork, connection: Connection) -> int:
        """See the port."""
        found: int = self.kept(work).count(connection.id)
        return found

    def sweep(self, work: TenantWork, connection: Connection, run_id: SyncRunId) -> Counts:
        """See the port."""
        keys = self.kept(work).unseen(connection.id, run_id, MOST_AT_ONCE)
        changes = self.compare(work, connection, Page(deletes=keys))
        self.store(work, connection, changes)
        return changes.counts


def counted(changes: Sequence[Change[K]], unchanged: int, bad: int) -> Counts:
    """How much of what."""
    effects = [change.effect for change in changes]
    return Counts(
        created=effects.count(Effect.CREATED),
        updated=effects.count(Effect.UPDATED),
        gone=effects.count(Effect.GONE),
        unchanged=unchanged,
        quarantined=bad,
    )


def unusable(key: str, **texts: str) -> BadRow | None:
    """Why a record cannot be kept, by its id and its texts; None if it can."""
    if not key or complaints(key, LONGEST_KEY):
        told = sentence(
            "The id is empty, has more than %(most)s characters or some that cannot be stored.",
            most=LONGEST_KEY,
        )
        return BadRow(sentence=told)
    wrong = [name for name, text in texts.items() if complaints(text, LONGEST_ADDRESS)]
    if not wrong:
        return None
    told = sentence(
        "“%(field)s” is too long or has characters that cannot be stored.", field=", ".join(wrong)
    )
    return BadRow(key=key, sentence=told)
