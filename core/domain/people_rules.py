"""How an organization's sources of people go together: who is who, and whom to believe.

Two entries are about one person when a rule of the administrators says so, never because of an
e-mail address alone: addresses are given to somebody else, shared and mistyped.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from core.domain.directory import DirectoryRecord
from core.domain.identifiers import ConnectionId, MergeId, OrganizationId, PersonId
from core.domain.person import Identity
from core.domain.plain_name import plain_key
from core.errors import InvalidInputError
from core.sentence import sentence


class LinkKey(StrEnum):
    """What two sources may call the same person by."""

    EMPLOYEE_NUMBER = "employee_number"
    EXTERNAL_ID = "external_id"
    USER_NAME = "user_name"
    EMAIL = "email"
    NAME = "name"


LONGEST_KEY = 254
"""Characters, those of an e-mail address (RFC 5321)."""


def key_values(record: DirectoryRecord) -> dict[LinkKey, str]:
    """What a record says of each key, as `plain_key`.

    Empty where it says nothing, or so much that nobody can be called that.
    """
    said = {
        LinkKey.EMPLOYEE_NUMBER: record.employee_number,
        LinkKey.EXTERNAL_ID: record.external_id,
        LinkKey.USER_NAME: record.user_name,
        LinkKey.EMAIL: record.email,
        LinkKey.NAME: record.shown_name,
    }
    return {
        key: plain_key(value) if len(value) <= LONGEST_KEY else "" for key, value in said.items()
    }


NEVER_ALONE = frozenset({LinkKey.EMAIL, LinkKey.NAME})


@dataclass(frozen=True, slots=True)
class LinkRule:
    """All of these are the same, none is empty, and exactly one person has them."""

    keys: frozenset[LinkKey]

    @classmethod
    def of(cls, keys: Collection[LinkKey]) -> Self:
        """The rule of these keys.

        Raises:
            InvalidInputError: they would merge people who are not one.
        """
        if len(keys) < 2 and NEVER_ALONE.issuperset(keys):  # noqa: PLR2004 - one key, or none
            told = sentence(
                "An e-mail address or a name alone proves nothing. Choose another key, or both."
            )
            raise InvalidInputError("This rule cannot be used.", {"keys": [told]})
        return cls(frozenset(keys))


class PersonField(StrEnum):
    """What sources say about people and Mentorloom uses."""

    NAME = "name"
    EMAIL = "email"
    HEADLINE = "headline"
    DEPARTMENT = "department"
    LOCATION = "location"
    TIME_ZONE = "time_zone"
    LOCALE = "locale"
    MANAGER = "manager"


OWN_WORDS = "self"
"""In an order of sources: what the person says themselves."""

OWN_FIRST = frozenset({PersonField.HEADLINE, PersonField.TIME_ZONE, PersonField.LOCALE})
"""Where the person's own words count before any source, unless administrators say otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedence:
    """Whom to believe, per field: the first source in the order that says something.

    Attributes:
        orders: field -> ids of connections as text, and OWN_WORDS; fields that are not in it have
            the usual order: own words first or last (OWN_FIRST), connections oldest first.
    """

    orders: Mapping[PersonField, Sequence[str]] = field(default_factory=dict)

    def order(self, about: PersonField, connections: Sequence[ConnectionId]) -> list[str]:
        """Every source of a field, the one to believe first.

        Args:
            about: which field.
            connections: all there are, oldest first; those the order does not name come after.
        """
        known = [str(one) for one in connections]
        usual = [OWN_WORDS, *known] if about in OWN_FIRST else [*known, OWN_WORDS]
        named = [one for one in self.orders.get(about, ()) if one in usual]
        return named + [one for one in usual if one not in named]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two people who were found to be one; the one who goes had nothing of their own.

    Attributes:
        kept: who they are now. gone: who they were besides; stays, without identities.
        identities: what moved from `gone` to `kept`; undoing moves it back.
        by: the administrator, or None for a rule.
        rule: which rule found it; empty when a person decided.
    """

    id: MergeId
    organization_id: OrganizationId
    kept: PersonId
    gone: PersonId
    identities: tuple[Identity, ...]
    by: PersonId | None = None
    rule: str = ""
    merged_at: datetime
    undone_at: datetime | None = None
