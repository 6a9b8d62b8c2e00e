"""Tokens that TeamsJS hands out: whose they are, and every way of being none."""

import json
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ForbiddenError, NotSignedInError, UnavailableError
from teams_app.tab.sso_token import CLIENTS, SsoTokens, entra_keys
from tests.fakes.outbound import FakeOutbound
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock
from tests.lti.campus import KEY, MISSING, OTHER_KEY, SigningKey, encoded, sign_text
from tests.teams_app import entra
from tests.teams_app.entra import AUTHORITY, CLIENT, HOST, KEYS, OID, TENANT

ORGANIZATION = UUID(int=77)
ANOTHER = "99999999-0000-0000-0000-000000000009"


class Door:
    """Where tokens are shown."""

    def __init__(self):
        self.storage, self.clock, self.http = FakeStorage(), FakeClock(), FakeOutbound()
        self.tenant = entra.tenant(self.clock.now(), ORGANIZATION)
        with self.storage.platform() as platform:
            platform.teams_tenants.save(self.tenant)
        entra.publish(self.http)
        keys = entra_keys(self.http, self.clock, AUTHORITY)
        self.tokens = SsoTokens(self.storage, self.clock, keys, AUTHORITY, HOST)

    def show(self, **changes):
        return self.tokens.verify(entra.token(self.clock.now(), **changes))

    def refuses(self, token):
        with pytest.raises(NotSignedInError, match="not valid"):
            self.tokens.verify(token)


@pytest.fixture
def door():
    return Door()


class TestWhose:
    def test_a_person_of_a_tenant(self, door):
        user = door.show()
        assert (user.tenant, user.object_id) == (door.tenant, OID)
        assert (user.name, user.username) == ("Ann Bauer", "ann@contoso.test")
        assert user.token.count(".") == 2

    @pytest.mark.parametrize(
        "changes",
        [
            {"aud": f"api://{HOST}/botid-{CLIENT}"},
            {"scp": "email access_as_user"},
            {"idtyp": "user"},
            {"nbf": MISSING},
            {"name": MISSING, "preferred_username": MISSING},
            {"name": 7, "preferred_username": "a\nb"},
            *({"azp": client} for client in sorted(CLIENTS)),
        ],
    )
    def test_other_good_ones(self, door, changes):
        assert door.show(**changes).object_id == OID

    def test_clocks_may_differ_a_little(self, door):
        token = entra.token(door.clock.now())
        door.clock.advance(seconds=3600 + 119)
        assert door.tokens.verify(token)
        door.clock.advance(seconds=-(3600 + 119 + 119))
        assert door.tokens.verify(token)


NOW = int(FakeClock().now().timestamp())
BAD_CLAIMS = {
    "no audience": {"aud": MISSING},
    "another app": {"aud": "api://other.example/botid-" + CLIENT},
    "our host with more": {"aud": f"api://{HOST}/botid-{CLIENT}/more"},
    "several audiences": {"aud": [CLIENT, ANOTHER]},
    "the list of us": {"aud": [CLIENT]},
    "Graph": {"aud": "00000003-0000-0000-c000-000000000000", "scp": "User.Read"},
    "no version": {"ver": MISSING},
    "version 1": {"ver": "1.0", "iss": f"https://sts.windows.net/{TENANT}/"},
    "no issuer": {"iss": MISSING},
    "another issuer": {"iss": f"https://evil.example/{TENANT}/v2.0"},
    "the issuer of another tenant": {"iss": f"{AUTHORITY}/{ANOTHER}/v2.0"},
    "the issuer of all": {"iss": f"{AUTHORITY}/common/v2.0"},
    "no tenant": {"tid": MISSING},
    "a tenant that is none": {"tid": "../" + TENANT},
    "a tenant in capitals": {"tid": "ABCDEF12-0000-0000-0000-000000000001"},
    "a tenant with a line": {"tid": TENANT + "\n"},
    "nobody": {"oid": MISSING},
    "somebody without an id": {"oid": 7},
    "expired": {"exp": NOW - 121},
    "no end": {"exp": MISSING},
    "an end that is no moment": {"exp": "tomorrow"},
    "an end that never comes": {"exp": True},
    "an end beyond all numbers": {"exp": 10**400},
    "from the future": {"iat": NOW + 121},
    "not valid yet": {"nbf": NOW + 121},
    "no beginning": {"iat": MISSING, "nbf": MISSING},
    "an app": {"scp": MISSING, "roles": ["access_as_user"]},
    "an app that says so": {"idtyp": "app"},
    "scopes in a list": {"scp": ["access_as_user"]},
    "another scope": {"scp": "access_as_user_too"},
    "no scope": {"scp": ""},
    "no client": {"azp": MISSING},
    "another client": {"azp": ANOTHER},
    "the hub itself": {"azp": CLIENT},
}


