"""What the connector refuses, as outcomes of messages."""

from datetime import timedelta

import pytest

from core.domain.teams_conversation import Conversation, ConversationKind
from core.errors import InvalidInputError, UnavailableError
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
from teams_app.bot.connector_http import ONCE, ConnectorHttp
from teams_app.entra_refusals import AppRefusedError
from teams_app.notifier.messages import TeamsMessenger, outcome_of
from tests.teams_app.bot.connector_partner import PartnerConnector, PartnerTokens
from tests.teams_app.bot.partner import ORGANIZATION, SERVICE, teams_tenant

TENANT = teams_tenant()
CHAT = Conversation(
    organization_id=ORGANIZATION,
    teams_tenant_id=TENANT.id,
    conversation_id="a:mira",
    kind=ConversationKind.PERSONAL,
    service_url=SERVICE,
    bot_id=TENANT.bot_id,
    user_id="29:mira",
    installed_at=None,
    refreshed_at=None,
)
CARD = {"text": "News"}


@pytest.fixture
def teams():
    return PartnerConnector()


@pytest.fixture
def tokens():
    return PartnerTokens()


@pytest.fixture
def messenger(teams, tokens):
    return TeamsMessenger(ConnectorClient(ConnectorHttp(teams, tokens, patience=ONCE)))


def test_a_message_has_a_name(teams, messenger):
    outcome = messenger.send(TENANT, CHAT, CARD)
    assert isinstance(outcome, Sent)
    assert outcome.activity_id in teams.messages
    assert teams.said() == ["News"]


@pytest.mark.parametrize(
    ("status", "code", "headers", "outcome"),
    [
        (429, "", {"retry-after": "7"}, 7),
        (412, "PreconditionFailed", {}, 1),
        (403, "MessageWritesBlocked", {}, Blocked()),
        (403, "BotNotInConversationRoster", {}, Blocked()),
        (404, "ConversationNotFound", {}, Gone()),
        (413, "MessageSizeTooBig", {}, TooBig()),
        (400, "BadSyntax", {}, Refused("BadSyntax")),
        (502, "", {}, Unsure()),
        (504, "", {}, Unsure()),
    ],
)
def test_refusals(teams, messenger, status, code, headers, outcome):
    teams.refuse(status, code, headers)
    found = messenger.send(TENANT, CHAT, CARD)
    if isinstance(outcome, int):
        assert isinstance(found, Throttled)
        assert found.pause >= timedelta(seconds=outcome)
    else:
        assert found == outcome
    assert len(teams.calls) == 1


def test_no_answer_is_unsure(teams, messenger):
    teams.refuse(0, silent=True)
    assert messenger.send(TENANT, CHAT, CARD) == Unsure()


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (AppRefusedError("No."), Throttled(timedelta(minutes=5), reason="app_refused")),
        (UnavailableError("No."), Throttled(timedelta(minutes=1), reason="no_sign_in")),
    ],
)
def test_without_a_token_nothing_was_sent(teams, messenger, tokens, error, outcome):
    def app_token(*_):
        raise error

    tokens.app_token = app_token
    assert messenger.send(TENANT, CHAT, CARD) == outcome
    assert teams.calls == []


def test_other_errors_are_ours():
    with pytest.raises(InvalidInputError):
        outcome_of(InvalidInputError("Wrong."))


def test_a_chat_is_opened_again(teams, messenger):
    opening = messenger.reopen(TENANT, CHAT)
    assert isinstance(opening, Opened)
    assert opening.service_url == SERVICE
    assert opening.conversation_id in teams.conversations


@pytest.mark.parametrize(
    ("status", "code", "opening"),
    [
        (403, "MessageWritesBlocked", Blocked()),
        (404, "ConversationNotFound", Refused("ConversationNotFound")),
        (400, "BadSyntax", Refused("BadSyntax")),
        (502, "", Throttled(timedelta(minutes=1), everything=False)),
    ],
)
def test_or_not(teams, messenger, status, code, opening):
    teams.refuse(status, code)
    assert messenger.reopen(TENANT, CHAT) == opening
