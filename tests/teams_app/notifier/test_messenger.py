"""What a connector answers becomes what the ledger of messages knows."""

from datetime import timedelta

import pytest

from core.errors import ConflictError, MisconfiguredError, UnavailableError
from core.ports.messenger import (
    Blocked,
    Gone,
    Opened,
    Refused,
    Sent,
    Throttled,
    TooBig,
    Unsure,
)
from teams_app.bot.connector import ConnectorClient
from teams_app.bot.connector_http import ConnectorHttp
from teams_app.notifier.messenger import MOMENT, NO_TOKEN, TeamsMessenger
from tests.teams_app.bot.connector_partner import PartnerConnector, PartnerTokens
from tests.teams_app.bot.partner import SERVICE, teams_tenant
from tests.teams_app.bot.test_connector import CHAT, HELLO, conversation

TENANT = teams_tenant()


@pytest.fixture
def teams():
    return PartnerConnector()


@pytest.fixture
def tokens():
    return PartnerTokens()


@pytest.fixture
def messenger(teams, tokens):
    return TeamsMessenger(ConnectorClient(ConnectorHttp(teams, tokens)))


REFUSALS = [
    (403, "MessageWritesBlocked", Blocked()),
    (403, "BotNotInConversationRoster", Blocked()),
    (404, "ConversationNotFound", Gone()),
    (413, "", TooBig()),
    (502, "", Unsure()),
    (400, "BadSyntax", Refused("BadSyntax")),
]


class TestSending:
    def test_what_teams_takes_has_its_name(self, messenger, teams):
        outcome = messenger.send(TENANT, CHAT, HELLO)
        assert outcome == Sent(next(iter(teams.messages)))
        assert teams.said() == ["Hello"]

    @pytest.mark.parametrize(("status", "code", "outcome"), REFUSALS)
    def test_what_it_refuses_is_told_apart(self, messenger, teams, status, code, outcome):
        teams.refuse(status, code)
        assert messenger.send(TENANT, CHAT, HELLO) == outcome
        assert len(teams.calls) == 1

    def test_a_pause_is_as_long_as_it_asks(self, messenger, teams):
        teams.refuse(429, headers={"retry-after": "7"})
        outcome = messenger.send(TENANT, CHAT, HELLO)
        assert outcome.everything
        assert timedelta(seconds=7) < outcome.pause <= timedelta(seconds=8)

    def test_without_an_answer_it_may_have_arrived(self, messenger, teams):
        teams.refuse(0, silent=True)
        assert messenger.send(TENANT, CHAT, HELLO) == Unsure()

    @pytest.mark.parametrize("error", [MisconfiguredError("No."), UnavailableError("Away.")])
    def test_without_a_token_nothing_was_sent(self, messenger, teams, tokens, error):
        def refuse(_tenant, _scope):
            raise error

        tokens.app_token = refuse
        assert messenger.send(TENANT, CHAT, HELLO) == Throttled(NO_TOKEN, reason="no_token")
        assert teams.calls == []

    def test_what_nobody_expects_is_a_mistake_of_ours(self, messenger, tokens):
        def refuse(_tenant, _scope):
            raise ConflictError("What?")

        tokens.app_token = refuse
        with pytest.raises(ConflictError):
            messenger.send(TENANT, CHAT, HELLO)


class TestReopening:
    def test_the_chat_with_the_same_person_is_there_again(self, messenger):
        gone = conversation(conversation_id="a:gone")
        assert messenger.reopen(TENANT, gone) == Opened("a:mira", SERVICE)

    def test_who_never_wrote_is_found_by_their_object_id(self, messenger, teams):
        messenger.reopen(TENANT, conversation(user_id="", object_id="object-omar"))
        assert teams.conversations["a:with object-omar"] == {"object-omar"}

    @pytest.mark.parametrize(
        ("status", "code", "outcome"),
        [
            (403, "MessageWritesBlocked", Blocked()),
            (404, "", Blocked()),
            (400, "BadSyntax", Refused("BadSyntax")),
            (502, "", Throttled(MOMENT, everything=False)),
        ],
    )
    def test_what_it_refuses_is_told_apart(self, messenger, teams, status, code, outcome):
        teams.refuse(status, code)
        assert messenger.reopen(TENANT, CHAT) == outcome
