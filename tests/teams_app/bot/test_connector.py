"""What the bot says reaches Teams, once, and what Teams refuses is understood."""

from datetime import timedelta

import pytest

from core.domain.teams_conversation import Conversation, ConversationKind
from core.errors import ForbiddenError, InvalidInputError, NotFoundError, UnavailableError
from teams_app.bot.connector import ConnectorClient, Member
from teams_app.bot.connector_errors import (
    BlockedError,
    GoneError,
    NotInRosterError,
    RefusedError,
    ThrottledError,
    TooBigError,
    UnsureError,
)
from teams_app.bot.connector_http import ONCE, ConnectorHttp, Patience
from tests.fakes.outbound import FakeOutbound
from tests.teams_app.bot.connector_partner import PartnerConnector, PartnerTokens
from tests.teams_app.bot.partner import ORGANIZATION, SERVICE, TENANT, teams_tenant

HELLO = {"text": "Hello"}
TENANT_ROW = teams_tenant()


def conversation(**values):
    told = {
        "organization_id": ORGANIZATION,
        "teams_tenant_id": TENANT_ROW.id,
        "conversation_id": "a:mira",
        "kind": ConversationKind.PERSONAL,
        "service_url": SERVICE,
        "bot_id": TENANT_ROW.bot_id,
        "user_id": "29:mira",
        "installed_at": None,
        "refreshed_at": None,
    }
    return Conversation(**{**told, **values})


CHAT = conversation()


@pytest.fixture
def teams():
    return PartnerConnector()


@pytest.fixture
def tokens():
    return PartnerTokens()


@pytest.fixture
def waits():
    return []


@pytest.fixture
def client(teams, tokens, waits):
    return ConnectorClient(ConnectorHttp(teams, tokens, (), Patience(), waits.append))


class TestSpeaking:
    def test_a_message_arrives_with_its_addresses(self, client, teams, tokens):
        activity_id = client.send(TENANT_ROW, CHAT, HELLO)
        assert teams.said() == ["Hello"]
        assert teams.messages[activity_id][1]["recipient"] == {"id": "29:mira"}
        assert tokens.asked == [TENANT]

    def test_nobody_writes_addresses_into_a_message(self, client, teams):
        sly = {**HELLO, "from": {"id": "28:other"}, "conversation": {"id": "a:other"}}
        client.send(TENANT_ROW, CHAT, sly)
        assert teams.said() == ["Hello"]

    @pytest.mark.parametrize("name", ["19:a/b?c#d@thread.v2;messageid=1", "ü %2F"])
    def test_ids_are_quoted(self, client, teams, name):
        teams.conversations[name] = set()
        group = conversation(conversation_id=name, user_id="", kind=ConversationKind.GROUP)
        activity_id = client.send(TENANT_ROW, group, HELLO)
        client.update(TENANT_ROW, group, activity_id, {"text": "Changed"})
        assert teams.said(name) == ["Changed"]

    def test_an_answer_says_to_what(self, client, teams):
        activity_id = client.reply(TENANT_ROW, CHAT, "1/2", HELLO)
        assert teams.messages[activity_id][1]["replyToId"] == "1/2"

    def test_a_message_is_taken_away(self, client, teams):
        client.delete(TENANT_ROW, CHAT, client.send(TENANT_ROW, CHAT, HELLO))
        assert teams.messages == {}

    def test_typing_is_no_message(self, client, teams):
        client.typing(TENANT_ROW, CHAT)
        assert (teams.typed, teams.messages) == (["a:mira"], {})


class TestPeople:
    def test_a_chat_is_found_or_made(self, client):
        assert client.create_personal(TENANT_ROW, SERVICE, "29:mira") == "a:mira"
        made = client.create_personal(TENANT_ROW, SERVICE, "object-omar")
        assert client.create_personal(TENANT_ROW, SERVICE, "object-omar") == made

    def test_a_chat_without_an_id_is_none(self, teams, client):
        teams.create = lambda _told: (202, None)
        with pytest.raises(RefusedError):
            client.create_personal(TENANT_ROW, SERVICE, "29:mira")

    def test_members_come_in_pages(self, client, teams):
        teams.conversations["a:mira"] = {
            f"29:{name}" for name in ("ada", "ben", "cleo", "dan", "eva")
        }
        members = list(client.members(TENANT_ROW, CHAT))
        assert [one.name for one in members] == ["Ada", "Ben", "Cleo", "Dan", "Eva"]
        assert members[0] == Member(
            id="29:ada",
            object_id="object-ada",
            tenant=TENANT,
            name="Ada",
            email="ada@campus.test",
        )
        assert len(teams.calls) == 3

    @pytest.mark.parametrize("page", [{}, {"members": 7}, {"members": [None]}])
    def test_odd_pages_are_no_failure(self, client, teams, page):
        teams.members = lambda *_: (200, page)
        assert all(one == Member(id="") for one in client.members(TENANT_ROW, CHAT))

    def test_pages_without_end_end(self, client, teams):
        teams.members = lambda *_: (200, {"continuationToken": "again"})
        assert list(client.members(TENANT_ROW, CHAT)) == []
        assert len(teams.calls) == 100

    def test_one_member(self, client):
        assert client.member(TENANT_ROW, CHAT, "29:mira").name == "Mira"
        with pytest.raises(GoneError):
            client.member(TENANT_ROW, CHAT, "29:omar")


