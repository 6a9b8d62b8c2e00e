"""The token endpoint, asked by a tool with a key of its own."""

import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from demo.services.bearer import LIFETIME, AccessTokens
from demo.tool_keys import RELOAD_PAUSE, Fetched, ToolKeys

from .conftest import NOW
from .services import FJORDWERK, HUBS, LINDENMOOR, exchanges

SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
MOODLE, CANVAS = "LnD3moorM00dle1", "10000000000007"
TOOL_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(kid="tool-1"):
    return {
        **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(TOOL_KEY.public_key())),
        "kid": kid,
        "alg": "RS256",
        "use": "sig",
    }


@pytest.fixture
def keys(campus, monkeypatch):
    keys = campus.extensions["campus"].tool_keys
    monkeypatch.setattr(keys, "_get", lambda _url: Fetched(NOW, (jwk(),)))
    return keys


@pytest.fixture
def ask(campus, keys, addresses):
    client = campus.test_client()
    numbers = iter(range(1000))

    def ask(form=None, key=TOOL_KEY, kid="tool-1", algorithm="RS256", **changes):
        now = int(time.time())
        claims = {
            "iss": MOODLE,
            "sub": MOODLE,
            "aud": addresses.token,
            "iat": now,
            "exp": now + 60,
            "jti": f"jti-{next(numbers)}",
            **changes,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        fields = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": jwt.encode(claims, key, algorithm, headers={"kid": kid}),
            "scope": SCOPE,
            **(form or {}),
        }
        return client.post("/lti/token", data=fields)

    return ask


def refusal(answer):
    assert answer.status_code == 400
    return json.loads(answer.text)["error"]


class TestTokens:
    def test_a_good_assertion_gets_a_token_of_an_hour(self, ask):
        answer = ask()
        token = json.loads(answer.text)
        assert answer.status_code == 200
        assert token["scope"] == SCOPE
        assert token["expires_in"] == 3600
        assert token["token_type"] == "Bearer"

    def test_media_types_follow_the_dialect(self, ask):
        assert ask().content_type == "text/html; charset=utf-8"
        assert ask(iss=CANVAS, sub=CANVAS).content_type == "application/json; charset=utf-8"

    def test_unknown_scopes_are_dropped_by_moodle_and_refused_by_canvas(self, ask):
        mixed = {"scope": f"{SCOPE} https://nope.example/scope"}
        assert json.loads(ask(mixed).text)["scope"] == SCOPE
        refused = ask(mixed, iss=CANVAS, sub=CANVAS)
        assert refusal(refused) == "invalid_scope"
        assert "scope" in refused.json["error_description"]

    def test_clocks_may_differ_a_little(self, ask):
        assert ask(iat=int(time.time()) + 5).status_code == 200

    def test_the_audience_may_be_one_of_several(self, ask, addresses):
        assert ask(aud=["https://other.example", addresses.token]).status_code == 200


RECORDED = exchanges("token")
STRICTER = "token: wrong aud"
HOW = {
    "token: wrong aud": {"aud": "https://other.example/token"},
    "token: unknown client": {"iss": "unknown", "sub": "unknown"},
    "token: expired assertion": {"exp": 1_000_000_000},
}


class TestRecorded:
    @pytest.mark.parametrize("name", sorted(RECORDED.keys() - {STRICTER, "token: json body"}))
    def test_answers_are_those_of_moodle(self, ask, name):
        recorded = RECORDED[name]
        answer = ask({"scope": recorded["request"]["body"]["scope"]}, **HOW.get(name, {}))
        assert answer.status == f"{recorded['status']} {recorded['reason'].upper()}"
        assert answer.content_type == recorded["response_headers"]["Content-Type"]
        told = json.loads(answer.text)
        if token := told.get("access_token"):
            assert len(token) == len(recorded["response"]["access_token"])
            told["access_token"] = recorded["response"]["access_token"]
        assert told == recorded["response"]

    def test_only_forms_are_read(self, campus):
        recorded = RECORDED["token: json body"]
        answer = campus.test_client().post("/lti/token", json=recorded["request"]["body"])
        assert refusal(answer) == recorded["response"]["error"]
        assert answer.content_type == recorded["response_headers"]["Content-Type"]

    def test_the_audience_is_checked_though_moodle_does_not(self, ask):
        assert RECORDED[STRICTER]["status"] == 200
        assert ask(**HOW[STRICTER]).status_code == 400


