"""What directories and HR systems say about people: one typed record, whatever the vendor.

Terms follow SCIM's enterprise user (RFC 7643, section 4.3) where it has them; employment types and
states are those that HR systems share.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from core.domain.identifiers import ConnectionId, OrganizationId, PersonId


class EmploymentType(StrEnum):
    """How somebody is employed."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CONTRACTOR = "contractor"
    INTERN = "intern"
    TEMPORARY = "temporary"
    OTHER = "other"


class EmploymentStatus(StrEnum):
    """Whether somebody works (or studies) there now."""

    ACTIVE = "active"
    PENDING = "pending"  # has not begun yet
    ON_LEAVE = "on_leave"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"


class Presence(StrEnum):
    """What an organization's directories say about a person as a whole."""

    HERE = "here"
    AWAY = "away"  # on leave, or not begun yet: nobody new is suggested, matches stay
    GONE = "gone"  # their matches end, they cannot sign in


_PRESENCE = {
    EmploymentStatus.ACTIVE: Presence.HERE,
    EmploymentStatus.PENDING: Presence.AWAY,
    EmploymentStatus.ON_LEAVE: Presence.AWAY,
    EmploymentStatus.SUSPENDED: Presence.GONE,
    EmploymentStatus.TERMINATED: Presence.GONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryRecord:
    """Somebody as one source tells them. What a source does not say is empty.

    Attributes:
        key: the source's own stable id of the person; never an e-mail address.
        external_id: what a third system calls them (SCIM externalId).
        user_name: what they sign in with over there.
        name: their name as it is shown.
        manager_key: `key` of their manager in the same source, who may not be known yet.
        time_zone: IANA name. locale: BCP 47 tag.
    """

    key: str
    external_id: str = ""
    user_name: str = ""
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    employee_number: str = ""
    title: str = ""
    department: str = ""
    work_location: str = ""
    time_zone: str = ""
    locale: str = ""
    employment_type: EmploymentType | None = None
    status: EmploymentStatus = EmploymentStatus.ACTIVE
    start_date: date | None = None
    end_date: date | None = None
    manager_key: str = ""

    @property
    def presence(self) -> Presence:
        """What this source says about whether they are there."""
        return _PRESENCE[self.status]

    @property
    def shown_name(self) -> str:
        """Their name, put together where the source tells only its parts."""
        return self.name or f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryEntry:
    """A record as it is kept, with whom it is about.

    Attributes:
        person_id: whose it is; None while a person has to decide between `candidates`.
        candidates: who it may be about, where the linking rule does not decide.
        present: whether the source still has it; False once it was deleted there.
        source: what the source sent and reads back as it was (SCIM); empty for others.
        version: counts changes; SCIM's ETag.
        created_at, updated_at: of the record, not of the last look at it.
    """

    connection_id: ConnectionId
    organization_id: OrganizationId
    record: DirectoryRecord
    person_id: PersonId | None = None
    candidates: tuple[PersonId, ...] = ()
    present: bool = True
    source: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def key(self) -> str:
        """The source's id of the person."""
        return self.record.key

    @property
    def presence(self) -> Presence:
        """What this entry says about whether they are there."""
        return self.record.presence if self.present else Presence.GONE


_FIELDS = tuple(DirectoryRecord.__dataclass_fields__)
_AS_TOLD = json.JSONEncoder(sort_keys=True, default=str, ensure_ascii=False)


class Reporting(NamedTuple):
    """Who somebody's manager is, as one source says; `manager_key` may be empty or unknown."""

    connection_id: ConnectionId
    key: str
    person_id: PersonId
    manager_key: str


def digest_of(record: DirectoryRecord, source: Mapping[str, Any]) -> bytes:
    """SHA-256 that two tellings of one record share if and only if they say the same. 32 bytes."""
    said = [getattr(record, name) for name in _FIELDS]
    return sha256(_AS_TOLD.encode([said, source]).encode()).digest()
