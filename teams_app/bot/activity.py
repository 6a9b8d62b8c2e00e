"""An activity: something that happened in Teams, or that somebody did there.

https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md
"""

import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.domain.teams_conversation import ConversationKind
from core.errors import InvalidInputError
from teams_app.bot.activity_schema import ActivitySchema

LARGEST = 256 * 1024
"""Bytes of one; messages have 100 KB at most."""
MESSAGE = "message"
INVOKE = "invoke"
CONVERSATION_UPDATE = "conversationUpdate"
INSTALLATION_UPDATE = "installationUpdate"
_SCHEMA = ActivitySchema()
_KINDS = {kind.value: kind for kind in ConversationKind}
_THREAD = ";messageid="
"""What follows is one message of a channel, with the answers to it."""
_MENTION = re.compile(r"<at(?: [^<>]*)?>([^<]*)</at>")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Account:
    """A person or a bot in Teams.

    Attributes:
        id: "29:..." of a person, "28:..." of a bot.
        object_id: a person's id at Entra, in lower case; empty for others.
    """

    id: str = ""
    object_id: str = ""
    name: str = ""

    @classmethod
    def of(cls, read: Mapping[str, Any]) -> "Account":
        """From what AccountSchema read."""
        return cls(read["id"], read["object_id"].lower(), read["name"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What we need of it; everything is empty that is missing or odd.

    Attributes:
        id: unique in its conversation; made from the whole activity where it has none.
        name: of an invoke.
        action: of an installationUpdate: "add", "remove", "add-upgrade", "remove-upgrade".
        event: what Teams calls a conversationUpdate.
        channel: what it comes through: "msteams".
        tenant: id of the tenant it comes from, in lower case; empty also if it names two.
        thread: id of its conversation as told: in channels with the message that is answered.
        conversation_id: id of its conversation without that.
        kind: of the conversation; None if it is none that we know.
        text: what somebody wrote, without the bot's name.
        time_zone: of the client, an IANA name.
        value: what was entered into a card, or what an invoke is about; anything.
    """

    type: str
    id: str
    name: str
    action: str
    event: str
    channel: str
    service_url: str
    tenant: str
    thread: str
    kind: ConversationKind | None
    team_id: str
    channel_id: str
    sender: Account
    bot: Account
    members_added: Sequence[Account]
    members_removed: Sequence[Account]
    reply_to: str
    locale: str
    time_zone: str
    text: str = field(repr=False)
    value: Any = field(repr=False)

    @property
    def conversation_id(self) -> str:
        """The conversation, whichever of its messages is answered."""
        return self.thread.partition(_THREAD)[0]


def parse_activity(body: bytes) -> Activity:
    """Read an activity.

    Args:
        body: JSON, at most LARGEST bytes.

    Raises:
        InvalidInputError: it is not a JSON object.
    """
    try:
        told = json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        raise InvalidInputError("An activity must be JSON.") from error
    if not isinstance(told, dict):
        raise InvalidInputError("An activity must be a JSON object.")
    read = _SCHEMA.load(told)
    data, conversation = read["channel_data"], read["conversation"]
    bot = Account.of(read["recipient"])
    return Activity(
        type=read["type"],
        id=read["id"] or f"sha256:{hashlib.sha256(body).hexdigest()}",
        name=read["name"],
        action=read["action"],
        event=data["event"],
        channel=read["channel"],
        service_url=read["service_url"],
        tenant=_tenant(data["tenant"]["id"], conversation["tenant_id"]),
        thread=conversation["id"],
        kind=_KINDS.get(conversation["kind"]),
        team_id=data["team"]["id"],
        channel_id=data["channel"]["id"],
        sender=Account.of(read["sender"]),
        bot=bot,
        members_added=tuple(map(Account.of, read["members_added"])),
        members_removed=tuple(map(Account.of, read["members_removed"])),
        reply_to=read["reply_to"],
        locale=read["locale"],
        time_zone=next(filter(None, (one["timezone"] for one in read["entities"])), ""),
        text=_text(read["text"], read["entities"], bot),
        value=told.get("value"),
    )


def _tenant(of_data: str, of_conversation: str) -> str:
    """The one tenant both places name, or the one place that names one."""
    named = {one.lower() for one in (of_data, of_conversation) if one}
    return named.pop() if len(named) == 1 else ""


def _text(text: str, entities: Sequence[Mapping[str, Any]], bot: Account) -> str:
    """What was written, without calling the bot; others who are mentioned keep their names."""
    calls = {
        one["text"]
        for one in entities
        if one["type"] == "mention" and bot.id and one["mentioned"]["id"] == bot.id
    }
    plain = _MENTION.sub(lambda found: " " if found[0] in calls else f" {found[1]} ", text)
    return _BLANKS.sub(" ", html.unescape(plain)).strip()
