"""Checking registrations: what is found, and what to do about it."""

import json
from dataclasses import replace
from email.utils import format_datetime

import pytest

from core.domain.registration import Deployment, RegistrationStatus
from core.errors import UnavailableError
from lti.services.vocabulary import MEMBERSHIPS_SCOPE
from lti.tool import LtiTool
from tests.lti.campus import HUB, ISSUER, KEY
from tests.lti.conftest import JWKS_URL, ORGANIZATION, REGISTRATION
from web.findings import Verdict

TOKEN_URL = ISSUER + "/token"
GRANTED = {
    "access_token": "secret",
    "token_type": "Bearer",
    "expires_in": 3600,
    "scope": MEMBERSHIPS_SCOPE,
}
ACTIVE = Deployment(registration_id=REGISTRATION, deployment_id="1", organization_id=ORGANIZATION)


@pytest.fixture
def http(http, clock):
    http.answer(
        JWKS_URL,
        json.dumps({"keys": [KEY.jwk]}).encode(),
        headers={"Date": format_datetime(clock.now(), usegmt=True)},
    )
    http.answer(TOKEN_URL, json.dumps(GRANTED).encode())
    return http


@pytest.fixture
def examine(storage, clock, entropy, http, registration):
    """What a check finds, as (verdict, sentence) pairs; advice is looked at by `advice`."""
    tool = LtiTool.assemble(storage, clock, entropy, http, HUB)

    def look(deployments=(ACTIVE,), **changes):
        changed = replace(registration, **changes)
        return tool.administration.checkup.examine(changed, deployments)

    return look


def bad(findings):
    return [finding for finding in findings if finding.verdict is Verdict.BAD]


def the_only(findings, verdict):
    (found,) = [finding for finding in findings if finding.verdict is verdict]
    return str(found.told), str(found.advice or "")


def test_all_is_well(examine, storage):
    findings = examine()
    assert {finding.verdict for finding in findings} == {Verdict.GOOD}
    told = " ".join(str(finding.told) for finding in findings)
    for words in ("switched on", "1, the smallest has 2048 bits", "clocks agree", "access tokens"):
        assert words in told
    assert storage.tables.table("access_tokens") == {}


@pytest.mark.parametrize("status", [RegistrationStatus.DISABLED, RegistrationStatus.PENDING])
def test_switched_off(examine, status):
    told, advice = the_only(examine(status=status), Verdict.WARN)
    assert "nobody can come" in told
    assert "Switch it on" in advice


@pytest.mark.parametrize("deployments", [(), (replace(ACTIVE, status=RegistrationStatus.PENDING),)])
def test_without_a_deployment(examine, deployments):
    told, advice = the_only(examine(deployments), Verdict.WARN)
    assert "no active deployment" in told
    assert "The first launch adds one" in advice


class TestAddresses:
    def test_what_must_not_be_called_is_not(self, examine, http):
        told, advice = the_only(examine(token_url="http://lms.example.edu/t"), Verdict.BAD)
        assert "by https" in told
        assert "Correct the addresses" in advice
        assert http.calls == []

    def test_another_host_to_sign_in_is_mentioned(self, examine):
        findings = examine(auth_login_url="https://sso.example.edu/auth")
        assert bad(findings) == []
        assert any("another host" in str(finding.told) for finding in findings)


class TestKeys:
    @pytest.mark.parametrize(
        ("body", "status"), [(b"", 404), (b"<html>", 200), (b"[]", 200), (b'{"keys": 1}', 200)]
    )
    def test_no_key_set(self, examine, http, body, status):
        http.answer(JWKS_URL, body, status)
        told, advice = the_only(examine(), Verdict.BAD)
        assert f"(status {status})" in told
        assert "Compare the key set URL" in advice

    def test_no_answer(self, examine, http):
        http.answer(JWKS_URL, UnavailableError("%(host)s did not answer.", host="lms"))
        told, _ = the_only(examine(), Verdict.BAD)
        assert told == "lms did not answer."

    @pytest.mark.parametrize(
        "keys",
        [[], [{"kty": "RSA"}], [{**KEY.jwk, "use": "enc"}], [{**KEY.jwk, "kid": 7}], ["x"]],
    )
    def test_no_usable_key(self, examine, http, keys):
        http.answer(JWKS_URL, json.dumps({"keys": keys}).encode())
        told, advice = the_only(examine(), Verdict.BAD)
        assert f"has {len(keys)} keys" in told
        assert "at least 2048 bits" in advice


class TestClocks:
    @pytest.mark.parametrize("seconds", [61, -61, 3600])
    def test_they_differ(self, examine, clock, seconds):
        clock.advance(seconds=seconds)
        told, advice = the_only(examine(), Verdict.BAD)
        assert f"{abs(seconds)} seconds" in told
        assert "NTP" in advice

    @pytest.mark.parametrize("seconds", [60, -60, 0])
    def test_they_agree(self, examine, clock, seconds):
        clock.advance(seconds=seconds)
        assert bad(examine()) == []

    @pytest.mark.parametrize("date", ["", "yesterday"])
    def test_a_platform_that_does_not_tell_the_time(self, examine, http, date):
        body = json.dumps({"keys": [KEY.jwk]}).encode()
        http.answer(JWKS_URL, body, headers={"Date": date})
        assert not any("clock" in str(finding.told) for finding in examine())

    def test_a_date_without_a_zone_is_universal_time(self, examine, http):
        body = json.dumps({"keys": [KEY.jwk]}).encode()
        http.answer(JWKS_URL, body, headers={"Date": "Mon, 02 Mar 2026 09:00:00"})
        assert bad(examine()) == []


class TestTokens:
    def test_an_unknown_client_says_what_to_compare(self, examine, http):
        http.answer(TOKEN_URL, b'{"error": "invalid_client"}', 400)
        told, _ = the_only(examine(), Verdict.BAD)
        assert "client id hub-1" in told
        assert "public keyset URL" in told

    def test_a_refused_scope_shows_that_the_rest_works(self, examine, http):
        http.answer(TOKEN_URL, b'{"error": "invalid_scope"}', 400)
        findings = examine()
        assert bad(findings) == []
        told, advice = the_only(findings, Verdict.WARN)
        assert "contextmembership.readonly" in told
        assert "Everything else works" in advice

    def test_a_token_for_less_than_asked_is_the_same(self, examine, http):
        http.answer(TOKEN_URL, json.dumps({**GRANTED, "scope": "openid"}).encode())
        assert the_only(examine(), Verdict.WARN)

    def test_no_answer(self, examine, http):
        http.answer(TOKEN_URL, UnavailableError("%(host)s did not answer.", host="lms"))
        told, advice = the_only(examine(), Verdict.BAD)
        assert told == "lms did not answer."
        assert "Compare the token URL" in advice
