"""Activities that Teams sends to a bot.

Docs: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from demo.teams.tenant import BOT_ID, BOT_NAME, TENANT, Employee

LOCALES = {"en": "en-US", "de": "de-DE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where and how somebody writes.

    Attributes:
        who: they.
        locale: of the campus's LOCALES.
        service_url: where the bot answers.
        at: now.
        new_id: id of the activity.
    """

    who: Employee
    locale: str
    service_url: str
    at: datetime
    new_id: str

    def activity(self, kind: str, **further: Any) -> dict[str, Any]:
        """An activity in somebody's chat with the bot.

        Args:
            kind: its type.
            further: fields of that type.
        """
        who, locale = self.who, LOCALES[self.locale]
        local = self.at.astimezone(ZoneInfo(who.time_zone))
        return {
            "type": kind,
            "id": self.new_id,
            "timestamp": _moment(self.at.astimezone(UTC)) + "Z",
            "localTimestamp": local.isoformat(timespec="milliseconds"),
            "localTimezone": who.time_zone,
            "serviceUrl": self.service_url,
            "channelId": "msteams",
            "from": {"id": who.teams_id, "name": who.person.name, "aadObjectId": who.object_id},
            "conversation": {
                "conversationType": "personal",
                "tenantId": TENANT,
                "id": who.chat_id,
            },
            "recipient": {"id": BOT_ID, "name": BOT_NAME},
            "locale": locale,
            "entities": [
                {
                    "type": "clientInfo",
                    "locale": locale,
                    "country": locale[-2:],
                    "platform": "Web",
                    "timezone": who.time_zone,
                }
            ],
            "channelData": {"tenant": {"id": TENANT}},
            **further,
        }

    def installed(self, action: str) -> dict[str, Any]:
        """`add` or `remove` of the app."""
        return self.activity("installationUpdate", action=action)

    def joined(self) -> dict[str, Any]:
        """What comes beside an installation."""
        members = [{"id": BOT_ID}, {"id": self.who.teams_id, "aadObjectId": self.who.object_id}]
        return self.activity("conversationUpdate", membersAdded=members)

    def message(self, text: str) -> dict[str, Any]:
        """Something written."""
        return self.activity("message", text=text, textFormat="plain")

    def submitted(self, reply_to: str, value: object) -> dict[str, Any]:
        """An Action.Submit on a card: a message without a text."""
        return self.activity("message", replyToId=reply_to, value=value)

    def executed(self, reply_to: str, action: Mapping[str, Any], trigger: str) -> dict[str, Any]:
        """An Action.Execute on a card, or its refresh.

        Args:
            reply_to: the card's message.
            action: its type, id, title, verb, and data with what was entered.
            trigger: "manual" or "automatic".
        """
        value = {"action": dict(action), "trigger": trigger}
        return self.invoked("adaptiveCard/action", value, replyToId=reply_to)

    def invoked(self, name: str, value: Mapping[str, Any], **further: Any) -> dict[str, Any]:
        """What the bot has to answer at once.

        Args:
            name: of the invoke.
            value: what it is about.
            further: fields besides.
        """
        return self.activity("invoke", name=name, value=value, **further)


def _moment(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds")
