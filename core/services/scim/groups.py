"""Groups of SCIM. Large ones too: members are added and removed without reading the others."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from core.domain.connection import Connection
from core.domain.scim import ScimCaller, ScimGroup, ScimMember
from core.domain.scim_query import Query
from core.errors import NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.scim.connections import Versions, must_be_one_of, open_connection


@dataclass(frozen=True, slots=True)
class Add:
    """Members who come, or are told anew."""

    members: Sequence[ScimMember]


@dataclass(frozen=True, slots=True)
class Remove:
    """Members who go, by their keys."""

    keys: Collection[str]


@dataclass(frozen=True, slots=True)
class Replace:
    """These are the members and nobody else."""

    members: Sequence[ScimMember]


MemberEdit = Add | Remove | Replace


@dataclass(frozen=True, slots=True)
class GroupEdit:
    """What a request makes of a group.

    Attributes:
        source: the resource without members; None leaves it.
        members: what happens to the members, in this order.
    """

    source: Mapping[str, Any] | None = None
    members: Sequence[MemberEdit] = ()


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group; members are empty where nobody asked for them."""

    group: ScimGroup
    members: Sequence[ScimMember] = field(default=())


class ScimGroups:
    """What an identity provider may do with groups.

    Args:
        storage: where they are.
        clock: when they change.
        entropy: makes their ids.
    """

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def create(
        self, caller: ScimCaller, source: Mapping[str, Any], members: Sequence[ScimMember]
    ) -> GroupView:
        """Take a new group in.

        Raises:
            UnavailableError: the connection is not turned on.
        """
        now = self._clock.now()
        group = ScimGroup(
            id=self._entropy.uuid(),
            connection_id=caller.connection_id,
            organization_id=caller.organization_id,
            source=source,
            created_at=now,
            updated_at=now,
        )
        with self._storage.tenant(caller.organization_id) as work:
            open_connection(work, caller)
            work.scim_groups.save(group)
            work.scim_groups.add_members(group.id, members)
            return _view(work, group)

    def get(self, caller: ScimCaller, group_id: str, *, members: bool = True) -> GroupView:
        """A group.

        Raises:
            NotFoundError: there is none with this id.
        """
        with self._storage.tenant(caller.organization_id) as work:
            group = work.scim_groups.get(caller.connection_id, _id(group_id))
            if group is None:
                raise _not_found()
            return _view(work, group, members=members)

    def change(
        self,
        caller: ScimCaller,
        group_id: str,
        edit: Callable[[GroupView], GroupEdit],
        wanted: Versions = None,
        *,
        reads_members: bool = True,
    ) -> GroupView:
        """Change a group; nobody else changes it meanwhile.

        Args:
            caller: who changes it.
            group_id: its id.
            edit: from the group as it is to what shall happen.
            wanted: which versions may be changed.
            reads_members: whether `edit` and the caller look at the members.

        Raises:
            NotFoundError: there is none with this id.
            StaleVersionError: it is of another version.
            UnavailableError: the connection is not turned on.
        """
        with self._storage.tenant(caller.organization_id) as work:
            connection = open_connection(work, caller)
            group = _locked(work, connection, group_id, wanted)
            edited = edit(_view(work, group, members=reads_members))
            moved = sum(_apply(work, group.id, step) for step in edited.members)
            source = group.source if edited.source is None else edited.source
            if moved or source != group.source:
                now, version = self._clock.now(), group.version + 1
                group = replace(group, source=source, version=version, updated_at=now)
                work.scim_groups.save(group)
            return _view(work, group, members=reads_members)

    def delete(self, caller: ScimCaller, group_id: str, wanted: Versions = None) -> None:
        """Take a group away.

        Raises:
            NotFoundError, StaleVersionError, UnavailableError: as in `change`.
        """
        with self._storage.tenant(caller.organization_id) as work:
            connection = open_connection(work, caller)
            work.scim_groups.remove(_locked(work, connection, group_id, wanted).id)

    def search(
        self, caller: ScimCaller, query: Query, *, members: bool = True
    ) -> tuple[int, list[GroupView]]:
        """How many groups there are, and a page of them, with their members if asked for."""
        with self._storage.tenant(caller.organization_id) as work:
            total = work.scim_groups.count(caller.connection_id, query.filter)
            page = work.scim_groups.page(caller.connection_id, query) if query.limit else []
            wanted = [group.id for group in page] if members else []
            within = work.scim_groups.members(wanted) if wanted else {}
            return total, [GroupView(group, within.get(group.id, ())) for group in page]


def _view(work: TenantWork, group: ScimGroup, *, members: bool = True) -> GroupView:
    if not members:
        return GroupView(group)
    return GroupView(group, work.scim_groups.members([group.id]).get(group.id, ()))


def _locked(work: TenantWork, connection: Connection, group_id: str, wanted: Versions) -> ScimGroup:
    group = work.scim_groups.lock(connection.id, _id(group_id))
    if group is None:
        raise _not_found()
    must_be_one_of(group.version, wanted)
    return group


def _apply(work: TenantWork, group_id: UUID, step: MemberEdit) -> int:
    if isinstance(step, Remove):
        return work.scim_groups.remove_members(group_id, step.keys)
    gone = 0
    if isinstance(step, Replace):
        gone = work.scim_groups.clear_members(group_id, [one.key for one in step.members])
    return gone + work.scim_groups.add_members(group_id, step.members)


def _id(text: str) -> UUID:
    """The id in a request.

    Raises:
        NotFoundError: it can be nobody's.
    """
    try:
        found = UUID(text)
    except ValueError:
        raise _not_found() from None
    if str(found) != text:
        raise _not_found()
    return found


def _not_found() -> NotFoundError:
    return NotFoundError("There is no group with this id.")
