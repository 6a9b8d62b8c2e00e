"""Users of SCIM: directory entries whose key is the user's id.

Every write goes through the sink of people, which recognises whom an entry is about. So an
inactive user ends mentoring as gracefully as somebody who is missing from a file.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from core.domain.connection import Connection
from core.domain.directory import DirectoryEntry
from core.domain.scim import Membership, ScimCaller
from core.domain.scim_query import Query
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.ports.connectors import Page
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.directory.sink import PeopleSink
from core.services.scim.connections import Versions, must_be_one_of, open_connection
from core.services.scim.leaving import ScimLeaving
from core.services.scim.records import Resource, lookups_of, record_of


@dataclass(frozen=True, slots=True)
class ScimUser:
    """A user and the groups they are in."""

    entry: DirectoryEntry
    groups: Sequence[Membership] = ()


class ScimUsers:
    """What an identity provider may do with users.

    Args:
        storage: where they are.
        entropy: makes their ids.
        sink: of people.
        leaving: what follows when they leave.
    """

    def __init__(
        self, storage: Storage, entropy: Entropy, sink: PeopleSink, leaving: ScimLeaving
    ) -> None:
        self._storage = storage
        self._entropy = entropy
        self._sink = sink
        self._leaving = leaving

    def create(self, caller: ScimCaller, user: Resource) -> ScimUser:
        """Take a new user in.

        Args:
            caller: who sends them.
            user: the resource, without id, meta and password.

        Raises:
            ConflictError: another user of the connection has this user name.
            InvalidInputError: the sink of people cannot use what the user says.
            UnavailableError: the connection is not turned on.
        """
        key = str(self._entropy.uuid())
        with self._storage.tenant(caller.organization_id) as work:
            connection = open_connection(work, caller)
            if work.scim_users.named(connection.id, user["userName"]) is not None:
                raise ConflictError("There is a user with this userName already.")
            return ScimUser(self._store(work, connection, key, user))

    def get(self, caller: ScimCaller, key: str) -> ScimUser:
        """A user.

        Raises:
            NotFoundError: there is none with this id.
        """
        with self._storage.tenant(caller.organization_id) as work:
            entry = work.directory_entries.get(caller.connection_id, key)
            if entry is None or not entry.present:
                raise _not_found()
            return _with_groups(work, caller, [entry])[0]

    def change(
        self,
        caller: ScimCaller,
        key: str,
        edit: Callable[[DirectoryEntry], Resource],
        wanted: Versions = None,
    ) -> ScimUser:
        """Change a user; nobody else changes them meanwhile.

        Args:
            caller: who changes them.
            key: their id.
            edit: from the entry as it is to the resource as it shall be.
            wanted: which versions may be changed.

        Raises:
            NotFoundError: there is none with this id.
            ConflictError: another user has the new user name.
            InvalidInputError: the sink of people cannot use what the user says.
            StaleVersionError: they are of another version.
            UnavailableError: the connection is not turned on.
        """
        with self._storage.tenant(caller.organization_id) as work:
            connection = open_connection(work, caller)
            entry = _locked(work, connection, key, wanted)
            user = edit(entry)
            if user != entry.source:
                entry = self._store(work, connection, key, user, before=entry)
            return _with_groups(work, caller, [entry])[0]

    def delete(self, caller: ScimCaller, key: str, wanted: Versions = None) -> None:
        """Take a user away; their mentoring ends as that of everybody who leaves.

        What only the provider wanted to read back goes at once.

        Raises:
            NotFoundError, StaleVersionError, UnavailableError: as in `change`.
        """
        with self._storage.tenant(caller.organization_id) as work:
            connection = open_connection(work, caller)
            _locked(work, connection, key, wanted)
            changes = self._sink.compare(work, connection, Page(deletes=[key]))
            self._sink.write(work, connection, changes)
            self._leaving.follow(work, connection, changes)
            gone = work.directory_entries.get(connection.id, key)
            assert gone is not None
            work.directory_entries.save_many([replace(gone, source={})])
            work.scim_users.file(connection.id, key, {})
            work.scim_groups.forget_member(connection.id, key)

    def search(
        self, caller: ScimCaller, query: Query, *, groups: bool = True
    ) -> tuple[int, list[ScimUser]]:
        """How many users there are, and a page of them.

        Args:
            caller: who asks.
            query: which of them, in which order.
            groups: whether to look up the groups they are in.
        """
        with self._storage.tenant(caller.organization_id) as work:
            total = work.scim_users.count(caller.connection_id, query.filter)
            keys = work.scim_users.keys(caller.connection_id, query) if query.limit else []
            found = work.directory_entries.get_many(caller.connection_id, keys)
            entries = [found[key] for key in keys]
            if groups:
                return total, _with_groups(work, caller, entries)
            return total, [ScimUser(entry) for entry in entries]

    def _store(
        self,
        work: TenantWork,
        connection: Connection,
        key: str,
        user: Resource,
        before: DirectoryEntry | None = None,
    ) -> DirectoryEntry:
        if not user.get("userName", "").strip():
            raise InvalidInputError("A user has a userName.")
        page = Page(upserts=[record_of(key, user)])
        changes = self._sink.compare(work, connection, page, sources={key: user})
        if changes.bad:
            told = changes.bad[0].sentence
            raise InvalidInputError(told.message, None, **dict(told.params))
        self._sink.write(work, connection, changes)
        self._leaving.follow(work, connection, changes)
        if before is None or lookups_of(before.source) != lookups_of(user):
            work.scim_users.file(connection.id, key, lookups_of(user))
        entry = next((change.after for change in changes.entries), before)
        assert entry is not None, "somebody new always is a change"
        return entry


def _locked(work: TenantWork, connection: Connection, key: str, wanted: Versions) -> DirectoryEntry:
    there = work.scim_users.lock(connection.id, key)
    entry = work.directory_entries.get(connection.id, key) if there else None
    if entry is None:
        raise _not_found()
    must_be_one_of(entry.version, wanted)
    return entry


def _with_groups(
    work: TenantWork, caller: ScimCaller, entries: Collection[DirectoryEntry]
) -> list[ScimUser]:
    keys = [entry.key for entry in entries]
    groups = work.scim_groups.of_users(caller.connection_id, keys) if keys else {}
    return [ScimUser(entry, groups.get(entry.key, ())) for entry in entries]


def _not_found() -> NotFoundError:
    return NotFoundError("There is no user with this id.")
