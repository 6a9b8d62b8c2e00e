"""Compares a page of a directory with what is kept, in a few queries whatever its length.

1. Records that say what they said before cost one query of digests and nothing more.
2. A record that is known stays with its person. One that is not is looked for: first by the
   identity it once had, or its person has in Teams, then by the connection's rules
   (recognition.py); else it is somebody new.
3. A rule that finds somebody joins two people, the new one and the one found, as a person would do
   it on the page (merging.py): so it can be undone in the same way.
4. Of everybody concerned, what is believed is worked out anew (facts.py).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from core.domain.connection import Connection
from core.domain.directory import DirectoryEntry, DirectoryRecord, digest_of
from core.domain.identifiers import MergeId, PersonId
from core.domain.people_rules import Merge
from core.domain.person import ENTRA_ISSUER, Identity, Person
from core.domain.profile import Profile
from core.domain.sync import Counts, Effect
from core.ports.connectors import PeoplePage
from core.ports.entropy import Entropy
from core.ports.unit_of_work import TenantWork
from core.services.administration.standing import ENTRA
from core.services.directory.facts import Belief, Portrait
from core.services.directory.people_changes import EntryChange, PeopleChanges
from core.services.directory.recognition import NOBODY, Recognised, recognised, rule_name
from core.services.directory.storable import storable

Sources = Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class Comparison:
    """One page of one connection.

    Attributes:
        sources: key -> what the source sent.
        before: entries as they are kept, by key.
        known: people who are in the database, by id.
        new: people who are not yet.
    """

    work: TenantWork
    connection: Connection
    now: datetime
    entropy: Entropy
    sources: Sources = field(default_factory=dict)
    before: dict[str, DirectoryEntry] = field(default_factory=dict)
    known: dict[PersonId, Person] = field(default_factory=dict)
    new: dict[PersonId, Person] = field(default_factory=dict)
    identities: list[Identity] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    def changes(self, page: PeoplePage) -> PeopleChanges:
        """Everything the page changes."""
        page = storable(page, self.sources)
        told = {record.key for record in page.upserts}
        deletes = [key for key in page.deletes if key not in told]
        news = self._news(page.upserts)
        if not news and not deletes:
            return PeopleChanges(counts=_counts(page, ()), bad=page.bad)
        asked = [*(record.key for record in news), *deletes]
        self.before = self.work.directory_entries.get_many(self.connection.id, asked)
        self._know(e.person_id for e in self.before.values())
        entries = [*self._met(news), *self._gone(deletes)]
        people, profiles, moved = self._portraits(entries)
        return PeopleChanges(
            counts=_counts(page, entries),
            bad=page.bad,
            entries=entries,
            people=people,
            profiles=profiles,
            identities=self.identities,
            merges=self.merges,
            moved=moved,
            lines=self._lines(entries),
        )

    def _news(self, records: Sequence[DirectoryRecord]) -> list[DirectoryRecord]:
        """Records that say something new."""
        if not records:
            return []
        keys = [record.key for record in records]
        digests = self.work.directory_entries.digests(self.connection.id, keys)
        return [
            record
            for record in records
            if digests.get(record.key) != digest_of(record, self._source(record.key))
        ]

    def _met(self, news: Sequence[DirectoryRecord]) -> list[EntryChange]:
        """Records that are there, each with its person."""
        strangers = [record for record in news if self._person_of(record.key) is None]
        keys = [record.key for record in strangers]
        named = self._named(keys) if keys else {}
        self.known |= {person.id: person for person in named.values()}
        unnamed = [record for record in strangers if record.key not in named]
        found = recognised(self.work, self.connection, unnamed)
        changes = []
        for record in news:
            person_id = self._person_of(record.key)
            if person_id is None and record.key in named:
                person_id = named[record.key].id
            one = found.get(record.key, NOBODY)
            if person_id is None and not one.candidates:
                person_id = self._introduced(record, one)
            changes.append(self._entry(record, person_id, one.candidates))
        return [change for change in changes if change.before != change.after]

    def _named(self, keys: Sequence[str]) -> dict[str, Person]:
        """Who is known by one of these keys, here or in Teams of the tenant that is read."""
        named = self.work.people.by_identities(self.connection.issuer, keys)
        if self.connection.connector != ENTRA or not self.connection.account_id:
            return named
        issuer = ENTRA_ISSUER.format(self.connection.account_id)
        others = [key for key in keys if key not in named]
        from_teams = self.work.people.by_identities(issuer, others)
        self.identities += [
            Identity(issuer=self.connection.issuer, subject=key, person_id=person.id)
            for key, person in from_teams.items()
        ]
        return named | from_teams

    def _introduced(self, record: DirectoryRecord, one: Recognised) -> PersonId:
        """Somebody new, or whom a rule found: then the new one is joined into them at once."""
        fresh = Person(
            id=PersonId(self.entropy.uuid()),
            organization_id=self.connection.organization_id,
            created_at=self.now,
            updated_at=self.now,
        )
        self.new[fresh.id] = fresh
        kept = one.person_id or fresh.id
        identity = Identity(issuer=self.connection.issuer, subject=record.key, person_id=kept)
        self.identities.append(identity)
        if one.rule is not None:
            self.merges.append(
                Merge(
                    id=MergeId(self.entropy.uuid()),
                    organization_id=self.connection.organization_id,
                    kept=kept,
                    gone=fresh.id,
                    identities=(replace(identity, person_id=fresh.id),),
                    rule=rule_name(one.rule),
                    merged_at=self.now,
                )
            )
        return kept

    def _entry(
        self,
        record: DirectoryRecord,
        person_id: PersonId | None,
        candidates: tuple[PersonId, ...],
    ) -> EntryChange:
        before = self.before.get(record.key)
        told = DirectoryEntry(
            connection_id=self.connection.id,
            organization_id=self.connection.organization_id,
            record=record,
            person_id=person_id,
            candidates=candidates if person_id is None else (),
            source=self._source(record.key),
            created_at=self.now,
            updated_at=self.now,
        )
        if before is None:
            return EntryChange(None, told)
        same = replace(told, version=before.version, created_at=before.created_at)
        if replace(same, updated_at=before.updated_at) == before:
            return EntryChange(before, before)
        return EntryChange(before, replace(same, version=before.version + 1))

    def _gone(self, keys: Iterable[str]) -> list[EntryChange]:
        """Records that are there no more; whom they were about is remembered."""
        return [
            EntryChange(
                before,
                replace(before, present=False, version=before.version + 1, updated_at=self.now),
            )
            for before in map(self.before.get, keys)
            if before is not None and before.present
        ]

    def _portraits(
        self, entries: Sequence[EntryChange]
    ) -> tuple[list[Person], list[Profile], list[PersonId]]:
        """People and profiles to be stored, and whose presence changes."""
        changed = [one.after for one in entries if one.after.person_id is not None]
        concerned = {entry.person_id: None for entry in changed if entry.person_id is not None}
        old = [person_id for person_id in concerned if person_id not in self.new]
        profiles = self._locked(old)
        before: defaultdict[PersonId | None, list[DirectoryEntry]] = defaultdict(list)
        for entry in self.work.directory_entries.of_people(old) if old else ():
            before[entry.person_id].append(entry)
        belief = Belief.of(self.work)
        after = _grouped(changed)
        people, written, moved = [], [], []
        for person_id in (*concerned, *(i for i in self.new if i not in concerned)):
            held = self.new.get(person_id) or self.known[person_id]
            portrait = Portrait(
                person=held,
                profile=profiles.get(person_id),
                before=before[person_id],
                entries=_overlaid(before[person_id], after.get(person_id, ())),
            )
            person, profile = portrait.believed(belief, self.now)
            if person_id in self.new or person != held:
                people.append(person)
            if profile is not None and profile is not portrait.profile:
                written.append(profile)
            if person_id not in self.new and person.presence is not held.presence:
                moved.append(person_id)
        return people, written, moved

    def _lines(self, entries: Sequence[EntryChange]) -> bool:
        """Whether somebody has another manager now."""
        if any(change.moves_reports for change in entries):
            return True
        turned = [c.after.key for c in entries if c.effect is not Effect.UPDATED]
        return bool(turned and self.work.directory_entries.reports(self.connection.id, turned))

    def _know(self, person_ids: Iterable[PersonId | None]) -> None:
        asked = {one for one in person_ids if one is not None} - self.known.keys()
        if asked:
            self.known |= self.work.people.get_many(asked)

    def _locked(self, person_ids: Collection[PersonId]) -> dict[PersonId, Profile]:
        """Their profiles; nobody else changes them or what is believed of them meanwhile."""
        if not person_ids:
            return {}
        profiles = self.work.profiles.lock_many(person_ids)
        self.known |= self.work.people.get_many(person_ids)
        return profiles

    def _person_of(self, key: str) -> PersonId | None:
        """Whom a known record is about, if that person still exists."""
        before = self.before.get(key)
        person_id = before.person_id if before else None
        return person_id if person_id in self.known else None

    def _source(self, key: str) -> Mapping[str, Any]:
        return self.sources.get(key, {})


def _grouped(entries: Iterable[DirectoryEntry]) -> dict[PersonId | None, list[DirectoryEntry]]:
    found: defaultdict[PersonId | None, list[DirectoryEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.person_id].append(entry)
    return found


def _overlaid(
    before: Iterable[DirectoryEntry], after: Iterable[DirectoryEntry]
) -> list[DirectoryEntry]:
    """Entries as they are after a page."""
    now = {(entry.connection_id, entry.key): entry for entry in before}
    now |= {(entry.connection_id, entry.key): entry for entry in after}
    return list(now.values())


def _counts(page: PeoplePage, entries: Sequence[EntryChange]) -> Counts:
    seen = Counter(change.effect for change in entries)
    created, updated = seen[Effect.CREATED], seen[Effect.UPDATED]
    return Counts(
        created=created,
        updated=updated,
        unchanged=len(page.upserts) - created - updated,
        gone=seen[Effect.GONE],
        quarantined=len(page.bad),
        leaving=sum(change.leaves for change in entries),
    )
