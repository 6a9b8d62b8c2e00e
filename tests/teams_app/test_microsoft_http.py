"""Tokens of the Entra app of a Teams tenant, from a sign-in laid out beforehand."""

import pytest

from core.errors import InvalidInputError, UnavailableError
from teams_app.entra_refusals import AppRefusedError
from teams_app.microsoft_http import BOT_SCOPE, AppTokens
from tests.fakes.time_and_chance import FakeClock

from .packages import CLIENT, tenant
from .sign_in import GRAPH_SCOPE, Entra


@pytest.fixture
def entra():
    return Entra()


def test_a_token_is_asked_for_once_a_scope(entra):
    entra.gives("for-bot", "for-graph")
    tokens = entra.tokens()
    asked = [tokens.app_token(tenant(), scope) for scope in (BOT_SCOPE, GRAPH_SCOPE, BOT_SCOPE)]
    assert asked == ["for-bot", "for-graph", "for-bot"]
    first, second = entra.forms()
    assert first["client_id"] == CLIENT
    assert first["client_secret"] == "the-secret"
    assert first["grant_type"] == "client_credentials"
    assert (first["scope"], second["scope"]) == (BOT_SCOPE, GRAPH_SCOPE)
    assert [call[1] for call in entra.http.calls].count(entra.configuration_url) == 1


def test_a_stand_in_on_plain_http_is_called_as_such():
    entra = Entra("http://localhost:8001")
    entra.gives("local")
    assert entra.tokens().app_token(tenant(), BOT_SCOPE) == "local"
    assert {call[1].split("/11111111")[0] for call in entra.http.calls} == {entra.origin}


def test_the_guard_decides_about_the_sign_in(entra):
    entra.http.allowed_origins = frozenset()
    local = AppTokens(entra.http, "https://127.0.0.1", lambda _tenant: "secret", FakeClock())
    with pytest.raises(InvalidInputError):
        local.app_token(tenant(), BOT_SCOPE)
    assert entra.http.calls == []


class TestASecretThatIsRefused:
    @pytest.fixture
    def tokens(self, entra):
        entra.refuses(7000222)
        entra.gives("again")
        tokens = entra.tokens()
        with pytest.raises(AppRefusedError, match="has expired") as refused:
            tokens.app_token(tenant(), BOT_SCOPE)
        assert refused.value.codes == (7000222,)
        return tokens

    def test_is_not_tried_again_for_a_minute(self, entra, tokens):
        entra.clock.advance(seconds=59)
        with pytest.raises(AppRefusedError, match="has expired"):
            tokens.app_token(tenant(), GRAPH_SCOPE)
        assert len(entra.forms()) == 1

    def test_is_tried_again_later(self, entra, tokens):
        entra.clock.advance(minutes=2)
        assert tokens.app_token(tenant(), BOT_SCOPE) == "again"
        assert tokens.app_token(tenant(), BOT_SCOPE) == "again"
        assert len(entra.forms()) == 2

    def test_gives_way_to_a_new_one_at_once(self, entra, tokens):
        entra.secret = "another"
        assert tokens.app_token(tenant(), BOT_SCOPE) == "again"
        assert entra.forms()[-1]["client_secret"] == "another"


def test_without_a_secret_nobody_is_asked(entra):
    entra.secret = ""
    with pytest.raises(AppRefusedError, match="Enter one"):
        entra.tokens().app_token(tenant(), BOT_SCOPE)
    assert entra.http.calls == []


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ((700016,), "no app with this"),
        ((7000222,), "has expired"),
        ((500011,), "Add the Microsoft Teams channel"),
        ((53003,), "Conditional Access"),
        ((7000112,), "is disabled"),
        ((12345,), "AADSTS12345"),
        ((), "invalid_client"),
    ],
)
def test_a_refusal_says_what_to_do(entra, codes, words):
    entra.refuses(*codes)
    with pytest.raises(AppRefusedError, match=words):
        entra.tokens().app_token(tenant(), BOT_SCOPE)


def test_an_unknown_tenant_is_refused_in_words(entra):
    entra.http.answer(entra.configuration_url, b'{"error": "invalid_tenant"}', status=400)
    with pytest.raises(AppRefusedError, match="knows no such tenant"):
        entra.tokens().app_token(tenant(), BOT_SCOPE)


class TestWorthTryingAgain:
    def test_entra_is_busy(self, entra):
        entra.refuses(90033, error="temporarily_unavailable", status=400)
        with pytest.raises(UnavailableError, match="busy"):
            entra.tokens().app_token(tenant(), BOT_SCOPE)

    @pytest.mark.parametrize("status", [200, 429, 500])
    def test_the_token_endpoint_answers_nonsense(self, entra, status):
        entra.http.answer(entra.token_url, b"<html>", status=status)
        with pytest.raises(UnavailableError):
            entra.tokens().app_token(tenant(), BOT_SCOPE)

    @pytest.mark.parametrize("status", [200, 400, 429, 500])
    def test_the_configuration_is_nonsense(self, entra, status):
        entra.http.answer(entra.configuration_url, b"<html>", status=status)
        with pytest.raises(UnavailableError):
            entra.tokens().app_token(tenant(), BOT_SCOPE)

    def test_nobody_answers(self, entra):
        with pytest.raises(UnavailableError):
            entra.tokens().app_token(tenant(), BOT_SCOPE)
