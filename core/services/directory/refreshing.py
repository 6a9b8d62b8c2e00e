"""Works out anew what is believed of people, after something else than a record changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from core.domain.directory import DirectoryEntry
from core.domain.identifiers import PersonId
from core.ports.unit_of_work import TenantWork
from core.services.directory.facts import Belief, Portrait

Entries = Mapping[PersonId, Collection[DirectoryEntry]]


def entries_of(work: TenantWork, person_ids: Collection[PersonId]) -> Entries:
    """Everything that directories say of some people."""
    found: dict[PersonId, list[DirectoryEntry]] = defaultdict(list)
    for entry in work.directory_entries.of_people(person_ids):
        assert entry.person_id is not None, "they were looked up by it"
        found[entry.person_id].append(entry)
    return found


def refresh(
    work: TenantWork,
    person_ids: Collection[PersonId],
    at: datetime,
    before: Entries | None = None,
) -> list[PersonId]:
    """Store what is believed now of some people.

    Args:
        work: in which they are locked until it ends.
        person_ids: whom.
        at: when this is.
        before: their entries when it was last worked out; None for those they have now.

    Returns:
        Whose presence is another one now.
    """
    profiles = work.profiles.lock_many(person_ids)
    people = work.people.get_many(person_ids)
    belief, now = Belief.of(work), entries_of(work, person_ids)
    told, written, moved = [], [], []
    for person_id, held in people.items():
        portrait = Portrait(
            person=held,
            profile=profiles.get(person_id),
            before=(now if before is None else before).get(person_id, ()),
            entries=now.get(person_id, ()),
        )
        person, profile = portrait.believed(belief, at)
        if person is not held:
            told.append(person)
        if profile is not None and profile is not portrait.profile:
            written.append(profile)
        if person.presence is not held.presence:
            moved.append(person_id)
    work.people.save_many(told)
    work.profiles.save_many(written)
    return moved
