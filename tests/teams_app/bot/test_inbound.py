"""Only what the Bot Framework signed, for an app and a tenant of ours, is believed."""

import base64
import json
from uuid import UUID

import jwt
import pytest

from core.errors import ForbiddenError, NotSignedInError, UnavailableError
from teams_app.bot.activity import parse_activity
from teams_app.bot.inbound import AGENT_365, METADATA, BotOrigin, InboundActivities
from tests.teams_app.bot.partner import (
    KEYS,
    MISSING,
    SERVICE,
    TENANT,
    activity,
    claims,
    encoded,
    publish,
    teams_tenant,
)
from tests.teams_app.signing import KEY, OTHER_KEY, SigningKey

STRANGER = SigningKey(KEY.kid)
UNKNOWN = SigningKey("unknown")
UNVERIFIED, REFUSED = NotSignedInError, ForbiddenError
LOCAL = "http://localhost:8001/connector"


@pytest.fixture
def inbound(storage, http, clock):
    return InboundActivities(
        storage, http, clock, BotOrigin(service_origins=["http://localhost:8001"])
    )


@pytest.fixture
def verify(inbound, clock):
    def verify(token=None, told=None, key=KEY, header=None, **changes):
        token = token or key.sign(claims(clock, **changes), **(header or {}))
        return inbound.verify(token, parse_activity(encoded(told or activity())))

    return verify


class TestAccepted:
    def test_what_the_bot_framework_sends(self, verify, clock):
        assert verify() == teams_tenant(created_at=clock.now())

    @pytest.mark.parametrize(
        "changes",
        [
            {"serviceurl": SERVICE.rstrip("/")},
            {"serviceurl": MISSING, "serviceUrl": SERVICE},
            {"aud": "5F0C7F3E-8D1A-4B52-9C33-2A6F1E0D4B10"},
            {"nbf": MISSING},
            {"azp": "another-app"},
        ],
    )
    def test_spelt_otherwise(self, verify, changes):
        assert verify(**changes)

    @pytest.mark.parametrize(
        "told",
        [
            activity(channelData=MISSING),
            activity(conversation={"id": "a:mira", "conversationType": "personal"}),
            activity(channelData={"tenant": {"id": TENANT.upper()}}),
        ],
        ids=["in its conversation", "in its channel data", "in capitals"],
    )
    def test_the_tenant_is_named_once_at_least(self, verify, told):
        assert verify(told=told)

    @pytest.mark.parametrize("late", [0, 299])
    def test_clocks_may_differ_by_five_minutes(self, verify, clock, late):
        now = int(clock.now().timestamp())
        assert verify(exp=now - late, nbf=now + 300)

    def test_a_connector_that_stands_in_has_to_be_named(self, verify):
        assert verify(told=activity(serviceUrl=LOCAL), serviceurl=LOCAL)

    def test_one_app_may_serve_several_tenants(self, verify, storage, clock):
        with storage.platform() as work:
            other = teams_tenant(id=UUID(int=902), tenant="other", created_at=clock.now())
            work.teams_tenants.save(other)
        told = activity(channelData={"tenant": {"id": "other"}}, conversation=MISSING)
        assert verify(told=told) == other


