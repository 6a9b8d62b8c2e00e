"""What is kept about groups."""

from collections.abc import Collection, Sequence
from typing import Protocol

from core.domain.group import Group, GroupMember
from core.domain.identifiers import GroupId, PersonId, ProgramId


class Groups(Protocol):
    """Groups and who is in them."""

    def get(self, group_id: GroupId) -> Group | None: ...
    def lock(self, group_id: GroupId) -> Group | None:
        """Like `get`, and nobody else changes or locks it until this unit of work ends."""
        ...

    def of_program(self, program_id: ProgramId) -> list[Group]:
        """Those that go on, by name."""
        ...

    def save(self, group: Group) -> None:
        """Insert or update."""
        ...

    def members(self, group_ids: Collection[GroupId]) -> list[GroupMember]:
        """Of these groups, first come first."""
        ...

    def add_members(self, members: Sequence[GroupMember]) -> None:
        """Insert; who is in a group already stays as they are."""
        ...

    def remove_members(self, group_id: GroupId, person_ids: Collection[PersonId]) -> None: ...
