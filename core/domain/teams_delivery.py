"""The ledger of messages in Teams: one entry for one message to one person.

It says what was to be told, by ids and never in words, and what became of it. An entry that is
being sent when the process ends is unsure: it may have arrived. It is never sent again; its news
goes by e-mail instead, unless it was read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.domain.identifiers import OrganizationId, PersonId, TeamsDeliveryId, TeamsTenantId


class Purpose(StrEnum):
    """What a message is about."""

    NEWS = "news"
    REQUEST = "request"
    PROPOSAL = "proposal"
    MEETING = "meeting"
    PULSE = "pulse"
    NUDGE = "nudge"
    MILESTONE = "milestone"
    DIGEST = "digest"
    WELCOME = "welcome"


class DeliveryState(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"  # for good, and nothing else could be done
    UNSURE = "unsure"  # it may have arrived; the news goes by e-mail too
    FELL_BACK = "fell_back"  # it did not arrive; the news goes by e-mail
    DROPPED = "dropped"  # there was nothing left to tell


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsDelivery:
    """One message to one person.

    Attributes:
        about: ids of what it tells: "news", perhaps several with blanks in between, and others.
        key: unique in the organization: the same thing is never told twice.
        due_at: when it is sent, or tried again.
        reason: a code for why its state is what it is; empty if that needs none.
        attempts: tries so far.
        conversation_id: where it goes; empty until the person has a chat with the bot.
        activity_id: what Teams calls the message; empty until it is sent.
        claimed_at: when it was begun to be sent; None before.
        sent_at: when Teams took it; None before.
    """

    id: TeamsDeliveryId
    organization_id: OrganizationId
    teams_tenant_id: TeamsTenantId
    person_id: PersonId
    purpose: Purpose
    about: Mapping[str, str] = field(default_factory=dict)
    key: str
    due_at: datetime
    created_at: datetime
    state: DeliveryState = DeliveryState.WAITING
    reason: str = ""
    attempts: int = 0
    conversation_id: str = ""
    activity_id: str = ""
    claimed_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeliveryCount:
    """How many messages of a tenant are in a state for a reason."""

    teams_tenant_id: TeamsTenantId
    state: DeliveryState
    reason: str
    count: int
