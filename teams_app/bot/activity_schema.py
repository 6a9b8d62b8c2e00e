"""The parts of an activity that we need, as schemas that take no offence.

Anything may be missing, of another type, or new: what we do not need is not looked at, and what we
need and cannot use counts as not there.

Unknown members are left out here and stay in the activity's own JSON. Were they included, one that
is called like a field of a schema ("sender") would take the place of what the field read ("from").

https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md
"""

import re
from typing import Any

from marshmallow import EXCLUDE, Schema, fields

LONGEST_NAME = 512
LONGEST_TEXT = 28_000
"""Characters; nobody can type more into a message."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Text(fields.Field[str]):
    """A string that can be stored; anything else is empty."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        """Read it."""
        return _UNSTORABLE.sub("", value)[:LONGEST_TEXT] if isinstance(value, str) else ""


class Name(fields.Field[str]):
    """A short string, such as an id or a type; one that is too long or odd is empty too."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        """Read it."""
        if not isinstance(value, str) or len(value) > LONGEST_NAME or _UNSTORABLE.search(value):
            return ""
        return value


class Part(fields.Field[dict[str, Any]]):
    """An object read by a schema; anything else is an empty one."""

    def __init__(self, schema: type[Schema], **options: Any) -> None:
        self._schema = schema()
        super().__init__(**options)

    def deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, Any]:
        """Read it."""
        found: dict[str, Any] = self._schema.load(value if isinstance(value, dict) else {})
        return found


class Parts(fields.Field[list[dict[str, Any]]]):
    """A list of objects read by a schema, without whatever else is in it."""

    def __init__(self, schema: type[Schema], **options: Any) -> None:
        self._schema = schema()
        super().__init__(**options)

    def deserialize(self, value: Any, *_: Any, **__: Any) -> list[dict[str, Any]]:
        """Read it."""
        found = value if isinstance(value, list) else []
        return [self._schema.load(one) for one in found if isinstance(one, dict)]


class _Tolerant(Schema):
    class Meta:
        """What marshmallow does with the rest."""

        unknown = EXCLUDE


class AccountSchema(_Tolerant):
    """ChannelAccount: a person or a bot."""

    id = Name()
    name = Text()
    object_id = Name(data_key="aadObjectId")


class ConversationSchema(_Tolerant):
    """ConversationAccount."""

    id = Name()
    kind = Name(data_key="conversationType")
    tenant_id = Name(data_key="tenantId")


class NamedSchema(_Tolerant):
    """A tenant, a team or a channel in the channel data."""

    id = Name()


class ChannelDataSchema(_Tolerant):
    """TeamsChannelData."""

    tenant = Part(NamedSchema)
    team = Part(NamedSchema)
    channel = Part(NamedSchema)
    event = Name(data_key="eventType")


class EntitySchema(_Tolerant):
    """Somebody who is mentioned, or facts about the client."""

    type = Name()
    text = Text()
    mentioned = Part(AccountSchema)
    timezone = Name()


class ActivitySchema(_Tolerant):
    """An activity."""

    type = Name()
    id = Name()
    name = Name()
    action = Name()
    channel = Name(data_key="channelId")
    service_url = Name(data_key="serviceUrl")
    reply_to = Name(data_key="replyToId")
    locale = Name()
    text = Text()
    sender = Part(AccountSchema, data_key="from")
    recipient = Part(AccountSchema)
    conversation = Part(ConversationSchema)
    channel_data = Part(ChannelDataSchema, data_key="channelData")
    entities = Parts(EntitySchema)
    members_added = Parts(AccountSchema, data_key="membersAdded")
    members_removed = Parts(AccountSchema, data_key="membersRemoved")
