"""The bot's side: what it is told, how it answers, and where Teams stops it."""

import json
from dataclasses import replace

import jwt
import pytest

from demo.teams.bots.limits import Limits
from demo.teams.tenant import APP_ID, BOT_ID, CLIENT_ID, TENANT, employee

CONNECTOR = "/teams/connector/v3"
BOTS = "https://api.botframework.com"
CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "One"}]}
ATTACHED = {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}


class Speaker:
    """The bot as it speaks through the connector."""

    def __init__(self, tenant):
        self.client, self.headers = tenant.client, tenant.app_token(BOTS)

    def __call__(self, method, path, status=None, **sent):
        answer = self.client.open(CONNECTOR + path, method=method, headers=self.headers, **sent)
        assert status is None or answer.status_code == status, answer.text
        return answer

    def say(self, chat, status=201, **activity):
        told = {"type": "message", **activity}
        return self("POST", f"/conversations/{chat}/activities", status, json=told).json


@pytest.fixture
def bot(tenant):
    return Speaker(tenant)


def news(tenant, key="amina-yildiz", after=0):
    return tenant.client.get(f"/teams/{key}/chat/news?after={after}").json


def test_activities_are_signed_as_bot_framework_signs_them(tenant):
    tenant.installed()
    metadata = tenant.client.get("/teams/bots/v1/.well-known/openidconfiguration").json
    assert metadata["issuer"] == BOTS
    (key,) = tenant.client.get(metadata["jwks_uri"].removeprefix("http://localhost:8001")).json[
        "keys"
    ]
    assert key["endorsements"] == ["msteams"]
    claims = jwt.decode(
        tenant.bot.tokens[0], jwt.PyJWK(key).key, ["RS256"], audience=CLIENT_ID, issuer=BOTS
    )
    assert claims["serviceurl"] == tenant.bot.told[0]["serviceUrl"]


def test_installing_tells_the_bot_twice_and_removing_once(tenant):
    amina = tenant.installed()
    added, joined = tenant.bot.told
    assert (added["type"], added["action"]) == ("installationUpdate", "add")
    assert {one["id"] for one in joined["membersAdded"]} == {BOT_ID, amina.teams_id}
    assert added["from"]["aadObjectId"] == amina.object_id
    assert added["conversation"]["id"] == joined["conversation"]["id"] == amina.chat_id
    assert added["localTimezone"] == "Europe/Berlin"
    tenant.client.post("/teams/amina-yildiz/chat/app", data={"deed": "remove"})
    assert tenant.bot.told[-1]["action"] == "remove"
    assert not tenant.here.chats.of(amina).installed


def test_what_is_written_reaches_the_bot_and_its_answer_the_page(tenant, bot):
    amina = tenant.installed()
    tenant.client.post("/teams/amina-yildiz/chat/messages?locale=de", json={"text": " Hilfe "})
    asked = tenant.bot.told[-1]
    assert (asked["text"], asked["locale"]) == ("Hilfe", "de-DE")
    bot("POST", f"/conversations/{amina.chat_id}/activities", 202, json={"type": "typing"})
    assert news(tenant)["typing"]
    suggested = {"actions": [{"type": "imBack", "title": "Ja", "value": "ja"}]}
    ai = [{"type": "https://schema.org/Message", "additionalType": ["AIGeneratedContent"]}]
    said = bot.say(amina.chat_id, text="**Gern**", suggestedActions=suggested, entities=ai)
    told = news(tenant)
    mine, answer = told["entries"]
    assert (mine["text"], mine["byBot"], told["typing"]) == ("Hilfe", False, False)
    assert (answer["id"], answer["byBot"], answer["byAi"]) == (said["id"], True, True)
    assert answer["suggested"] == [{"title": "Ja", "value": "ja"}]
    assert news(tenant, after=told["change"])["entries"] == []


def test_a_card_is_answered_updated_and_deleted(tenant, bot):
    amina = tenant.installed()
    chat = amina.chat_id
    card = bot.say(chat, attachments=[ATTACHED])["id"]
    assert news(tenant)["entries"][0]["cards"] == [CARD]

    tenant.client.post(
        "/teams/amina-yildiz/chat/submits", json={"replyTo": card, "value": {"verb": "yes"}}
    )
    assert (tenant.bot.told[-1]["value"], tenant.bot.told[-1]["replyToId"]) == (
        {"verb": "yes"},
        card,
    )
    mine = {**CARD, "body": []}
    kind = "application/vnd.microsoft.card.adaptive"
    body = {"statusCode": 200, "type": kind, "value": mine}
    tenant.bot.answer = (200, json.dumps(body).encode())
    action = {"type": "Action.Execute", "verb": "ask", "data": {"note": "Hello"}}
    done = {"replyTo": card, "action": action, "automatic": True}
    told = tenant.client.post("/teams/amina-yildiz/chat/actions", json=done).json
    assert told == {"taken": True, "said": ""}
    invoke = tenant.bot.told[-1]
    assert invoke["name"] == "adaptiveCard/action"
    assert invoke["value"] == {"action": action, "trigger": "automatic"}
    assert news(tenant)["entries"][0]["cards"] == [mine]

    bot("PUT", f"/conversations/{chat}/activities/{card}", 200, json={"text": "Done"})
    assert news(tenant)["entries"][0]["cards"] == []
    bot("DELETE", f"/conversations/{chat}/activities/{card}", 200)
    assert news(tenant)["entries"][0]["gone"]
    bot("DELETE", f"/conversations/{chat}/activities/{card}", 404)
    bot("PUT", f"/conversations/{chat}/activities/{card}", 404, json={"text": "Again"})


