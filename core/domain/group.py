"""Group mentoring: one or several mentors meet several mentees together."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.identifiers import GroupId, OrganizationId, PersonId, ProgramId
from core.domain.program import Role

MOST_MENTORS = 5
"""Mentors that one group may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of a programme.

    Attributes:
        topic: what it is about; empty for what its mentors know.
        whereabouts: a room or the address of a call, shown to its members.
        least, most: how many mentees it is meant for.
        ended_at: when it ended; None while it goes on.
    """

    id: GroupId
    organization_id: OrganizationId
    program_id: ProgramId
    name: str
    topic: str = ""
    whereabouts: str = ""
    least: int = 2
    most: int = 6
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMember:
    """Somebody in a group."""

    group_id: GroupId
    organization_id: OrganizationId
    person_id: PersonId
    role: Role
    joined_at: datetime
