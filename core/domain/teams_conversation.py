"""Where the bot can be reached in Teams: a chat with one person, a group chat, or a channel.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.domain.identifiers import OrganizationId, PersonId, TeamsTenantId


class ConversationKind(StrEnum):
    """What Teams calls the kinds of conversations."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation the bot is in, as the last activity from there told it.

    Attributes:
        conversation_id: Teams' own id; unique in its tenant.
        service_url: where the connector of this conversation is; it may move.
        bot_id: what the bot is called there ("28:...").
        user_id: what the other side is called there ("29:..."); empty unless personal.
        object_id: their id at Entra, in lower case; empty unless personal.
        person_id: who that is here; None for groups and channels, and for people unknown yet.
        team_id, channel_id: of a channel; else empty.
        locale: BCP 47 tag they use in Teams; empty if unknown.
        installed_at: when the app came there; None once it was taken away.
        blocked_at: when Teams refused a message because they blocked the bot; None if it did not.
        refreshed_at: when something was heard from there last.
    """

    organization_id: OrganizationId
    teams_tenant_id: TeamsTenantId
    conversation_id: str
    kind: ConversationKind
    service_url: str
    bot_id: str
    user_id: str = ""
    object_id: str = ""
    person_id: PersonId | None = None
    team_id: str = ""
    channel_id: str = ""
    locale: str = ""
    installed_at: datetime | None
    blocked_at: datetime | None = None
    refreshed_at: datetime

    @property
    def live(self) -> bool:
        """Whether messages may go there."""
        return self.installed_at is not None and self.blocked_at is None

    def heard(self, at: datetime, service_url: str, locale: str = "") -> "Conversation":
        """This conversation after an activity came from there: nobody blocks whom they write to."""
        return replace(
            self,
            service_url=service_url,
            locale=locale or self.locale,
            installed_at=self.installed_at or at,
            blocked_at=None,
            refreshed_at=at,
        )
