"""The sink of resources: what courses offer goes into the catalogue.

What its titles name of the skill catalogue is worked out here; its texts are embedded by a job
(encoding.py). What is gone from its LMS stays, marked, so that nothing has to be read anew when it
comes back.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from core.domain.connection import Connection
from core.domain.resource import Resource, ResourceRecord, skills_of
from core.domain.sync import Effect
from core.ports.clock import Clock
from core.ports.connectors import BadRow, Page
from core.ports.sinks import Changes
from core.ports.unit_of_work import TenantWork
from core.sentence import sentence
from core.services.library.encoding import promise_encoding
from core.services.library.record_sink import (
    Change,
    RecordChanges,
    RecordSink,
    counted,
    unusable,
)

_FIELDS = tuple(ResourceRecord.__dataclass_fields__)


class ResourceSink(RecordSink[Resource]):
    """See core.ports.sinks.Sink."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def kept(self, work: TenantWork) -> Any:
        """See the base."""
        return work.resources

    def compare(
        self,
        work: TenantWork,
        connection: Connection,
        page: Page[Any],
        *,
        sources: Mapping[str, Mapping[str, Any]] | None = None,  # noqa: ARG002 - only SCIM has them
    ) -> RecordChanges[Resource]:
        """See the port."""
        found = [(record, _unusable(record)) for record in page.upserts]
        records = [record for record, wrong in found if wrong is None]
        bad = [*page.bad, *(wrong for _, wrong in found if wrong is not None)]
        keys = [*(record.key for record in records), *page.deletes]
        known = work.resources.get_many(connection.id, keys)
        changes = [
            change
            for record in records
            if (change := self._told(connection, record, known.get(record.key))) is not None
        ]
        unchanged = len(records) - len(changes)
        gone = [known[key] for key in page.deletes if key in known and known[key].present]
        now = self._clock.now()
        changes += [
            Change(
                replace(one, present=False, updated_at=now),
                one.key,
                Effect.GONE,
                name=one.record.title,
            )
            for one in gone
        ]
        counts = counted(changes, unchanged, len(bad))
        return RecordChanges(counts=counts, bad=bad, changes=changes)

    def store(self, work: TenantWork, connection: Connection, changes: Changes) -> None:
        """See the port."""
        super().store(work, connection, changes)
        if changes.counts.changed:
            promise_encoding(work.jobs, connection.organization_id)

    def _told(
        self, connection: Connection, record: ResourceRecord, before: Resource | None
    ) -> Change[Resource] | None:
        after = Resource(
            connection_id=connection.id,
            organization_id=connection.organization_id,
            record=record,
            skills=skills_of(record),
            updated_at=self._clock.now(),
        )
        if before is None or not before.present:
            return Change(after, record.key, Effect.CREATED, name=record.title)
        if replace(before, updated_at=after.updated_at) == after:
            return None
        changed = [n for n in _FIELDS if getattr(record, n) != getattr(before.record, n)]
        skills = ["skills"] if after.skills != before.skills else []
        fields = (*changed, *skills)
        return Change(after, record.key, Effect.UPDATED, fields, name=record.title)


def _unusable(record: ResourceRecord) -> BadRow | None:
    texts = {name: getattr(record, name) for name in ("title", "course", "module", "url")}
    if (wrong := unusable(record.key, **texts)) is not None:
        return wrong
    if not record.title.strip():
        return BadRow(key=record.key, sentence=sentence("It has no title."))
    if not _is_address(record.url):
        told = sentence("Its address cannot be opened by a browser.")
        return BadRow(key=record.key, sentence=told)
    return None


def _is_address(url: str) -> bool:
    """Whether it may be linked to: nothing but web addresses."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname)
