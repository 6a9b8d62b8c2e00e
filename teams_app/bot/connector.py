"""The Bot Connector of Teams: what the bot says, and who is in a conversation.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from core.domain.teams_conversation import Conversation
from core.domain.teams_tenant import TeamsTenant
from teams_app.bot.connector_errors import RefusedError
from teams_app.bot.connector_http import ConnectorHttp

PAGE = 500
"""Members a request asks for; Teams gives no more."""
MOST_PAGES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a conversation.

    Attributes:
        id: "29:...".
        object_id: theirs at Entra, in lower case; empty for bots and anonymous guests.
        tenant: id of their tenant, in lower case; another than the conversation's for guests.
        email: what the directory says; given to others one day, never a key.
    """

    id: str
    object_id: str = ""
    tenant: str = ""
    name: str = ""
    email: str = ""


class ConnectorClient:
    """Speaks to conversations. One per process; safe to share between threads.

    All of its verbs raise the errors of connector_errors, and AppRefusedError.
    """

    def __init__(self, http: ConnectorHttp) -> None:
        self._http = http

    def send(
        self, tenant: TeamsTenant, conversation: Conversation, activity: Mapping[str, Any]
    ) -> str:
        """Say something.

        Args:
            tenant: whose bot speaks.
            conversation: where.
            activity: a message without its addresses.

        Returns:
            What Teams calls the message.
        """
        body = _addressed(conversation, activity)
        return self._id(self._call(tenant, "POST", conversation, "", body))

    def reply(
        self,
        tenant: TeamsTenant,
        conversation: Conversation,
        activity_id: str,
        activity: Mapping[str, Any],
    ) -> str:
        """Say something to a message; in a channel it appears below that."""
        body = {**_addressed(conversation, activity), "replyToId": activity_id}
        return self._id(self._call(tenant, "POST", conversation, activity_id, body))

    def update(
        self,
        tenant: TeamsTenant,
        conversation: Conversation,
        activity_id: str,
        activity: Mapping[str, Any],
    ) -> None:
        """Put something in the place of a message of the bot's."""
        body = {**_addressed(conversation, activity), "id": activity_id}
        self._call(tenant, "PUT", conversation, activity_id, body)

    def delete(self, tenant: TeamsTenant, conversation: Conversation, activity_id: str) -> None:
        """Take a message of the bot's away."""
        self._call(tenant, "DELETE", conversation, activity_id)

    def typing(self, tenant: TeamsTenant, conversation: Conversation) -> None:
        """Show for a few seconds that an answer is being written."""
        self._call(tenant, "POST", conversation, "", _addressed(conversation, {"type": "typing"}))

    def create_personal(self, tenant: TeamsTenant, service_url: str, member_id: str) -> str:
        """The id of the bot's chat with one person; it is made if there is none.

        Args:
            tenant: whose bot.
            service_url: a connector of the tenant.
            member_id: "29:..." or an object id at Entra.
        """
        body = {
            "bot": {"id": tenant.bot_id},
            "members": [{"id": member_id}],
            "tenantId": tenant.tenant,
            "isGroup": False,
            "channelData": {"tenant": {"id": tenant.tenant}},
        }
        made = self._id(self._http.call(tenant, "POST", service_url, "/v3/conversations", body))
        if not made:
            raise RefusedError("NoConversation")
        return made

    def members(self, tenant: TeamsTenant, conversation: Conversation) -> Iterator[Member]:
        """Who is in a conversation, page by page."""
        token = ""
        for _ in range(MOST_PAGES):
            asked = {"pageSize": PAGE} | ({"continuationToken": token} if token else {})
            path = f"{_path(conversation)}/pagedmembers?{urlencode(asked)}"
            page = self._http.call(tenant, "GET", conversation.service_url, path)
            told = page.get("members")
            yield from map(_member, told if isinstance(told, list) else ())
            token = _text(page, "continuationToken")
            if not token:
                return

    def member(self, tenant: TeamsTenant, conversation: Conversation, member_id: str) -> Member:
        """One of them."""
        path = f"{_path(conversation)}/members/{quote(member_id, safe='')}"
        return _member(self._http.call(tenant, "GET", conversation.service_url, path))

    def _call(
        self,
        tenant: TeamsTenant,
        method: str,
        conversation: Conversation,
        activity_id: str,
        body: Mapping[str, Any] | None = None,
    ) -> Mapping[str, Any]:
        path = f"{_path(conversation)}/activities"
        if activity_id:
            path += f"/{quote(activity_id, safe='')}"
        return self._http.call(tenant, method, conversation.service_url, path, body)

    @staticmethod
    def _id(answer: Mapping[str, Any]) -> str:
        return _text(answer, "id")


def _path(conversation: Conversation) -> str:
    return f"/v3/conversations/{quote(conversation.conversation_id, safe='')}"


def _addressed(conversation: Conversation, activity: Mapping[str, Any]) -> dict[str, Any]:
    """A message with its addresses, which nobody but us may write."""
    addresses: dict[str, Any] = {
        "from": {"id": conversation.bot_id},
        "conversation": {"id": conversation.conversation_id},
    }
    if conversation.user_id:
        addresses["recipient"] = {"id": conversation.user_id}
    return {"type": "message", **activity, **addresses}


def _member(told: Any) -> Member:
    read = told if isinstance(told, dict) else {}
    return Member(
        id=_text(read, "id"),
        object_id=(_text(read, "aadObjectId") or _text(read, "objectId")).lower(),
        tenant=_text(read, "tenantId").lower(),
        name=_text(read, "name"),
        email=_text(read, "email") or _text(read, "userPrincipalName"),
    )


def _text(read: Mapping[str, Any], name: str) -> str:
    value = read.get(name)
    return value if isinstance(value, str) else ""
