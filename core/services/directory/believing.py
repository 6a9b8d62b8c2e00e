"""Whom to believe about people, and what follows when the rules change: the jobs.

- Another order of sources, or a source less: what is believed of everybody concerned is worked out
  anew, a thousand people at a time.
- Other rules of a connection: those of its people who have nothing of their own yet, and whom no
  other source knows, are looked for again. Who was parted by hand is not joined again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.domain.actor import Actor
from core.domain.connection import Connection
from core.domain.directory import DirectoryEntry
from core.domain.identifiers import ConnectionId, OrganizationId, PersonId
from core.domain.people_rules import OWN_WORDS, PersonField, Precedence
from core.domain.person import CONNECTION_ISSUER
from core.errors import InvalidInputError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.jobs import JobQueue
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.administration.deeds import Deeds
from core.services.directory.facts import Belief
from core.services.directory.joining import begun, join
from core.services.directory.recognition import recognised, rule_name
from core.services.directory.refreshing import refresh
from core.services.directory.sink import follow_presence, promise_lines

BELIEVE_AGAIN = "believe_again"
RECOGNISE_AGAIN = "recognise_again"
EVERY_SOURCE = CONNECTION_ISSUER.format("")
AT_ONCE = 1_000


def promise_belief(
    jobs: JobQueue, organization_id: OrganizationId, issuers: str = EVERY_SOURCE
) -> None:
    """Promise that what is believed of people is worked out anew.

    Args:
        jobs: of the unit of work that makes it necessary.
        organization_id: whose people.
        issuers: whose: those known through issuers that begin like this.
    """
    jobs.defer(
        BELIEVE_AGAIN,
        lock=f"{BELIEVE_AGAIN}:{organization_id}",
        organization_id=str(organization_id),
        issuers=issuers,
    )


def forget_source(jobs: JobQueue, gone: Connection) -> None:
    """Promise what follows when a connection is deleted.

    Whom it said to have left has not, as far as anything else says.
    """
    promise_belief(jobs, gone.organization_id, gone.issuer)
    promise_lines(jobs, gone.organization_id)


def promise_recognition(jobs: JobQueue, connection: Connection) -> None:
    """Promise that people of a connection are looked for again by its rules."""
    jobs.defer(
        RECOGNISE_AGAIN,
        lock=f"{RECOGNISE_AGAIN}:{connection.id}",
        once=f"{RECOGNISE_AGAIN}:{connection.id}",
        organization_id=str(connection.organization_id),
        connection_id=str(connection.id),
    )


@dataclass(frozen=True, slots=True)
class Source:
    """One voice about people.

    Attributes:
        name: as in an order of sources: the id of a connection, or OWN_WORDS.
        title: of the connection; empty for what people say themselves.
    """

    name: str
    title: str = ""


class WhomToBelieve:
    """The orders of sources, for administrators."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._deeds = Deeds(clock, entropy)

    def orders(self, actor: Actor) -> dict[PersonField, list[Source]]:
        """Every field with its sources, the one to believe first.

        Raises:
            ForbiddenError: the actor is no administrator.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            titles = {str(one.id): one.title for one in work.connections.all()}
            orders = Belief.of(work).orders
        return {
            about: [Source(name, titles.get(name, "")) for name in order]
            for about, order in orders.items()
        }

    def chosen(self, actor: Actor) -> Mapping[PersonField, Sequence[str]]:
        """Names of the sources that somebody put first; other fields have the usual order.

        Raises:
            ForbiddenError: the actor is no administrator.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            return work.people_rules.precedence().orders

    def save(self, actor: Actor, orders: Mapping[PersonField, Sequence[str]]) -> None:
        """Believe sources in these orders from now on; people follow in a job.

        Args:
            actor: an administrator.
            orders: names of sources per field; what is not named keeps the usual order.

        Raises:
            ForbiddenError: the actor is no administrator.
            InvalidInputError: a source is unknown, or named twice; names the fields.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            known = {OWN_WORDS, *(str(one.id) for one in work.connections.all())}
            told = sentence("Name each source once.")
            wrong = {
                about.value: [told]
                for about, order in orders.items()
                if not known.issuperset(order) or len({*order}) < len(order)
            }
            if wrong:
                raise InvalidInputError("This order cannot be used.", wrong)
            before = work.people_rules.precedence()
            after = Precedence(orders={about: [*order] for about, order in orders.items() if order})
            if after == before:
                return
            work.people_rules.save_precedence(after)
            self._deeds.note(
                work,
                actor.person_id,
                "people.believed",
                "people",
                sentence("Whom to believe about people was changed."),
                before=_as_json(before),
                after=_as_json(after),
            )
            promise_belief(work.jobs, actor.organization_id)
            promise_lines(work.jobs, actor.organization_id)


class Believing:
    """The jobs that follow changed rules."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def believe_again(self, organization_id: str, issuers: str) -> None:
        """Work out anew what is believed of people. Again it changes nothing.

        Args:
            organization_id: whose people.
            issuers: whose: those known through issuers that begin like this.
        """
        organization = OrganizationId(UUID(organization_id))
        with self._storage.tenant(organization) as work:
            known = [one for some in work.people.known_through(issuers) for one in some]
        for start in range(0, len(known), AT_ONCE):
            with self._storage.tenant(organization) as work:
                moved = refresh(work, known[start : start + AT_ONCE], self._clock.now())
                follow_presence(work.jobs, organization, moved)

    def recognise_again(self, organization_id: str, connection_id: str) -> None:
        """Look for people of a connection again. Again it changes nothing.

        Args:
            organization_id: whose connection.
            connection_id: which.
        """
        organization = OrganizationId(UUID(organization_id))
        chosen = ConnectionId(UUID(connection_id))
        with self._storage.tenant(organization) as work:
            everybody = (one for some in work.directory_entries.reporting() for one in some)
            keys = [one.key for one in everybody if one.connection_id == chosen]
        for start in range(0, len(keys), AT_ONCE):
            with self._storage.tenant(organization) as work:
                connection = work.connections.lock(chosen)
                if connection is None:
                    return
                entries = work.directory_entries.get_many(chosen, keys[start : start + AT_ONCE])
                self._recognise(work, connection, entries.values())

    def _recognise(
        self, work: TenantWork, connection: Connection, entries: Iterable[DirectoryEntry]
    ) -> None:
        alone = _alone(work, {e.person_id: e for e in entries if e.present and e.person_id})
        found = recognised(work, connection, [entry.record for entry in alone.values()])
        parted = {
            (merge.kept, merge.gone)
            for merge in work.merges.of_people(alone)
            if merge.undone_at is not None
        }
        pairs = {
            (one.person_id, person_id): one.rule
            for person_id, entry in alone.items()
            if (one := found.get(entry.key)) and one.person_id and one.rule
            if (one.person_id, person_id) not in parted
        }
        busy = begun(work, [gone for _, gone in pairs]) if pairs else set()
        decided = {pair: rule for pair, rule in pairs.items() if pair[1] not in busy}
        if decided:
            rules = [rule_name(rule) for rule in decided.values()]
            join(work, list(decided), self._clock.now(), self._entropy, rules=rules)


def _alone(
    work: TenantWork, entries: Mapping[PersonId, DirectoryEntry]
) -> dict[PersonId, DirectoryEntry]:
    """Those whom nothing but this one record knows."""
    identities = work.people.identities(entries) if entries else []
    named = Counter(identity.person_id for identity in identities)
    return {one: entry for one, entry in entries.items() if named[one] == 1}


def _as_json(precedence: Precedence) -> dict[str, list[str]]:
    return {about.value: [*order] for about, order in precedence.orders.items()}
