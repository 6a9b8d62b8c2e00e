"""The sink of people: where every directory's records go, whoever reads or receives them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from core.domain.connection import Connection
from core.domain.identifiers import OrganizationId, PersonId, SyncRunId
from core.domain.sync import Counts, SyncChange
from core.ports.clock import Clock
from core.ports.connectors import Page
from core.ports.entropy import Entropy
from core.ports.jobs import JobQueue
from core.ports.sinks import Changes
from core.ports.unit_of_work import TenantWork
from core.services.directory.comparison import Comparison
from core.services.directory.people_changes import PeopleChanges

DEPARTURES = "departures"
SIGN_OUT = "sign_out"
MANAGER_LINES = "manager_lines"
MOST_AT_ONCE = 200
"""People whose presence is followed up by one job."""
LINES_AFTER = timedelta(seconds=20)
"""More pages of the same run usually follow: their managers are worked out together."""


class PeopleSink:
    """See core.ports.sinks.Sink."""

    def __init__(self, clock: Clock, entropy: Entropy) -> None:
        self._clock = clock
        self._entropy = entropy

    def compare(
        self,
        work: TenantWork,
        connection: Connection,
        page: Page[Any],
        *,
        sources: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> PeopleChanges:
        """See the port."""
        comparison = Comparison(
            work, connection, self._clock.now(), self._entropy, dict(sources or {})
        )
        return comparison.changes(page)

    def store(self, work: TenantWork, connection: Connection, changes: Changes) -> None:
        """See the port."""
        assert isinstance(changes, PeopleChanges), "only what was compared here is stored here"
        self.write(work, connection, changes)
        follow_presence(work.jobs, connection.organization_id, changes.moved)

    def write(self, work: TenantWork, connection: Connection, changes: PeopleChanges) -> None:
        """Like `store`, but what follows whether people are there is left to the caller."""
        work.people.save_many(changes.people)
        work.profiles.save_many(changes.profiles)
        work.people.link_many(changes.identities)
        work.directory_entries.save_many([change.after for change in changes.entries])
        work.merges.save_many(changes.merges)
        if changes.lines:
            promise_lines(work.jobs, connection.organization_id)

    def unseen(self, work: TenantWork, connection: Connection, run_id: SyncRunId) -> int:
        """See the port."""
        return work.directory_entries.count_unseen(connection.id, run_id)

    def going(
        self, work: TenantWork, connection: Connection, run_id: SyncRunId, limit: int
    ) -> Sequence[SyncChange]:
        """See the port."""
        keys: Sequence[str] = next(work.directory_entries.unseen(connection.id, run_id), ())
        return self.compare(work, connection, Page(deletes=keys[:limit])).listed(run_id)

    def present(self, work: TenantWork, connection: Connection) -> int:
        """See the port."""
        return work.directory_entries.count(connection.id)

    def sweep(self, work: TenantWork, connection: Connection, run_id: SyncRunId) -> Counts:
        """See the port."""
        keys: Sequence[str] = next(work.directory_entries.unseen(connection.id, run_id), ())
        changes = self.compare(work, connection, Page(deletes=keys))
        self.store(work, connection, changes)
        return changes.counts


def follow_presence(
    jobs: JobQueue, organization_id: OrganizationId, person_ids: Iterable[PersonId]
) -> None:
    """Promise that what people take part in follows whether they are there (departures.py)."""
    _promise(DEPARTURES, jobs, organization_id, person_ids)


def promise_sign_out(
    jobs: JobQueue, organization_id: OrganizationId, person_ids: Iterable[PersonId]
) -> None:
    """Promise that people who left are signed out, and no more than that (departures.py)."""
    _promise(SIGN_OUT, jobs, organization_id, person_ids)


def _promise(
    job: str, jobs: JobQueue, organization_id: OrganizationId, person_ids: Iterable[PersonId]
) -> None:
    everybody = [str(person_id) for person_id in person_ids]
    for start in range(0, len(everybody), MOST_AT_ONCE):
        jobs.defer(
            job,
            urgent=True,
            organization_id=str(organization_id),
            person_ids=",".join(everybody[start : start + MOST_AT_ONCE]),
        )


def promise_lines(jobs: JobQueue, organization_id: OrganizationId) -> None:
    """Promise that everybody's managers are worked out anew; many pages promise it once."""
    jobs.defer(
        MANAGER_LINES,
        lock=f"{MANAGER_LINES}:{organization_id}",
        once=f"{MANAGER_LINES}:{organization_id}",
        delay=LINES_AFTER,
        organization_id=str(organization_id),
    )
