"""What a page of a directory changes about people: found by comparing, stored in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from core.domain.directory import DirectoryEntry, DirectoryRecord, Presence
from core.domain.identifiers import PersonId, SyncRunId
from core.domain.people_rules import Merge
from core.domain.person import Identity, Person
from core.domain.profile import Profile
from core.domain.sync import Counts, Effect, SyncChange
from core.ports.connectors import BadRow

_FIELDS = tuple(one.name for one in fields(DirectoryRecord))


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One record, before and after.

    Attributes:
        before: None for one that was never heard of.
    """

    before: DirectoryEntry | None
    after: DirectoryEntry

    @property
    def effect(self) -> Effect:
        """What happens to it; who comes back is created again."""
        if not self.after.present:
            return Effect.GONE
        known = self.before is not None and self.before.present
        return Effect.UPDATED if known else Effect.CREATED

    @property
    def leaves(self) -> bool:
        """Whether somebody who was there is gone, however the source says so."""
        was_there = self.before is not None and self.before.presence is not Presence.GONE
        return was_there and self.after.presence is Presence.GONE

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of what is different, of a record that stays."""
        if self.effect is not Effect.UPDATED or self.before is None:
            return ()
        before, after = self.before.record, self.after.record
        return tuple(name for name in _FIELDS if getattr(before, name) != getattr(after, name))

    @property
    def told(self) -> dict[str, tuple[str, str]]:
        """What is different, as it was and as it is."""
        if self.before is None:
            return {}
        before, after = self.before.record, self.after.record
        return {
            name: (_text(getattr(before, name)), _text(getattr(after, name)))
            for name in self.fields
        }

    @property
    def moves_reports(self) -> bool:
        """Whether the record names another manager than before, or none any more."""
        before = self.before.record.manager_key if self.before and self.before.present else ""
        after = self.after.record.manager_key if self.after.present else ""
        return before != after


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleChanges:
    """See core.ports.sinks.Changes.

    Attributes:
        entries: records that change, in the order of the page.
        people, profiles, identities: to be stored; people before all others.
        merges: who was recognised by a rule.
        moved: people whose presence changes: what they take part in has to follow.
        lines: whether who is whose manager has to be worked out anew.
    """

    counts: Counts
    bad: Sequence[BadRow] = ()
    entries: Sequence[EntryChange] = ()
    people: Sequence[Person] = ()
    profiles: Sequence[Profile] = ()
    identities: Sequence[Identity] = ()
    merges: Sequence[Merge] = ()
    moved: Sequence[PersonId] = ()
    lines: bool = False

    def listed(self, run_id: SyncRunId, *, told: bool = False) -> Sequence[SyncChange]:
        """See the port."""
        return [
            SyncChange(
                run_id=run_id,
                key=change.after.key,
                effect=change.effect,
                person_id=change.after.person_id,
                fields=change.fields,
                name=_called(change.after.record) if told else "",
                told=change.told if told else {},
            )
            for change in self.entries
        ]


def _called(record: DirectoryRecord) -> str:
    return record.shown_name or record.email or record.user_name


def _text(value: str | date | None) -> str:
    """A value of a record as JSON keeps it; words of lists are those of the domain."""
    return "" if value is None else str(value)
