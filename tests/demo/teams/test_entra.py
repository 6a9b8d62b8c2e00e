"""Entra: tokens of the four grants, consent, and what it refuses."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest

from demo.teams.entra import grants
from demo.teams.tenant import CLIENT_ID, TENANT, employee

GRAPH = "https://graph.microsoft.com"
CALLBACK = "http://localhost:8000/teams/auth/callback"
AMINA = "amina-yildiz"
VERIFIER = "a-verifier-that-is-long-enough-for-the-specification"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=")
ASKED = {
    "client_id": CLIENT_ID,
    "response_type": "code",
    "redirect_uri": CALLBACK,
    "scope": f"openid offline_access {GRAPH}/User.Read",
    "state": "s1",
    "nonce": "n1",
    "code_challenge": CHALLENGE.decode(),
    "code_challenge_method": "S256",
}
AUTHORIZE = f"/{TENANT}/oauth2/v2.0/authorize"


def answer(tenant, who=AMINA, deed="accept", **changes):
    """What comes back to the app after somebody answered."""
    form = {**ASKED, "who": employee(who).object_id, "answer": deed, **changes}
    came = tenant.client.post(AUTHORIZE, data=form)
    assert came.status_code == 302
    assert came.location.startswith(f"{CALLBACK}?")
    told = {name: values[0] for name, values in parse_qs(urlsplit(came.location).query).items()}
    assert told.pop("state") == "s1"
    return told


def exchange(tenant, code, status=200, **changes):
    form = {"code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER, **changes}
    return tenant.token(status, grant_type="authorization_code", **form)


def test_metadata_says_where_everything_is(tenant):
    told = tenant.client.get(f"/{TENANT}/v2.0/.well-known/openid-configuration").json
    assert told["issuer"] == f"http://localhost:8001/{TENANT}/v2.0"
    assert told["token_endpoint"] == f"http://localhost:8001/{TENANT}/oauth2/v2.0/token"
    keys = tenant.client.get(urlsplit(told["jwks_uri"]).path).json
    assert keys == tenant.client.get("/common/discovery/v2.0/keys").json
    assert tenant.client.get("/other/v2.0/.well-known/openid-configuration").status_code == 400


def test_a_tab_gets_a_token_that_says_who_looks_at_it(tenant):
    claims = tenant.claims(tenant.tab_token(AMINA), CLIENT_ID)
    amina = employee(AMINA)
    assert claims["iss"] == f"http://localhost:8001/{TENANT}/v2.0"
    assert (claims["tid"], claims["oid"]) == (TENANT, amina.object_id)
    assert (claims["scp"], claims["ver"], claims["azpacr"]) == ("access_as_user", "2.0", "0")
    assert claims["preferred_username"] == amina.person.email
    assert tenant.client.post("/teams/nobody/token", json={}).status_code == 404


def test_graph_is_asked_in_somebody_s_name_once_they_consented(tenant):
    assertion = tenant.tab_token(AMINA)
    refusal = tenant.on_behalf_of(assertion, 400)
    assert (refusal["error"], refusal["suberror"]) == ("invalid_grant", "consent_required")
    assert refusal["error_codes"] == [65001]
    answer(tenant)
    told = tenant.on_behalf_of(assertion)
    claims = tenant.claims(told["access_token"], GRAPH)
    assert (claims["oid"], claims["scp"].split()[-1]) == (employee(AMINA).object_id, "openid")
    assert "User.Read" in claims["scp"].split()
    more = f"{GRAPH}/Calendars.Read"
    assert tenant.on_behalf_of(assertion, 400, more)["suberror"] == "consent_required"
    tenant.client.post(f"/teams/{AMINA}/sign-in", data={"deed": "forget"})
    assert tenant.on_behalf_of(assertion, 400)["suberror"] == "consent_required"


def test_a_second_factor_comes_with_the_claims_that_were_asked_for(tenant):
    answer(tenant)
    tenant.client.post(f"/teams/{AMINA}/sign-in", data={"deed": "second"})
    refusal = tenant.on_behalf_of(tenant.tab_token(AMINA), 400)
    assert (refusal["error"], refusal["error_codes"]) == ("interaction_required", [50076])
    assert tenant.on_behalf_of(tenant.tab_token(AMINA, refusal["claims"]))["access_token"]


def test_a_code_works_once_with_its_verifier(tenant):
    page = tenant.client.get(AUTHORIZE, query_string={**ASKED, "login_hint": AMINA})
    assert "User.Read" in page.text
    code = answer(tenant)["code"]
    told = exchange(tenant, code)
    claims = tenant.claims(told["id_token"], CLIENT_ID)
    assert (claims["nonce"], claims["name"]) == ("n1", employee(AMINA).person.name)
    again = tenant.token(grant_type="refresh_token", refresh_token=told["refresh_token"])
    assert tenant.claims(again["access_token"], GRAPH)["oid"] == employee(AMINA).object_id
    assert exchange(tenant, code, 400)["error_codes"] == [54005]


@pytest.mark.parametrize(
    ("changes", "number"),
    [({"code_verifier": "another"}, 501481), ({"redirect_uri": f"{CALLBACK}/else"}, 50011)],
)
def test_a_code_of_somebody_else_s_is_refused(tenant, changes, number):
    assert exchange(tenant, answer(tenant)["code"], 400, **changes)["error_codes"] == [number]


def test_a_code_gets_too_old(tenant):
    code = answer(tenant)["code"]
    tenant.here.grants.now = lambda: grants.time.monotonic() + grants.LIFETIME + 1
    assert exchange(tenant, code, 400)["error_codes"] == [54005]


def test_saying_no_gives_nothing(tenant):
    assert answer(tenant, deed="cancel")["error"] == "access_denied"
    assert tenant.on_behalf_of(tenant.tab_token(AMINA), 400)["suberror"] == "consent_required"


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "another"},
        {"redirect_uri": "http://localhost:8000/app/"},
        {"redirect_uri": "https://evil.example/teams/auth"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
    ],
)
def test_a_wrong_request_goes_nowhere(tenant, changes):
    asked = {**ASKED, **changes}
    assert tenant.client.get(AUTHORIZE, query_string=asked).status_code == 400
    assert tenant.client.post(AUTHORIZE, data=asked).status_code == 400
    assert tenant.client.get("/else/oauth2/v2.0/authorize", query_string=ASKED).status_code == 400


@pytest.mark.parametrize(
    ("form", "status", "number"),
    [
        ({"client_id": "another"}, 400, 700016),
        ({"client_secret": "wrong"}, 401, 7000215),
        ({"grant_type": "password"}, 400, 70003),
        ({"grant_type": "client_credentials", "scope": "https://x/.default"}, 400, 1002012),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, 400, 70008),
    ],
)
def test_wrong_token_requests_are_refused(tenant, form, status, number):
    assert tenant.token(status, **form)["error_codes"] == [number]
    other = tenant.client.post("/other/oauth2/v2.0/token", data=form)
    assert other.json["error_codes"] == [90002]


def test_only_a_person_s_own_token_is_an_assertion(tenant):
    assert tenant.on_behalf_of("nonsense", 400)["error_codes"] == [50013]
    id_token = tenant.here.tokens.id_token(employee(AMINA), "n")
    assert tenant.on_behalf_of(id_token, 400)["error_codes"] == [50013]
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "x"}
    assert tenant.token(400, **form)["error"] == "invalid_request"
