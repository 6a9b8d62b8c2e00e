"""A connection: one configured source of people or content, and when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from core.domain.identifiers import ConnectionId, OrganizationId
from core.domain.people_rules import LinkRule
from core.domain.person import CONNECTION_ISSUER
from core.sentence import Sentence

HELD_SHARE = 0.1
"""When a full run would take away more than this share, an administrator has to say yes."""

_ENDS = 4
_LONG_SECRET = 16


class ConnectionStatus(StrEnum):
    """Whether a connection runs by itself."""

    DRAFT = "draft"  # nothing was applied yet
    ON = "on"
    PAUSED = "paused"


class ProblemKind(StrEnum):
    """What is wrong with a connection, by what has to be done about it."""

    SETTINGS = "settings"  # an administrator has to correct a field
    AUTHORISATION = "authorisation"  # an administrator has to authorise it again; never retried
    SCOPE = "scope"  # the account lacks a permission
    RATE = "rate"  # the other side asks to wait
    TRANSIENT = "transient"  # worth trying again
    HELD = "held"  # too many would go; an administrator has to say yes
    DATA = "data"  # too many rows could not be used
    DEFECT = "defect"  # ours; it is logged


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why the last run did not succeed.

    Attributes:
        sentence: what is wrong and what to do, for administrators.
        retry_at: when it is tried again by itself; None if it is not.
    """

    kind: ProblemKind
    sentence: Sentence
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretFact:
    """What may be shown of a secret.

    Attributes:
        ends: its last characters, at most four; empty for a short one.
    """

    set_at: datetime
    ends: str = ""

    @classmethod
    def of(cls, value: str, at: datetime) -> Self:
        """The fact of a secret set now; only of a long one the end gives little away."""
        return cls(set_at=at, ends=value[-_ENDS:] if len(value) >= _LONG_SECRET else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One configured connector.

    Attributes:
        connector: the slug of its connector.
        title: what administrators call it.
        settings: the values of its form, without secrets.
        secrets: field -> what may be shown of it; the values are read apart.
        every: how often it is read; None for a connection that only receives.
        link_rules: how its people are recognised, the first rule that finds somebody counts.
        held_share: above this share of people who would go, a run waits for a yes.
        account_id, account_label: whose account it is over there, once checked. Authorising it
            again has to bring back the same one.
        problem: what stands in its way; None when the last run succeeded.
        due_at: when it is read next; None while it does not run by itself.
        version: counts changes; a write with an older version is a conflict.
    """

    id: ConnectionId
    organization_id: OrganizationId
    connector: str
    title: str
    status: ConnectionStatus = ConnectionStatus.DRAFT
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, SecretFact] = field(default_factory=dict)
    every: timedelta | None = timedelta(days=1)
    link_rules: tuple[LinkRule, ...] = ()
    held_share: float = HELD_SHARE
    account_id: str = ""
    account_label: str = ""
    problem: Problem | None = None
    due_at: datetime | None = None
    version: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def issuer(self) -> str:
        """The identity issuer of people known through it."""
        return CONNECTION_ISSUER.format(self.id)