class TestAccessTokens:
    def test_know_whose_they_are_until_they_expire(self):
        now = [5.0]
        tokens = AccessTokens(now=lambda: now[0])
        hub, hub_there = HUBS["lindenmoor"], HUBS["fjordwerk"]
        one = tokens.issue(LINDENMOOR, hub, [SCOPE])
        other = tokens.issue(FJORDWERK, hub_there, [])
        grant = tokens.grant(f"Bearer {one}")
        assert (grant.institution, grant.tool) == (LINDENMOOR, hub)
        assert grant.allows("else", SCOPE)
        assert not tokens.grant(f"bearer {other}").allows(SCOPE)
        now[0] += LIFETIME
        assert tokens.grant(f"Bearer {one}") is None
        tokens.issue(LINDENMOOR, hub, [])
        assert len(tokens._grants) == 1

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer guess", "Basic dTpw"])
    def test_other_headers_allow_nothing(self, header):
        assert AccessTokens().grant(header) is None

    def test_can_all_be_revoked(self):
        tokens = AccessTokens()
        token = tokens.issue(LINDENMOOR, HUBS["lindenmoor"], [SCOPE])
        tokens.revoke_all()
        assert tokens.grant(f"Bearer {token}") is None

    def test_are_what_the_endpoint_hands_out(self, ask, campus):
        token = json.loads(ask().text)["access_token"]
        grant = campus.extensions["campus"].access_tokens.grant(f"Bearer {token}")
        assert grant.institution is LINDENMOOR
        assert grant.tool.client_id == MOODLE
        assert grant.scopes == {SCOPE}


class TestRefusals:
    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "unknown", "sub": "unknown"},
            {"sub": CANVAS},
            {"aud": "https://other.example/token"},
            {"iat": 4_000_000_000},
            {"jti": None},
            {"exp": None},
            {"iat": None},
            {"aud": None},
        ],
    )
    def test_claims_that_do_not_fit(self, ask, claims):
        assert refusal(ask(**claims)) == "invalid_client"

    def test_a_key_that_was_not_published(self, ask):
        assert refusal(ask(key=OTHER_KEY)) == "invalid_client"
        assert refusal(ask(kid="tool-2")) == "invalid_client"

    def test_a_shared_secret(self, ask):
        secret = "a shared secret of thirty-two bytes!"
        assert refusal(ask(key=secret, algorithm="HS256")) == "invalid_client"

    def test_something_that_is_no_token(self, ask):
        assert refusal(ask({"client_assertion": "x"})) == "invalid_client"

    def test_an_assertion_works_once(self, ask):
        assert ask(jti="same").status_code == 200
        assert refusal(ask(jti="same")) == "invalid_client"
        assert ask(jti="same", iss=CANVAS, sub=CANVAS).status_code == 200

    @pytest.mark.parametrize(
        ("form", "code"),
        [
            ({"grant_type": "password"}, "unsupported_grant_type"),
            ({"client_assertion_type": "x"}, "invalid_request"),
            ({"scope": ""}, "invalid_request"),
            ({"grant_type": ""}, "invalid_request"),
        ],
    )
    def test_forms_that_do_not_fit(self, ask, form, code):
        assert refusal(ask(form)) == code


class TestToolKeys:
    def test_are_fetched_once_and_again_when_old(self):
        calls, now = [], [0.0]
        keys = ToolKeys("u", lambda url: calls.append(url) or Fetched(NOW, ()), lambda: now[0])
        keys.latest()
        keys.latest()
        assert calls == ["u"]
        now[0] = 700.0
        keys.latest()
        assert calls == ["u", "u"]

    def test_an_unknown_id_reloads_but_not_every_time(self):
        answers, now = [Fetched(NOW, (jwk("a"),)), Fetched(NOW, (jwk("b"),))], [0.0]
        keys = ToolKeys("u", lambda _url: answers.pop(0), lambda: now[0])
        assert keys.find("b") is None
        now[0] += RELOAD_PAUSE + 1
        assert keys.find("b")["kid"] == "b"
        assert keys.find("c") is None

    def test_failures_are_tried_again(self):
        answers = [Fetched(NOW, error="off"), Fetched(NOW, (jwk("a"),))]
        keys = ToolKeys("u", lambda _url: answers.pop(0))
        assert keys.latest().error == "off"
        assert keys.find("a")["kid"] == "a"
