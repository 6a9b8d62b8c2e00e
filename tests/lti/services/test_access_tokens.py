"""Access tokens: asked for by our signature, kept, renewed early, dropped when refused."""

import json
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import jwt
import pytest

from core.errors import ForbiddenError, UnavailableError
from lti.services.vocabulary import (
    LINE_ITEM_READ_SCOPE,
    LINE_ITEM_SCOPE,
    MEMBERSHIPS_SCOPE,
    SCORE_SCOPE,
)
from tests.lti.campus import OTHER_KEY
from tests.lti.services.conftest import TOKEN_URL

SCOPES = frozenset({MEMBERSHIPS_SCOPE})


@pytest.fixture
def tokens(services):
    return services.tokens


@pytest.mark.parametrize("audience", ["", "https://lms.example.edu"])
def test_our_signature_says_who_asks(tokens, platform, registration, clock, audience):
    registration = replace(registration, token_audience=audience)
    asked = frozenset({SCORE_SCOPE, LINE_ITEM_SCOPE})
    assert tokens.token(registration, asked).token == "token-1"
    (form,) = platform.token_calls()
    assertion = form.pop("client_assertion")
    assert form == {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "scope": f"{LINE_ITEM_SCOPE} {SCORE_SCOPE}",
    }
    assert jwt.get_unverified_header(assertion) == {
        "alg": "RS256",
        "typ": "JWT",
        "kid": OTHER_KEY.kid,
    }
    claims = jwt.decode(
        assertion,
        OTHER_KEY.private.public_key(),
        ["RS256"],
        audience=audience or TOKEN_URL,
        options={"verify_exp": False, "verify_iat": False},
    )
    now = int(clock.now().timestamp())
    assert claims["iss"] == claims["sub"] == "hub-1"
    assert (claims["iat"], claims["exp"]) == (now - 10, now + 120)
    assert UUID(claims["jti"])


def test_every_assertion_has_an_id_of_its_own(tokens, registration, platform):
    for scope in (MEMBERSHIPS_SCOPE, SCORE_SCOPE):
        tokens.token(registration, frozenset({scope}))
    ids = {
        jwt.decode(form["client_assertion"], options={"verify_signature": False})["jti"]
        for form in platform.token_calls()
    }
    assert len(ids) == 2


def test_a_token_is_kept_until_a_minute_before_its_end(tokens, platform, registration, clock):
    assert tokens.token(registration, SCOPES).token == "token-1"
    platform.grant("token-2")
    clock.advance(seconds=3600 - 61)
    assert tokens.token(registration, SCOPES).token == "token-1"
    clock.advance(seconds=1)
    assert tokens.token(registration, SCOPES).token == "token-2"
    assert len(platform.token_calls()) == 2


def test_tokens_belong_to_a_registration_and_its_scopes(tokens, platform, registration):
    """Two registrations of one hosted issuer, as all of Canvas has them, share nothing."""
    tokens.token(registration, SCOPES)
    neighbour = replace(registration, id=UUID(int=777), client_id="hub-2")
    platform.grant("neighbours-token")
    assert tokens.token(neighbour, SCOPES).token == "neighbours-token"
    platform.grant("score-token")
    assert tokens.token(registration, frozenset({SCORE_SCOPE})).token == "score-token"
    assert tokens.token(registration, SCOPES).token == "token-1"
    assert len(platform.token_calls()) == 3


def test_a_dropped_token_is_asked_for_anew(tokens, platform, registration):
    first = tokens.token(registration, SCOPES)
    tokens.drop(first)
    platform.grant("token-2")
    second = tokens.token(registration, SCOPES)
    tokens.drop(first)
    assert tokens.token(registration, SCOPES) == second
    assert len(platform.token_calls()) == 2


def test_threads_that_need_one_token_ask_once(tokens, platform, registration, http):
    answering = threading.Lock()
    ask = http.post_form

    def slowly(*args):
        assert answering.acquire(blocking=False), "two at once"
        time.sleep(0.05)
        answering.release()
        return ask(*args)

    http.post_form = slowly
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: tokens.token(registration, SCOPES), range(16)))
    assert {token.token for token in found} == {"token-1"}
    assert len(platform.token_calls()) == 1


def test_what_the_answer_grants_counts(tokens, platform, registration):
    platform.grant(scope=f"{LINE_ITEM_SCOPE} {MEMBERSHIPS_SCOPE}")
    asked = frozenset({LINE_ITEM_SCOPE, SCORE_SCOPE, MEMBERSHIPS_SCOPE})
    with pytest.raises(ForbiddenError, match=r"allow this tool to use: score\."):
        tokens.token(registration, asked)
    assert tokens.token(registration, asked - {SCORE_SCOPE})