@pytest.mark.parametrize(
    ("answer", "taken", "said"),
    [
        ((200, b'{"type": "application/vnd.microsoft.activity.message", "value": "Ok"}'), 1, "Ok"),
        (
            (200, b'{"type": "application/vnd.microsoft.error", "value": {"message": "No"}}'),
            0,
            "No",
        ),
        ((500, b"<html>"), 0, ""),
        ((0, b""), 0, ""),
    ],
)
def test_other_answers_to_a_button(tenant, answer, taken, said):
    tenant.installed()
    tenant.bot.answer = answer
    done = {"replyTo": "1", "action": {"type": "Action.Execute", "verb": "x"}}
    told = tenant.client.post("/teams/amina-yildiz/chat/actions", json=done).json
    assert told == {"taken": bool(taken), "said": said}


def test_conversations_are_begun_where_the_bot_is(tenant, bot):
    amina = tenant.installed()
    members = [{"id": amina.object_id}]
    begun = bot("POST", "/conversations", 201, json={"isGroup": False, "members": members})
    assert begun.json == {"id": amina.chat_id}
    elsewhere = [{"id": employee("henrik-voss").teams_id}]
    refused = bot("POST", "/conversations", 403, json={"members": elsewhere})
    assert refused.json["error"]["code"] == "MessageWritesBlocked"
    stranger = bot("POST", "/conversations", 403, json={"members": [{"id": "29:who"}]})
    assert stranger.json["error"]["code"] == "BotNotInConversationRoster"
    assert bot.say("a:unknown", 404)["error"]["code"] == "ConversationNotFound"
    thread = {"isGroup": True, "channelData": {"channel": {"id": "19:leadership-academy@x"}}}
    bot("POST", "/conversations", 404, json=thread)
    assert bot.say(amina.chat_id, 413, text="x" * 200_000)["error"]["code"] == "MessageSizeTooBig"
    path = f"/conversations/{amina.chat_id}/activities"
    bot("POST", path, 400, data="[]", content_type="application/json")


def test_a_thread_in_a_channel(tenant, bot):
    channel = "19:leadership-academy@thread.tacv2"
    tenant.here.chats.set_installed(tenant.here.chats.find(channel), installed=True)
    begin = {
        "isGroup": True,
        "channelData": {"channel": {"id": channel}},
        "activity": {"text": "x"},
    }
    begun = bot("POST", "/conversations", 201, json=begin).json
    assert begun["id"] == f"{channel};messageid={begun['activityId']}"
    bot.say(begun["id"], text="and more")
    members = bot("GET", f"/conversations/{channel}/pagedmembers", 200).json
    assert len(members["members"]) == 5
    assert "continuationToken" not in members


def test_members_of_a_personal_chat(tenant, bot):
    amina = tenant.installed()
    path = f"/conversations/{amina.chat_id}"
    (only,) = bot("GET", f"{path}/pagedmembers", 200).json["members"]
    assert (only["aadObjectId"], only["tenantId"]) == (amina.object_id, TENANT)
    assert bot("GET", f"{path}/members/{amina.object_id}", 200).json == only
    bot("GET", f"{path}/members/{employee('henrik-voss').object_id}", 404)


def test_nobody_but_the_bot_may_speak(tenant, bot):
    amina = tenant.installed()
    bot.headers = tenant.app_token("https://graph.microsoft.com")
    bot.say(amina.chat_id, 401, text="x")
    bot.headers = {}
    bot.say(amina.chat_id, 401, text="x")


def test_too_much_at_once_is_refused_with_the_time_to_wait(tenant, bot):
    amina = tenant.installed()
    tenant.here.limits.now = lambda: 100.0
    for _ in range(7):
        bot.say(amina.chat_id, text="x")
    path = f"/conversations/{amina.chat_id}/activities"
    refused = bot("POST", path, 429, json={"type": "message"})
    assert refused.headers["Retry-After"] == "1"
    for _ in range(23):
        bot("GET", f"/conversations/{amina.chat_id}/pagedmembers", 200)
    bot("GET", f"/conversations/{amina.chat_id}/pagedmembers", 429)


