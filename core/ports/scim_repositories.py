"""What is kept for SCIM.

Adapters: storage/repositories/scim_*.py and tests/fakes/scim_storage.py.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from core.domain.identifiers import ConnectionId
from core.domain.scim import Lookup, Membership, ScimGroup, ScimMember, ScimToken
from core.domain.scim_query import Filter, Query


class ScimTokens(Protocol):
    """Bearer tokens; looked up before the tenant is known."""

    def find(self, token_hash: bytes) -> ScimToken | None: ...
    def of_connection(self, connection_id: ConnectionId) -> list[ScimToken]:
        """Newest first."""
        ...

    def add(self, token: ScimToken) -> None: ...
    def note_use(self, token_hash: bytes, at: datetime) -> None: ...
    def remove(self, token_hash: bytes) -> None: ...


class ScimUsers(Protocol):
    """How users (directory entries that are present) are found."""

    def lock(self, connection_id: ConnectionId, key: str) -> bool:
        """Whether there is such a user, whom nobody else changes until this unit of work ends."""
        ...

    def file(
        self,
        connection_id: ConnectionId,
        key: str,
        values: Mapping[Lookup, Collection[str]],
    ) -> None:
        """Remember what a user is looked up by, instead of what was; with nothing, forget them.

        Raises:
            ConflictError: somebody else of the connection has this user name.
        """
        ...

    def named(self, connection_id: ConnectionId, user_name: str) -> str | None:
        """The id of who has a user name."""
        ...

    def keys(self, connection_id: ConnectionId, query: Query) -> list[str]: ...
    def count(self, connection_id: ConnectionId, only: Filter | None) -> int: ...


class ScimLeavers(Protocol):
    """Users who left, until their mentoring has ended."""

    def note(self, connection_id: ConnectionId, keys: Collection[str], at: datetime) -> None:
        """They left now, whatever was noted of them before."""
        ...

    def waiting(self, connection_id: ConnectionId) -> list[str]:
        """Those whose mentoring has not ended, by when they left."""
        ...

    def ended_since(self, connection_id: ConnectionId, at: datetime) -> int:
        """How many there are whose mentoring ended then or later."""
        ...

    def end(self, connection_id: ConnectionId, keys: Collection[str], at: datetime) -> None:
        """Their mentoring ends now."""
        ...

    def forget(self, connection_id: ConnectionId, keys: Collection[str]) -> None: ...
    def purge(self, connection_id: ConnectionId, before: datetime) -> None:
        """Forget those whose mentoring ended before."""
        ...


class ScimGroups(Protocol):
    """Groups and who is in them."""

    def get(self, connection_id: ConnectionId, group_id: UUID) -> ScimGroup | None: ...
    def lock(self, connection_id: ConnectionId, group_id: UUID) -> ScimGroup | None: ...
    def page(self, connection_id: ConnectionId, query: Query) -> list[ScimGroup]: ...
    def count(self, connection_id: ConnectionId, only: Filter | None) -> int: ...
    def save(self, group: ScimGroup) -> None: ...
    def remove(self, group_id: UUID) -> None: ...
    def members(self, group_ids: Collection[UUID]) -> dict[UUID, list[ScimMember]]:
        """By group, in the order of their keys; empty groups are left out."""
        ...

    def add_members(self, group_id: UUID, members: Sequence[ScimMember]) -> int:
        """Add or replace; returns how many were not there or different."""
        ...

    def remove_members(self, group_id: UUID, keys: Collection[str]) -> int:
        """Returns how many went."""
        ...

    def clear_members(self, group_id: UUID, kept: Collection[str] = ()) -> int:
        """Remove everybody but these; returns how many went."""
        ...

    def of_users(
        self, connection_id: ConnectionId, keys: Collection[str]
    ) -> dict[str, list[Membership]]:
        """By user, the groups they are in directly, by name; users without groups are left out."""
        ...

    def forget_member(self, connection_id: ConnectionId, key: str) -> None:
        """Remove a user from all groups."""
        ...
