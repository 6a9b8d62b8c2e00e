"""What is kept for SCIM besides directory entries: tokens, groups, and how users are looked up.

A SCIM user is a core.domain.directory.DirectoryEntry whose key is the user's SCIM id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

from core.domain.identifiers import ConnectionId, OrganizationId
from core.domain.scim_query import folded

CONNECTOR = "scim"
"""Slug of the connector whose connections are written to by SCIM."""

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
"""Where a resource has the attributes of RFC 7643, section 4.3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScimToken:
    """A bearer token of a SCIM connection, without the token itself.

    Attributes:
        token_hash: SHA-256 of it. 32 bytes.
        ends: its last four characters, for administrators to tell tokens apart.
        used_at: when it was last used, to the hour; None if never.
    """

    token_hash: bytes
    connection_id: ConnectionId
    organization_id: OrganizationId
    ends: str
    created_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScimCaller:
    """The identity provider behind a request: it sees one connection and no other."""

    organization_id: OrganizationId
    connection_id: ConnectionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ScimGroup:
    """A group as an identity provider tells it; who is in it is kept apart.

    Attributes:
        source: the resource as it was sent, without id, meta and members.
        version: counts changes of it and of its members; its ETag.
    """

    id: UUID
    connection_id: ConnectionId
    organization_id: OrganizationId
    source: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def name(self) -> str:
        """Its displayName."""
        return str(self.source.get("displayName", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScimMember:
    """Who is in a group.

    Attributes:
        key: id of a user or a group; nobody may be known by it yet.
        display: the name that was sent with it.
        type: "User" or "Group", where it was sent.
        reference: the $ref, where one was sent.
    """

    key: str
    display: str = ""
    type: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A group somebody is in."""

    group_id: UUID
    name: str


class Lookup(StrEnum):
    """What users are looked up by without reading all of them."""

    USER_NAME = "user_name"
    EXTERNAL_ID = "external_id"
    NAME = "name"
    EMAIL = "email"


EXACT = frozenset({Lookup.EXTERNAL_ID})
"""Where upper and lower case differ (RFC 7643, section 3.1)."""


def lookup_value(lookup: Lookup, text: str) -> bytes:
    """What two values have in common if and only if they compare as equal. 32 bytes."""
    return sha256(folded(text, exact=lookup in EXACT).encode()).digest()
