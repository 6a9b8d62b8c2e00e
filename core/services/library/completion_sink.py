"""The sink of completions: what courses show becomes evidence of skills.

1. People are known by their LMS identity: that of the LTI registration which the connection's
   settings name. Whoever the hub does not know is passed over; nothing is kept about them. Numbers
   of people mean others in another product: with a registration of one, nothing is usable.
2. The skills are those of the resource, as the same connection told it. A completion that says
   nothing about a skill is passed over, too.
3. What its person hid stays hidden, whatever the LMS tells later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any
from uuid import UUID

from core.domain.connection import Connection
from core.domain.evidence import CompletionRecord, Evidence
from core.domain.identifiers import RegistrationId
from core.domain.person import LMS_ISSUER, LTI_ISSUER, Person
from core.domain.resource import Resource
from core.domain.sync import Effect
from core.ports.clock import Clock
from core.ports.connectors import BadRow, Page
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.library.record_sink import (
    Change,
    RecordChanges,
    RecordSink,
    counted,
    unusable,
)

REGISTRATION = "registration"
"""The setting of a connection that names the LTI registration of its people, by id."""
PRODUCTS = frozenset({"canvas", "moodle"})
"""Connectors that have the name by which LTI calls their product (`product_family_code`)."""
_TOLD = ("person_id", "skills", "title", "course", "how", "strength", "at", "present")


class CompletionSink(RecordSink[Evidence]):
    """See core.ports.sinks.Sink.

    Args:
        clock: now.
        storage: where registrations are: they belong to no organization's unit of work.
    """

    def __init__(self, clock: Clock, storage: Storage) -> None:
        self._clock = clock
        self._storage = storage

    def kept(self, work: TenantWork) -> Any:
        """See the base."""
        return work.evidences

    def compare(
        self,
        work: TenantWork,
        connection: Connection,
        page: Page[Any],
        *,
        sources: Mapping[str, Mapping[str, Any]] | None = None,  # noqa: ARG002 - only SCIM has them
    ) -> RecordChanges[Evidence]:
        """See the port."""
        foreign = bool(page.upserts) and self._of_another_product(connection)
        found = [(record, _unusable(record, foreign=foreign)) for record in page.upserts]
        records = [record for record, wrong in found if wrong is None]
        bad = [*page.bad, *(wrong for _, wrong in found if wrong is not None)]
        told = self._evidence(work, connection, records)
        known = work.evidences.get_many(connection.id, [r.key for r in records] + [*page.deletes])
        changes = [
            change
            for key, after in told.items()
            if (change := _change(known.get(key), after)) is not None
        ]
        unchanged = len(records) - len(changes)
        # What says nothing any more (its course was renamed, its person is gone) is no evidence.
        over = [*page.deletes, *(r.key for r in records if r.key not in told)]
        gone = [known[key] for key in over if key in known and known[key].present]
        unchanged -= sum(one.key in {r.key for r in records} for one in gone)
        changes += [_gone(one) for one in gone]
        counts = counted(changes, unchanged, len(bad))
        return RecordChanges(counts=counts, bad=bad, changes=changes)

    def _of_another_product(self, connection: Connection) -> bool:
        """Whether the registration is known to be of another product than the connector."""
        if connection.connector not in PRODUCTS:
            return False
        registration = RegistrationId(UUID(str(connection.settings[REGISTRATION])))
        with self._storage.platform() as platform:
            known = platform.registrations.get(registration)
        family = known.product_family.lower() if known else ""
        return family not in {"", connection.connector}

    def _evidence(
        self, work: TenantWork, connection: Connection, records: Sequence[CompletionRecord]
    ) -> dict[str, Evidence]:
        people = _people(work, connection, {record.subject for record in records})
        known = work.resources.get_many(connection.id, list({r.resource_key for r in records}))
        pairs = [
            (record, people[record.subject], known[record.resource_key])
            for record in records
            if record.subject in people and record.resource_key in known
        ]
        return {
            record.key: self._one(connection, record, person, resource)
            for record, person, resource in pairs
            if resource.skills
        }

    def _one(
        self, connection: Connection, record: CompletionRecord, person: Person, resource: Resource
    ) -> Evidence:
        return Evidence(
            connection_id=connection.id,
            organization_id=connection.organization_id,
            key=record.key,
            person_id=person.id,
            skills=resource.skills,
            title=resource.record.title,
            course=resource.record.course,
            how=record.how,
            strength=min(max(record.strength, 0.0), 1.0),
            at=record.at or self._clock.now(),
        )


def _people(work: TenantWork, connection: Connection, subjects: set[str]) -> dict[str, Person]:
    """The people behind subjects of the LMS. Its own numbers go before those of LTI."""
    registration = str(connection.settings.get(REGISTRATION, ""))
    found: dict[str, Person] = {}
    for issuer in (LTI_ISSUER, LMS_ISSUER):
        found |= work.people.by_identities(issuer.format(registration), subjects)
    return {subject: person for subject, person in found.items() if not person.test_user}


def _change(before: Evidence | None, after: Evidence) -> Change[Evidence] | None:
    if before is None:
        return Change(after, after.key, Effect.CREATED, person_id=after.person_id)
    same_person = before.person_id == after.person_id
    after = replace(after, hidden=before.hidden and same_person)
    changed = tuple(name for name in _TOLD if getattr(before, name) != getattr(after, name))
    if not before.present:
        return Change(after, after.key, Effect.CREATED, person_id=after.person_id)
    if not changed or changed == ("at",):
        return None
    return Change(after, after.key, Effect.UPDATED, changed, after.person_id)


def _gone(before: Evidence) -> Change[Evidence]:
    after = replace(before, present=False)
    return Change(after, before.key, Effect.GONE, person_id=before.person_id)


def _unusable(record: CompletionRecord, *, foreign: bool) -> BadRow | None:
    if (wrong := unusable(record.key)) is not None:
        return wrong
    if foreign:
        told = sentence(
            "The LMS registration of this connection is one of another product, so nobody can be "
            "told by it. Choose the registration of this LMS in the connection's settings, under "
            "“LMS registration”."
        )
        return BadRow(key=record.key, sentence=told)
    if not isfinite(record.strength):
        return BadRow(key=record.key, sentence=sentence("Its grade is no number."))
    return None