class TestRefused:
    @pytest.mark.parametrize("changes", BAD_CLAIMS.values(), ids=BAD_CLAIMS)
    def test_claims(self, door, changes):
        door.refuses(entra.token(door.clock.now(), **changes))

    @pytest.mark.parametrize(
        "header",
        [
            {"alg": "none", "kid": KEY.kid},
            {"alg": "HS256", "kid": KEY.kid},
            {"alg": "RS384", "kid": KEY.kid},
            {"kid": KEY.kid},
            {"alg": "RS256"},
            {"alg": "RS256", "kid": 7},
            {"alg": "RS256", "kid": "unknown"},
            {"alg": "RS256", "kid": KEY.kid, "crit": ["exp"]},
            {"alg": "RS256", "kid": KEY.kid, "b64": False, "crit": ["b64"]},
        ],
        ids=str,
    )
    def test_headers(self, door, header):
        door.refuses(entra.token(door.clock.now(), header=header))

    def test_signatures(self, door):
        good = entra.token(door.clock.now())
        door.refuses(good.rpartition(".")[0] + ".")
        door.refuses(entra.token(door.clock.now(), key=SigningKey(KEY.kid)))
        head, _, signature = good.split(".")
        raised = encoded(json.dumps(entra.claims(door.clock.now(), oid=ANOTHER)).encode())
        door.refuses(f"{head}.{raised}.{signature}")

    @pytest.mark.parametrize(
        "token", ["", "a", "a.b.c", "....", "é.é.é", "x" * 40_000, encoded(b"[]") + ".e30."]
    )
    def test_what_is_no_token(self, door, token):
        door.refuses(token)

    @pytest.mark.parametrize("payload", [b"[]", b"{", b'"text"', b"\xff", b"null"])
    def test_signed_nonsense(self, door, payload):
        door.refuses(sign_text(payload))

    def test_times_that_are_no_numbers(self, door):
        text = json.dumps(entra.claims(door.clock.now())).replace(f": {NOW + 3600}", ": NaN")
        door.refuses(sign_text(text.encode()))

    def test_a_key_of_another_issuer(self, door):
        entra.publish(door.http, {**KEY.jwk, "issuer": f"{AUTHORITY}/{ANOTHER}/v2.0"})
        door.refuses(entra.token(door.clock.now()))

    @given(
        changes=st.dictionaries(
            st.sampled_from(sorted(entra.claims(FakeClock().now()))),
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats()
            | st.text(max_size=40)
            | st.lists(st.text(max_size=5), max_size=2)
            | st.dictionaries(st.text(), st.none(), max_size=1),
            min_size=1,
            max_size=3,
        )
    )
    @settings(max_examples=300, deadline=None, derandomize=True)
    def test_any_claims(self, changes):
        door = Door()
        said = entra.claims(door.clock.now(), **changes)
        if said == entra.claims(door.clock.now()):
            return
        try:
            user = door.tokens.verify(sign_text(json.dumps(said).encode()))
        except (NotSignedInError, ForbiddenError):
            return
        # Of these, others do no harm.
        harmless = {"name", "preferred_username", "azpacr", "sub", "iat", "nbf", "exp"}
        assert set(changes) <= harmless
        assert user.object_id == OID

    @given(at=st.integers(0, 5_000), letter=st.characters(max_codepoint=300))
    @settings(max_examples=200, deadline=None, derandomize=True)
    def test_any_letter(self, at, letter):
        door = Door()
        good = entra.token(door.clock.now())
        at %= len(good)
        changed = good[:at] + letter + good[at + 1 :]
        # The last letter of a part has bits that count for nothing.
        if changed != good and at + 1 < len(good) and good[at + 1] != ".":
            door.refuses(changed)


class TestTenants:
    def test_a_tenant_that_is_switched_off(self, door):
        with door.storage.platform() as platform:
            platform.teams_tenants.save(replace(door.tenant, enabled=False, version=2))
        with pytest.raises(ForbiddenError, match="switched off"):
            door.show()

    def test_a_tenant_that_nobody_set_up(self, door):
        with pytest.raises(ForbiddenError, match="not set up"):
            door.show(tid=ANOTHER, iss=f"{AUTHORITY}/{ANOTHER}/v2.0")

    def test_another_app_in_a_tenant_of_ours(self, door):
        with pytest.raises(ForbiddenError, match="not set up"):
            door.show(aud=ANOTHER)


class TestKeys:
    def test_made_up_keys_fetch_once_a_minute(self, door):
        door.show()
        for number in range(10):
            door.refuses(
                entra.token(door.clock.now(), header={"alg": "RS256", "kid": f"k{number}"})
            )
        assert len(door.http.calls) == 1
        door.clock.advance(seconds=61)
        entra.publish(door.http, KEY.jwk, OTHER_KEY.jwk)
        assert door.show(key=OTHER_KEY)
        assert door.http.calls == [("GET", KEYS, None, {"Accept": "application/json"})] * 2

    def test_nobody_is_let_in_without_keys(self, door):
        door.http.answer(KEYS, b"", status=503)
        with pytest.raises(UnavailableError):
            door.show()
