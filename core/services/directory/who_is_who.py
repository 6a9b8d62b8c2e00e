"""Who is who, for administrators: what rules could not decide, whom they joined, and undoing it.

Every deed is in the audit, and every two people who were joined, by whomever, can be parted again.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from core.domain.actor import Actor
from core.domain.connection import Connection
from core.domain.directory import DirectoryEntry
from core.domain.identifiers import ConnectionId, MergeId, PersonId
from core.domain.people_rules import Merge
from core.domain.person import LTI_ISSUER, Identity, Person
from core.errors import ConflictError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.administration.deeds import Deeds
from core.services.directory.joining import begun, join, part
from core.services.directory.refreshing import refresh

MOST_LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """Somebody, and what knows them.

    Attributes:
        connections: titles of the connections that tell of them.
        lms: whether a learning platform does.
    """

    person: Person
    connections: tuple[str, ...] = ()
    lms: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A record that may be about several people, or about one whom its source knows already."""

    entry: DirectoryEntry
    connection: Connection
    candidates: tuple[KnownPerson, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Two people who were found to be one, as they are now."""

    merge: Merge
    kept: Person
    gone: Person


class WhoIsWho:
    """Decides, joins and parts."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._deeds = Deeds(clock, entropy)

    def undecided(self, actor: Actor) -> list[Undecided]:
        """What waits for a decision, oldest first; at most MOST_LISTED.

        Raises:
            ForbiddenError: the actor is no administrator.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            entries = work.directory_entries.undecided(MOST_LISTED)
            connections = {one.id: one for one in work.connections.all()}
            known = _known(work, {one for entry in entries for one in entry.candidates})
        return [
            Undecided(
                entry=entry,
                connection=connections[entry.connection_id],
                candidates=tuple(known[one] for one in entry.candidates if one in known),
            )
            for entry in entries
        ]

    def decide(
        self,
        actor: Actor,
        connection_id: ConnectionId,
        key: str,
        person_id: PersonId | None,
    ) -> PersonId:
        """Say whom a record is about.

        Args:
            actor: an administrator.
            connection_id: whose record it is.
            key: of the record.
            person_id: one of the candidates; None for somebody new.

        Returns:
            Whom it is about.

        Raises:
            ForbiddenError: the actor is no administrator.
            NotFoundError: no such record waits for a decision, or it cannot be about this person.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            connection = work.connections.lock(connection_id)
            entry = work.directory_entries.get(connection_id, key)
            open_to = {None, *entry.candidates} if entry and entry.person_id is None else set()
            if connection is None or entry is None or person_id not in open_to:
                raise NotFoundError("This was decided already. Reload the page to see how.")
            fresh = self._introduced(work, connection, entry)
            if person_id is not None:
                join(work, [(person_id, fresh)], self._now, self._entropy, by=actor.person_id)
            told = sentence(
                "It was decided whom a record of %(title)s is about.", title=connection.title
            )
            self._note(work, actor, "people.decided", person_id or fresh, told)
        return person_id or fresh

    def joined(self, actor: Actor) -> list[Joined]:
        """Who was found to be one, newest first; at most MOST_LISTED.

        Raises:
            ForbiddenError: the actor is no administrator.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            merges = work.merges.recent(MOST_LISTED)
            people = work.people.get_many({i for one in merges for i in (one.kept, one.gone)})
        return [Joined(merge=one, kept=people[one.kept], gone=people[one.gone]) for one in merges]

    def look_for(self, actor: Actor, text: str) -> list[KnownPerson]:
        """People by part of their name or e-mail address, by name; those whom something knows.

        Raises:
            ForbiddenError: the actor is no administrator.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            found = work.people.called(text.strip(), MOST_LISTED) if text.strip() else []
            known = _known(work, [person.id for person in found])
        return list(known.values())

    def join(self, actor: Actor, one_id: PersonId, other_id: PersonId) -> Merge:
        """Make two people one. Who has begun something is kept; of two who have not, the first.

        Raises:
            ForbiddenError: the actor is no administrator.
            NotFoundError: there is no such person.
            ConflictError: both have begun, or they are one already.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            known = _known(work, {one_id, other_id})
            if {one_id, other_id} - known.keys():
                raise NotFoundError("There is no such person any more. Look for them again.")
            if one_id == other_id:
                raise ConflictError("These are one person already.")
            busy = begun(work, [one_id, other_id])
            if len(busy) > 1:
                raise ConflictError(
                    "Both have begun already, with requests, matches or work of their own. They "
                    "have to stay two people."
                )
            kept, gone = (other_id, one_id) if other_id in busy else (one_id, other_id)
            (merge,) = join(work, [(kept, gone)], self._now, self._entropy, by=actor.person_id)
            told = sentence("Two people were made one.")
            self._note(work, actor, "people.joined", kept, told, str(gone))
        self._sign_out([gone])
        return merge

    def part(self, actor: Actor, merge_id: MergeId) -> Merge:
        """Make two people of one again.

        Raises:
            ForbiddenError: the actor is no administrator.
            NotFoundError: they were never one.
            ConflictError: this was undone already, or who was kept is part of somebody else now.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            merge = work.merges.lock(merge_id)
            if merge is None:
                raise NotFoundError("These two people were never made one.")
            if merge.undone_at is not None:
                raise ConflictError("This was undone already.")
            if _went_on(work, merge):
                # Marked as undone, it could not be any more once the later one is.
                raise ConflictError(
                    "This person was made one with somebody else later. Undo that first."
                )
            part(work, merge, self._now)
            told = sentence("One person was made two again.")
            self._note(work, actor, "people.parted", merge.kept, told, str(merge.gone))
        # Whoever is signed in may be the other one of the two from now on.
        self._sign_out([merge.kept, merge.gone])
        return replace(merge, undone_at=self._now)

    def _introduced(
        self, work: TenantWork, connection: Connection, entry: DirectoryEntry
    ) -> PersonId:
        """A person of its own for a record that has none."""
        now, person_id = self._now, PersonId(self._entropy.uuid())
        work.people.save(
            Person(
                id=person_id,
                organization_id=connection.organization_id,
                created_at=now,
                updated_at=now,
            )
        )
        named = Identity(issuer=connection.issuer, subject=entry.key, person_id=person_id)
        work.people.link(named)
        decided = replace(
            entry, person_id=person_id, candidates=(), version=entry.version + 1, updated_at=now
        )
        work.directory_entries.save_many([decided])
        refresh(work, [person_id], now, {})
        return person_id

    def _note(
        self,
        work: TenantWork,
        actor: Actor,
        deed: str,
        person_id: PersonId,
        told: Sentence,
        other: str = "",
    ) -> None:
        after = {"other": other} if other else {}
        subject = f"person:{person_id}"
        self._deeds.note(work, actor.person_id, deed, subject, told, after=after)

    def _sign_out(self, person_ids: Collection[PersonId]) -> None:
        with self._storage.platform() as platform:
            platform.sessions.sign_out(person_ids)

    @property
    def _now(self) -> datetime:
        return self._clock.now()


def _went_on(work: TenantWork, merge: Merge) -> bool:
    """Whether who was kept was joined into somebody else afterwards."""
    later = work.merges.of_people([merge.kept])
    return any(one.gone == merge.kept and one.undone_at is None for one in later)


def _known(work: TenantWork, person_ids: Collection[PersonId]) -> dict[PersonId, KnownPerson]:
    """Those of some people whom anything knows: who was joined into somebody else is left out."""
    if not person_ids:
        return {}
    titles = {connection.issuer: connection.title for connection in work.connections.all()}
    issuers: dict[PersonId, list[str]] = {}
    for identity in work.people.identities(person_ids):
        issuers.setdefault(identity.person_id, []).append(identity.issuer)
    lms = LTI_ISSUER.format("")
    return {
        person_id: KnownPerson(
            person=person,
            connections=tuple(titles[one] for one in issuers[person_id] if one in titles),
            lms=any(one.startswith(lms) for one in issuers[person_id]),
        )
        for person_id, person in work.people.get_many(issuers).items()
    }