def test_every_window_of_a_thread_counts():
    at = 0.0
    limits = Limits(now=lambda: at)
    for _ in range(60):
        assert limits.take("tenant", "thread") == 0
        at += 0.3
    assert limits.take("tenant", "thread") == 12
    assert limits.take("tenant", "other thread") == 0
    at = 30.01
    assert limits.take("tenant", "thread") == 0


def test_links_into_teams_lead_to_tab_and_chat(tenant):
    def followed(link):
        return tenant.client.get("/teams/amina-yildiz/open", query_string={"link": link})

    entity = f"https://teams.microsoft.com/l/entity/{APP_ID}"
    context = "context=%7B%22subEntityId%22%3A%22%2Fapp%2Fmatches%22%7D"
    to_tab = followed(f"{entity}/home?{context}").location
    assert to_tab == "/teams/amina-yildiz/tab/home?sub=/app/matches"
    assert followed(f"{entity}/conversations").location == "/teams/amina-yildiz/chat"
    chat = f"https://teams.microsoft.com/l/chat/0/0?users={BOT_ID}"
    assert followed(chat).location == "/teams/amina-yildiz/chat"
    assert followed(f"{entity}/home?context=nonsense").location == "/teams/amina-yildiz/tab/home"
    for wrong in ("http://x", f"{entity}", "https://teams.microsoft.com/l/entity/x/home", ""):
        assert followed(wrong).status_code == 404
    assert tenant.client.get("/teams/amina-yildiz/tab/other").status_code == 404
    assert tenant.client.get("/teams/nobody/chat").status_code == 404
    assert tenant.client.get("/teams/amina-yildiz/channels/other").status_code == 404


MANIFEST = {
    "id": APP_ID,
    "version": "1.2.0",
    "composeExtensions": [
        {
            "commands": [
                {"id": "mentors", "title": "Mentors", "parameters": [{"name": "query"}]},
                {"id": "do", "title": "Do", "type": "action", "parameters": [{"name": "x"}]},
            ],
            "messageHandlers": [{"type": "link", "value": {"domains": ["localhost:8000"]}}],
        }
    ],
}
PREVIEW = {"content": {"title": "Henrik Voss", "text": "Leads leaders"}}


@pytest.fixture
def extended(tenant):
    """A tenant whose app has a message extension; returns what the app answers an invoke."""
    package = {"manifest.json": json.dumps(MANIFEST).encode()}
    app = tenant.client.application
    campus = app.extensions["campus"]
    app.extensions["campus"] = replace(campus, microsoft=replace(tenant.here, package=package))

    def asked(path, answer, status=200):
        tenant.bot.answer = (200, json.dumps({"composeExtension": answer}).encode())
        got = tenant.client.get(f"/teams/amina-yildiz/chat/{path}")
        assert got.status_code == status
        return got.json

    return asked


def test_the_app_is_searched_while_somebody_writes(tenant, extended):
    page = tenant.installed() and tenant.client.get("/teams/amina-yildiz/chat").text
    assert '<option value="mentors">Mentors</option>' in page
    assert 'value="do"' not in page
    listed = {"type": "result", "attachments": [{**ATTACHED, "preview": PREVIEW}]}
    found = extended("search?command=mentors&text=feedback", listed)
    assert found["results"] == [{"title": "Henrik Voss", "text": "Leads leaders", "card": CARD}]
    asked = tenant.bot.told[-1]
    assert (asked["name"], asked["value"]["commandId"]) == ("composeExtension/query", "mentors")
    assert asked["value"]["parameters"] == [{"name": "query", "value": "feedback"}]
    said = extended("search?command=mentors", {"type": "message", "text": "Join first"})
    assert said == {"results": [], "said": "Join first"}
    first = tenant.bot.told[-1]["value"]["parameters"]
    assert first == [{"name": "initialRun", "value": "true"}]
    extended("search?command=other", {}, 404)
    tenant.client.post("/teams/amina-yildiz/chat/cards", json={"card": CARD})
    assert news(tenant)["entries"][-1]["cards"] == [CARD]


def test_links_to_the_hub_become_cards_and_others_do_not(tenant, extended):
    listed = {"type": "result", "attachments": [ATTACHED]}
    (found,) = extended("unfurl?url=http://localhost:8000/app/mentors", listed)["results"]
    assert found["card"] == CARD
    assert tenant.bot.told[-1]["value"] == {"url": "http://localhost:8000/app/mentors"}
    assert extended("unfurl?url=https://elsewhere.example/", listed)["results"] == []
