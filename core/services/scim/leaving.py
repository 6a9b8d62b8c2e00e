"""Who leaves by SCIM: nobody of them comes in any more; their mentoring ends a little later.

An identity provider tells of people one by one. That it deactivates everybody by mistake shows only
after it began, and what ended cannot be brought back. So

1. what it tells is stored as it is told, and who left is signed out;
2. after WAIT a job counts who left. If these are few, or so many of the connection's people as may
   go at once, their mentoring ends (core/services/directory/departures.py);
3. if these are more, nothing ends until an administrator says yes. Who is activated again before is
   back as if nothing had been.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from core.domain.actor import Actor
from core.domain.connection import Connection, Problem, ProblemKind
from core.domain.directory import Presence
from core.domain.identifiers import ConnectionId, OrganizationId, PersonId
from core.domain.person import Person
from core.domain.scim_query import Attribute, Compare, Not, Op
from core.errors import ConflictError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.administration.deeds import Deeds
from core.services.connections.holding import FEW_GONE
from core.services.connections.known import own_connection
from core.services.directory.people_changes import PeopleChanges
from core.services.directory.sink import follow_presence, promise_sign_out
from core.services.webhooks.events import tell_connection_held

SCIM_DEPARTURES = "scim_departures"
WAIT = timedelta(minutes=10)
WITHIN = timedelta(hours=1)
"""Who left in this time is counted together."""
_ACTIVE = Not(Compare(Attribute(("active",)), Op.EQ, "false"))


class ScimLeaving:
    """Follows who leaves.

    Args:
        storage: where everything is.
        clock: now.
        entropy: names entries of the audit.
    """

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._deeds = Deeds(clock, entropy)

    def follow(self, work: TenantWork, connection: Connection, changes: PeopleChanges) -> None:
        """Promise what follows when a request changes whether somebody is there.

        Args:
            work: in which the changes are stored.
            connection: whose they are.
            changes: what was stored.
        """
        gone = {one.id for one in changes.people if one.presence is Presence.GONE}
        left = [one for one in changes.moved if one in gone]
        others = [one for one in changes.moved if one not in gone]
        follow_presence(work.jobs, connection.organization_id, others)
        if left:
            keys = [one.after.key for one in changes.entries if one.after.person_id in left]
            work.scim_leavers.note(connection.id, keys, self._clock.now())
            promise_sign_out(work.jobs, connection.organization_id, left)
        if left or (others and _is_held(connection)):
            work.jobs.defer(
                SCIM_DEPARTURES,
                lock=f"{SCIM_DEPARTURES}:{connection.id}",
                once=f"{SCIM_DEPARTURES}:{connection.id}",
                delay=WAIT,
                organization_id=str(connection.organization_id),
                connection_id=str(connection.id),
            )

    def scim_departures(self, organization_id: str, connection_id: str) -> None:
        """Let mentoring end of who left, unless these are too many. Again it changes nothing.

        Args:
            organization_id: whose connection it is.
            connection_id: which.
        """
        with self._storage.tenant(OrganizationId(UUID(organization_id))) as work:
            connection = work.connections.lock(ConnectionId(UUID(connection_id)))
            if connection is not None:
                self._settle(work, connection)

    def waiting(self, actor: Actor, connection_id: ConnectionId) -> list[Person]:
        """Whose mentoring ends once somebody says yes, by when they left; nobody while not held.

        Raises:
            ForbiddenError: the actor is no administrator.
            NotFoundError: there is no such connection.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            connection = own_connection(work, connection_id)
            found = _going(work, connection) if _is_held(connection) else {}
            return list(found.values())

    def confirm(self, actor: Actor, connection_id: ConnectionId, seen: int) -> None:
        """End the mentoring of everybody who waits for that.

        Args:
            actor: an administrator.
            connection_id: of a connection that is held.
            seen: how many they saw.

        Raises:
            ForbiddenError: the actor is no administrator.
            NotFoundError: there is no such connection.
            ConflictError: nobody waits any more, or more people than were seen.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            connection = own_connection(work, connection_id, lock=True)
            going = _going(work, connection)
            if not (going and _is_held(connection)):
                raise ConflictError("This connection does not wait for anybody.")
            if len(going) > seen:
                raise ConflictError("More people left since. Look at how many, then confirm.")
            _end(work, connection, going.values())
            # They are not counted with who leaves next: somebody said that they may go.
            work.scim_leavers.forget(connection.id, going)
            self._tell(work, connection, None)
            told = sentence(
                "It was confirmed for %(title)s that so many people are gone.",
                title=connection.title,
            )
            subject, number = f"connection:{connection.id}", {"people": len(going)}
            self._deeds.note(
                work, actor.person_id, "connection.confirmed", subject, told, after=number
            )

    def _settle(self, work: TenantWork, connection: Connection) -> None:
        leavers, now = work.scim_leavers, self._clock.now()
        going = _going(work, connection)
        back = [key for key in leavers.waiting(connection.id) if key not in going]
        leavers.forget(connection.id, back)
        leavers.purge(connection.id, now - WITHIN)
        recent = leavers.ended_since(connection.id, now - WITHIN)
        held = _too_many(work, connection, len(going) + recent) if going else None
        if held is None:
            _end(work, connection, going.values())
            leavers.end(connection.id, going, now)
        self._tell(work, connection, held)

    def _tell(self, work: TenantWork, connection: Connection, held: Problem | None) -> None:
        """Keep the connection's problem: that it is held, or not any more."""
        if held == connection.problem or (held is None and not _is_held(connection)):
            return
        told = replace(connection, problem=held, version=connection.version + 1)
        work.connections.update(told)
        if held is not None and not _is_held(connection):
            tell_connection_held(work, told, self._clock.now())


def _too_many(work: TenantWork, connection: Connection, going: int) -> Problem | None:
    """Why so many may not go without a yes."""
    active = work.scim_users.count(connection.id, _ACTIVE)
    few = max(FEW_GONE, connection.held_share * (active + going))
    if going <= few and active:
        return None
    told = sentence(
        "%(going)s of %(present)s people left within a short time. They cannot sign in, but their "
        "matches have not ended. If that is a mistake, activate them again over there; if not, "
        "confirm that they are gone.",
        going=going,
        present=active + going,
    )
    return Problem(kind=ProblemKind.HELD, sentence=told)


def _going(work: TenantWork, connection: Connection) -> Mapping[str, Person]:
    """Who left and has not come back, by key."""
    keys = work.scim_leavers.waiting(connection.id)
    entries = work.directory_entries.get_many(connection.id, keys)
    whom = {key: entries[key].person_id for key in keys if key in entries}
    people = work.people.get_many({one for one in whom.values() if one is not None})
    found = {key: people[one] for key, one in whom.items() if one is not None and one in people}
    return {key: one for key, one in found.items() if one.presence is Presence.GONE}


def _end(work: TenantWork, connection: Connection, people: Collection[Person]) -> None:
    whom: list[PersonId] = [person.id for person in people]
    follow_presence(work.jobs, connection.organization_id, whom)


def _is_held(connection: Connection) -> bool:
    return connection.problem is not None and connection.problem.kind is ProblemKind.HELD
