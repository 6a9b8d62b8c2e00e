"""What is believed of a person, out of what sources and they themselves say.

The first source in the order of a field that says something is believed (core.domain.people_rules).
A person's own words are what is kept of them and no source has told: nobody marks them, so words
that a source said once are the source's.

- Entries that are gone say nothing more, as long as another one is not.
- Who is gone altogether keeps what was known: matches of theirs are history that others read.
- Nobody loses their name because a source withholds it.
- Who is gone and whose other entry became somebody else's (a merge was undone) is what those that
  are left said last, or their own words alone.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Self, TypeVar
from zoneinfo import available_timezones

from core.domain.directory import DirectoryEntry, DirectoryRecord, Presence
from core.domain.people_rules import OWN_WORDS, PersonField
from core.domain.person import Person
from core.domain.profile import Profile
from core.ports.unit_of_work import TenantWork

Held = TypeVar("Held", Person, Profile)

LONGEST = 200
"""Characters of a fact: as much as people may write of themselves in one line."""


@lru_cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _time_zone(record: DirectoryRecord) -> str:
    return record.time_zone if record.time_zone in _time_zones() else ""


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST]


SAID: Mapping[PersonField, Callable[[DirectoryRecord], str]] = {
    PersonField.NAME: lambda record: _line(record.shown_name),
    PersonField.EMAIL: lambda record: record.email.strip(),
    PersonField.HEADLINE: lambda record: _line(record.title),
    PersonField.DEPARTMENT: lambda record: _line(record.department),
    PersonField.LOCATION: lambda record: _line(record.work_location),
    PersonField.TIME_ZONE: _time_zone,
    PersonField.LOCALE: lambda record: record.locale.replace("_", "-"),
}
"""What a record says of each field of a person; managers are people (manager_lines.py)."""

OF_PERSON = (PersonField.NAME, PersonField.EMAIL, PersonField.LOCALE)
OF_PROFILE = (
    PersonField.HEADLINE,
    PersonField.DEPARTMENT,
    PersonField.LOCATION,
    PersonField.TIME_ZONE,
)


@dataclass(frozen=True, slots=True)
class Belief:
    """Whom an organization believes: every source of a field, the one to believe first."""

    orders: Mapping[PersonField, Sequence[str]]

    @classmethod
    def of(cls, work: TenantWork) -> Self:
        """The organization's rules, and the usual order where it has none."""
        connections = [connection.id for connection in work.connections.all()]
        precedence = work.people_rules.precedence()
        return cls({about: precedence.order(about, connections) for about in PersonField})

    def value(self, about: PersonField, own: str, said: Mapping[str, DirectoryRecord]) -> str:
        """What is believed of one field; empty if nobody says anything.

        Args:
            about: which field.
            own: the person's own words.
            said: id of a connection as text -> what it says of the person.
        """
        for source in self.orders[about]:
            if source == OWN_WORDS:
                told = own
            else:
                told = SAID[about](said[source]) if source in said else ""
            if told:
                return told
        return ""

    def overrules(self, about: PersonField, said: Mapping[str, DirectoryRecord]) -> bool:
        """Whether a source that is believed before the person says something of a field."""
        order = self.orders[about]
        before = order[: order.index(OWN_WORDS)]
        return any(source in said and SAID[about](said[source]) for source in before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A person with everything that is kept about who they are.

    Attributes:
        profile: None before there is one.
        before: every entry about them as it was when the two above were stored.
        entries: every entry about them as it is now.
    """

    person: Person
    profile: Profile | None = None
    before: Collection[DirectoryEntry] = ()
    entries: Collection[DirectoryEntry] = ()

    def believed(self, belief: Belief, at: datetime) -> tuple[Person, Profile | None]:
        """Who they are now; the same objects where nothing changes.

        Args:
            belief: whom to believe.
            at: when this is.
        """
        person, profile = self.person, self.profile or Profile(person_id=self.person.id)
        presence = presence_of(self.entries)
        said = speaking(self.entries)
        parted = not said and self._parted()
        if parted:
            said = {str(entry.connection_id): entry.record for entry in self.entries}
        if said or parted:
            told = self._told(belief, person, OF_PERSON, said)
            told[PersonField.NAME] = told[PersonField.NAME] or person.name
            person = _with(person, told | {"presence": presence}, at)
            profile = _with(profile, self._told(belief, profile, OF_PROFILE, said), at)
        elif presence is not person.presence:
            person = replace(person, presence=presence, updated_at=at)
        unwritten = self.profile is None and profile.updated_at is None
        return person, None if unwritten else profile

    def _parted(self) -> bool:
        """Whether an entry that told of them is about somebody else now."""
        here = {(entry.connection_id, entry.key) for entry in self.entries}
        return any((entry.connection_id, entry.key) not in here for entry in self.before)

    def _told(
        self,
        belief: Belief,
        held: Person | Profile,
        fields: Iterable[PersonField],
        said: Mapping[str, DirectoryRecord],
    ) -> dict[str, Any]:
        """What is believed of some fields."""
        return {one: belief.value(one, self._own(one, getattr(held, one)), said) for one in fields}

    def _own(self, about: PersonField, value: str) -> str:
        """What is kept of a field, if no source has told it."""
        if not (value and self.before):
            return value
        said = SAID[about]
        return "" if any(said(entry.record) == value for entry in self.before) else value


def _with(held: Held, told: Mapping[str, Any], at: datetime) -> Held:
    """Somebody with these facts; the same object if they are the same."""
    if all(getattr(held, name) == value for name, value in told.items()):
        return held
    return replace(held, **told, updated_at=at)


def own_words(profile: Profile) -> bool:
    """Whether there is more in a profile than directories tell."""
    told: dict[str, Any] = {name.value: "" for name in OF_PROFILE}
    blank = replace(profile, **told, managers=(), updated_at=None)
    return blank != Profile(person_id=profile.person_id)


def presence_of(entries: Iterable[DirectoryEntry]) -> Presence:
    """What all entries about a person together say; who is in no directory is here.

    Gone is who is gone everywhere. Who is away by one source is away: another one that has them
    says no more than that they still belong there.
    """
    found = {entry.presence for entry in entries}
    for presence in (Presence.AWAY, Presence.HERE, Presence.GONE):
        if presence in found:
            return presence
    return Presence.HERE


def speaking(entries: Collection[DirectoryEntry]) -> dict[str, DirectoryRecord]:
    """Id of a connection as text -> what it says now of a person."""
    if len(entries) == 1:
        return {str(one.connection_id): one.record for one in entries if one.present}
    present = sorted((e for e in entries if e.present), key=lambda e: (e.updated_at, e.key))
    going = [entry for entry in present if entry.presence is not Presence.GONE]
    return {str(entry.connection_id): entry.record for entry in going or present}