def test_the_larger_scope_stands_for_the_smaller(tokens, platform, registration):
    platform.grant(scope=LINE_ITEM_SCOPE)
    assert tokens.token(registration, frozenset({LINE_ITEM_READ_SCOPE}))


@pytest.mark.parametrize("scope", [None, "", 5])
def test_an_answer_that_does_not_say_grants_what_was_asked(tokens, platform, registration, scope):
    platform.grant(scope=scope)
    assert tokens.token(registration, SCOPES)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (600, timedelta(minutes=10)),
        ("600", timedelta(minutes=10)),
        (None, timedelta(minutes=5)),
        ("soon", timedelta(minutes=5)),
        (True, timedelta(minutes=5)),
        (1e400, timedelta(minutes=5)),
        (-5, timedelta()),
        (10**9, timedelta(days=1)),
    ],
)
def test_how_long_a_token_lives(tokens, platform, registration, clock, told, kept):
    platform.grant(expires_in=told)
    assert tokens.token(registration, SCOPES).expires_at == clock.now() + kept


def refuse(http, document, status=400):
    http.answer(TOKEN_URL, json.dumps(document).encode(), status)


@pytest.mark.parametrize(
    ("document", "status", "words"),
    [
        ({"error": "invalid_client"}, 401, r"invalid_client.*client id hub-1.*keyset URL"),
        ({"error": "unauthorized_client"}, 400, "does not recognise this tool"),
        ({"error": "invalid_scope"}, 400, r"use: contextmembership\.readonly"),
        ({"error": "Expired token"}, 400, r"Expired token.*clocks"),
        ({"error": "<b>"}, 400, "HTTP 400"),
        ({"error": ["x"]}, 400, "HTTP 400"),
        (["x"], 404, "HTTP 404"),
    ],
)
def test_refusals_say_what_to_do(tokens, http, registration, document, status, words):
    refuse(http, document, status)
    with pytest.raises(ForbiddenError, match=words):
        tokens.token(registration, SCOPES)


def test_a_refusal_that_is_no_json(tokens, http, registration):
    http.answer(TOKEN_URL, b"<html>", 403)
    with pytest.raises(ForbiddenError, match="HTTP 403"):
        tokens.token(registration, SCOPES)


@pytest.mark.parametrize(
    "changes",
    [
        {"token": ""},
        {"token": None},
        {"token": 5},
        {"token": "two words"},
        {"token": "a\r\nX-Injected: 1"},
        {"token": "x" * 8193},
        {"token_type": "mac"},
    ],
)
def test_answers_that_hold_no_usable_token(tokens, platform, registration, changes):
    platform.grant(**changes)
    with pytest.raises(UnavailableError, match="cannot be read"):
        tokens.token(registration, SCOPES)


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"null"])
def test_answers_that_are_no_token_at_all(tokens, http, registration, body):
    http.answer(TOKEN_URL, body)
    with pytest.raises(UnavailableError):
        tokens.token(registration, SCOPES)


@pytest.mark.parametrize("kind", ["bearer", "BEARER", None])
def test_the_type_of_a_token_in_any_case(tokens, platform, registration, kind):
    platform.grant(token_type=kind)
    assert tokens.token(registration, SCOPES)


def test_a_busy_token_endpoint_says_when_to_come_again(tokens, http, registration):
    http.answer(TOKEN_URL, b"", 503, {"Retry-After": "120"})
    with pytest.raises(UnavailableError) as caught:
        tokens.token(registration, SCOPES)
    assert caught.value.retry_after == timedelta(minutes=2)


def test_a_token_endpoint_that_may_not_be_called(tokens, registration):
    inside = replace(registration, token_url="https://10.0.0.1/token")
    with pytest.raises(UnavailableError, match="not public"):
        tokens.token(inside, SCOPES)


def test_nothing_secret_is_said(tokens, platform, registration, http, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        tokens.token(registration, SCOPES)
        tokens.drop(tokens.token(registration, SCOPES))
        platform.grant("very secret", token_type="mac")
        with pytest.raises(UnavailableError) as caught:
            tokens.token(registration, SCOPES)
    (*_, form) = platform.token_calls()
    said = caplog.text + capsys.readouterr().out + str(caught.value) + repr(caught.value.params)
    assert "access token fetched" in said
    for secret in ("token-1", "very secret", form["client_assertion"], "PRIVATE KEY"):
        assert secret not in said