class TestRefused:
    @pytest.mark.parametrize("token", ["", "?", "a.b.c", "x" * 20_000, KEY.jwk["n"]])
    def test_what_is_no_token(self, inbound, token):
        with pytest.raises(UNVERIFIED):
            inbound.verify(token or None, parse_activity(encoded(activity())))

    @pytest.mark.parametrize(
        "changes",
        [
            {"iss": "https://sts.windows.net/x/"},
            {"iss": MISSING},
            {"aud": "another-app"},
            {"aud": MISSING},
            {"aud": ["5f0c7f3e-8d1a-4b52-9c33-2a6f1e0d4b10"]},
            {"exp": MISSING},
            {"exp": "tomorrow"},
            {"exp": True},
            {"exp": 10**400},
            {"nbf": "yesterday"},
        ],
        ids=repr,
    )
    def test_other_claims(self, verify, changes):
        with pytest.raises(UNVERIFIED):
            verify(**changes)

    @pytest.mark.parametrize(("name", "seconds"), [("exp", -300), ("nbf", 301)])
    def test_other_times(self, verify, clock, name, seconds):
        with pytest.raises(UNVERIFIED, match="clock"):
            verify(**{name: int(clock.now().timestamp()) + seconds})

    @pytest.mark.parametrize(
        ("key", "reason"),
        [(STRANGER, "signature is wrong"), (UNKNOWN, "no key of this id")],
        ids=["another key under the same id", "an unknown key"],
    )
    def test_other_keys(self, verify, key, reason):
        with pytest.raises(UNVERIFIED, match=reason):
            verify(key=key)

    @pytest.mark.parametrize(
        "header", [{}, {"kid": None}, {"kid": 7}, {"kid": ["first"]}], ids=repr
    )
    def test_a_token_that_names_no_key(self, verify, clock, header):
        with pytest.raises(UNVERIFIED):
            verify(unsigned(claims(clock), alg="RS256", **header))

    def test_a_token_signed_with_the_public_key_as_a_secret(self, verify, clock):
        secret = KEY.jwk["n"].encode()
        with pytest.raises(UNVERIFIED, match="RS256"):
            verify(jwt.encode(claims(clock), secret, "HS256", {"kid": KEY.kid}))

    @pytest.mark.parametrize("alg", ["none", "RS512", "", None])
    def test_other_algorithms(self, verify, clock, alg):
        with pytest.raises(UNVERIFIED):
            verify(unsigned(claims(clock), alg=alg, kid=KEY.kid))

    @pytest.mark.parametrize("payload", [b"[]", b"?", b'"text"', b"\xff"])
    def test_a_payload_without_claims(self, verify, payload):
        with pytest.raises(UNVERIFIED):
            verify(jwt.PyJWS().encode(payload, KEY.private, "RS256", {"kid": KEY.kid}))

    @pytest.mark.parametrize("claimed", ["https://smba.trafficmanager.net/amer/", "", 7, MISSING])
    def test_another_service_url_than_the_activity_has(self, verify, claimed):
        with pytest.raises(REFUSED, match="serviceUrl"):
            verify(serviceurl=claimed)

    @pytest.mark.parametrize("url", ["", None, "https://evil.example/", "http://localhost:8002/"])
    def test_a_service_url_elsewhere(self, verify, url):
        with pytest.raises(REFUSED, match="serviceUrl"):
            verify(told=activity(serviceUrl=url), serviceurl=url)

    @pytest.mark.parametrize("channel", ["webchat", "", None, MISSING])
    def test_a_channel_the_key_does_not_speak_for(self, verify, channel):
        with pytest.raises(REFUSED, match="endorsed"):
            verify(told=activity(channelId=channel))

    def test_a_key_for_another_channel(self, verify):
        with pytest.raises(REFUSED, match="endorsed"):
            verify(key=OTHER_KEY)

    @pytest.mark.parametrize("name", ["azp", "appid"])
    def test_agent_365(self, verify, name):
        with pytest.raises(REFUSED, match="Agent 365"):
            verify(**{name: AGENT_365})

    @pytest.mark.parametrize(
        "told",
        [
            activity(channelData={"tenant": {"id": "other"}}),
            activity(channelData={"tenant": {"id": "other"}}, conversation=MISSING),
            activity(channelData=MISSING, conversation=MISSING),
            activity(channelData=[], conversation="a:mira"),
        ],
        ids=["two tenants", "another tenant", "no tenant", "odd"],
    )
    def test_a_tenant_that_is_not_the_apps(self, verify, told):
        with pytest.raises(REFUSED, match="tenant"):
            verify(told=told)


def test_a_tenant_that_is_switched_off(verify, storage, clock):
    with storage.platform() as work:
        off = teams_tenant(created_at=clock.now(), enabled=False, version=2)
        work.teams_tenants.save(off)
    with pytest.raises(REFUSED, match="switched off"):
        verify()


class TestKeys:
    def test_metadata_and_keys_are_fetched_once(self, verify, http, clock):
        for _ in range(5):
            clock.advance(hours=4)
            verify()
        assert [url for _, url, _, _ in http.calls] == [METADATA, KEYS]

    def test_a_rotated_key_is_found(self, verify, http, clock):
        verify()
        publish(http, KEY.jwk, UNKNOWN.jwk)
        clock.advance(minutes=1)
        assert verify(key=UNKNOWN)

    def test_metadata_without_a_key_set_is_an_outage(self, verify, http):
        http.answer(METADATA, b'{"jwks_uri": 7}')
        with pytest.raises(UnavailableError):
            verify()


def unsigned(told, **header):
    """A token with any header, whose signature is a few bytes."""
    parts = (json.dumps(header).encode(), json.dumps(told).encode(), b"signed")
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