class TestRefusals:
    @pytest.mark.parametrize(
        ("status", "code", "error", "kind"),
        [
            (403, "MessageWritesBlocked", BlockedError, ForbiddenError),
            (403, "BotNotInConversationRoster", NotInRosterError, ForbiddenError),
            (404, "ConversationNotFound", GoneError, NotFoundError),
            (413, "MessageSizeTooBig", TooBigError, InvalidInputError),
            (500, "ServiceError", UnsureError, UnavailableError),
            (400, "BadSyntax", RefusedError, RefusedError),
            (401, "", RefusedError, RefusedError),
            (403, "ForbiddenOperationException", RefusedError, RefusedError),
        ],
    )
    def test_each_is_told_apart_and_not_tried_again(
        self, client, teams, waits, status, code, error, kind
    ):
        teams.refuse(status, code)
        with pytest.raises(error) as raised:
            client.send(TENANT_ROW, CHAT, HELLO)
        assert isinstance(raised.value, kind)
        assert (len(teams.calls), waits) == (1, [])

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            (b'{"error": {"code": "BadSyntax"}}', "BadSyntax"),
            (b"<html>", "http_400"),
            (b"[]", "http_400"),
            (b'{"error": "x"}', "http_400"),
            (b'{"error": {"code": 7}}', "http_400"),
        ],
    )
    def test_teams_own_code_is_kept(self, client, teams, body, reason):
        teams.refusals.append((400, {}, body))
        with pytest.raises(RefusedError) as raised:
            client.send(TENANT_ROW, CHAT, HELLO)
        assert raised.value.reason == reason

    def test_what_is_too_large_is_not_sent(self, client, teams):
        with pytest.raises(TooBigError):
            client.send(TENANT_ROW, CHAT, {"text": "x" * 90_000})
        assert teams.calls == []

    @pytest.mark.parametrize("url", ["https://evil.example/", "http://localhost:8001/", ""])
    def test_our_token_goes_to_no_other_host(self, client, teams, tokens, url):
        with pytest.raises(RefusedError, match="ServiceUrlNotAllowed"):
            client.send(TENANT_ROW, conversation(service_url=url), HELLO)
        assert (teams.calls, tokens.asked) == ([], [])

    def test_a_host_that_may_not_be_called_is_a_refusal(self, tokens):
        origin = "http://10.0.0.1"
        http = ConnectorHttp(FakeOutbound(), tokens, {origin})
        with pytest.raises(RefusedError):
            ConnectorClient(http).typing(TENANT_ROW, conversation(service_url=origin))


class TestPatience:
    @pytest.mark.parametrize("status", [412, 429, 502, 504])
    def test_what_passes_is_tried_again(self, client, teams, waits, status):
        teams.refuse(status)
        teams.refuse(status)
        client.send(TENANT_ROW, CHAT, HELLO)
        assert teams.said() == ["Hello"]
        assert 0.25 <= waits[0] <= 1 and 0.5 <= waits[1] <= 2  # noqa: PT018  one fact each

    def test_it_waits_as_long_as_it_is_told(self, client, teams, waits):
        teams.refuse(429, headers={"retry-after": "2"})
        client.send(TENANT_ROW, CHAT, HELLO)
        assert 2.25 <= waits[0] <= 3

    def test_nobody_waits_that_long(self, client, teams, waits):
        teams.refuse(429, headers={"retry-after": "30"})
        with pytest.raises(ThrottledError) as raised:
            client.send(TENANT_ROW, CHAT, HELLO)
        assert timedelta(seconds=30) < raised.value.retry_after <= timedelta(seconds=31)
        assert waits == []

    @pytest.mark.parametrize("told", ["9" * 400, "Wed, 21 Oct 2026 07:28:00 GMT", "-1", "²"])
    def test_odd_times_are_no_failure(self, client, teams, told):
        teams.refuse(429, headers={"retry-after": told})
        teams.refuse(429, headers={"retry-after": told})
        teams.refuse(429, headers={"retry-after": told})
        with pytest.raises(ThrottledError):
            client.send(TENANT_ROW, CHAT, HELLO)

    def test_it_gives_up(self, client, teams, waits):
        for _ in range(3):
            teams.refuse(502)
        with pytest.raises(UnsureError):
            client.send(TENANT_ROW, CHAT, HELLO)
        assert (len(teams.calls), len(waits)) == (3, 2)

    def test_a_call_without_an_answer_may_have_arrived(self, client, teams, waits):
        teams.refuse(0, silent=True)
        with pytest.raises(UnsureError):
            client.send(TENANT_ROW, CHAT, HELLO)
        assert (len(teams.calls), waits) == (1, [])

    def test_whoever_has_a_queue_tries_once(self, teams, tokens, waits):
        client = ConnectorClient(ConnectorHttp(teams, tokens, (), ONCE, waits.append))
        teams.refuse(429)
        with pytest.raises(ThrottledError) as raised:
            client.send(TENANT_ROW, CHAT, HELLO)
        assert raised.value.retry_after <= timedelta(seconds=1)
        assert waits == []
