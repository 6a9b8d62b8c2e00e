"""A connector of Teams, made up: it keeps conversations, and refuses what Teams would refuse.

An OutboundHttp, so that what the client sends is looked at as it goes out.
"""

import json
import re
from urllib.parse import parse_qs, unquote, urlsplit

from core.errors import UnavailableError
from core.ports.outbound import OutboundResponse
from tests.teams_app.bot.partner import CLIENT, SERVICE, TENANT

TOKEN = "bots-token"
_ROUTES = [
    ("POST", r"/v3/conversations", "create"),
    ("POST", r"/v3/conversations/([^/]+)/activities(?:/([^/]+))?", "say"),
    ("PUT", r"/v3/conversations/([^/]+)/activities/([^/]+)", "update"),
    ("DELETE", r"/v3/conversations/([^/]+)/activities/([^/]+)", "delete"),
    ("GET", r"/v3/conversations/([^/]+)/pagedmembers", "members"),
    ("GET", r"/v3/conversations/([^/]+)/members/([^/]+)", "member"),
]


class PartnerTokens:
    def __init__(self):
        self.asked = []

    def app_token(self, tenant, scope):
        assert scope == "https://api.botframework.com/.default"
        self.asked.append(tenant.tenant)
        return TOKEN


class PartnerConnector:
    def __init__(self, service_url=SERVICE):
        self.service_url = service_url.rstrip("/")
        self.conversations = {"a:mira": {"29:mira"}}
        self.messages = {}
        self.typed = []
        self.refusals = []
        self.calls = []
        self.page = 2

    def refuse(self, status, code="", headers=None, *, silent=False):
        """What the next call meets instead of an answer; the one after it the next such."""
        body = json.dumps({"error": {"code": code, "message": "No."}}) if code else ""
        self.refusals.append(None if silent else (status, headers or {}, body.encode()))

    def said(self, conversation="a:mira"):
        return [told["text"] for at, told in self.messages.values() if at == conversation]

    def get(self, url, headers=None, **_options):
        return self._call("GET", url, b"", headers)

    def send(self, method, url, body, headers=None):
        assert headers["Content-Type"].startswith("application/json")
        return self._call(method, url, body, headers)

    def _call(self, method, url, body, headers):
        assert url.startswith(self.service_url + "/v3/")
        assert headers["Authorization"] == f"Bearer {TOKEN}"
        self.calls.append((method, url))
        if self.refusals:
            refusal = self.refusals.pop(0)
            if refusal is None:
                raise UnavailableError("No answer.")
            return OutboundResponse(*refusal)
        path = url.removeprefix(self.service_url).split("?")[0]
        for wanted, pattern, name in _ROUTES:
            found = re.fullmatch(pattern, path)
            if found and wanted == method:
                ids = [unquote(one) if one else one for one in found.groups()]
                told = json.loads(body) if body else {}
                self.query = parse_qs(urlsplit(url).query)
                return self._answer(*getattr(self, name)(*ids, told))
        return self._answer(405, {"error": {"code": "MethodNotAllowed"}})

    @staticmethod
    def _answer(status, told=None):
        body = b"" if told is None else json.dumps(told).encode()
        return OutboundResponse(status, {"content-type": "application/json"}, body)

    def create(self, told):
        assert told["bot"] == {"id": f"28:{CLIENT}"}
        assert told["tenantId"] == told["channelData"]["tenant"]["id"] == TENANT
        assert told["isGroup"] is False
        (member,) = told["members"]
        made = next((c for c, m in self.conversations.items() if m == {member["id"]}), None)
        made = made or f"a:with {member['id']}"
        self.conversations[made] = {member["id"]}
        return 201, {"id": made}

    def say(self, conversation, reply_to, told):
        if conversation not in self.conversations:
            return 404, {"error": {"code": "ConversationNotFound"}}
        assert told["from"] == {"id": f"28:{CLIENT}"}
        assert told["conversation"] == {"id": conversation}
        assert told.get("replyToId") == reply_to
        if told["type"] == "typing":
            self.typed.append(conversation)
            return 202, None
        assert told["type"] == "message"
        assert told.get("text") or told.get("attachments")
        key = f"1:{len(self.messages)}/ü"
        self.messages[key] = (conversation, told)
        return 201, {"id": key}

    def update(self, conversation, activity, told):
        if self.messages.get(activity, (None,))[0] != conversation:
            return 404, {"error": {"code": "ActivityNotFoundInConversation"}}
        assert told["id"] == activity
        self.messages[activity] = (conversation, told)
        return 200, {"id": activity}

    def delete(self, conversation, activity, told):
        assert told == {}
        assert self.messages.pop(activity)[0] == conversation
        return 200, None

    def members(self, conversation, _told):
        people = sorted(self.conversations[conversation])
        assert int(self.query["pageSize"][0]) <= 500
        begin = int(self.query.get("continuationToken", ["0"])[0])
        end = begin + self.page
        page = {"members": [person(one) for one in people[begin:end]]}
        return 200, page | ({"continuationToken": str(end)} if end < len(people) else {})

    def member(self, conversation, member, _told):
        if member not in self.conversations[conversation]:
            return 404, {"error": {"code": "MemberNotFoundInConversation"}}
        return 200, person(member)


def person(member):
    name = member.removeprefix("29:")
    return {
        "id": member,
        "name": name.title(),
        "objectId": f"OBJECT-{name}",
        "userPrincipalName": f"{name}@campus.test",
        "tenantId": TENANT.upper(),
    }
