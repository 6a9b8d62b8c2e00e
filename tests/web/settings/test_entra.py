"""Signing in with Microsoft: the flow, the token, and linking."""

import json
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from core.errors import UnavailableError
from tests.web.hub import HTTPS, SAME
from tests.web.settings.entra_hub import (
    AUTHORITY,
    OTHER,
    THERE,
    EntraHub,
    Microsoft,
    begin,
    sessions,
)


@pytest.fixture
def hub():
    return EntraHub()


@pytest.fixture
def microsoft(hub):
    return Microsoft(hub)


@pytest.fixture
def linked(hub, microsoft):
    """Ada, who linked her account."""
    browser = hub.app.test_client()
    answer = microsoft.comes_back(browser, begin(hub, browser, hub.invitation(operates=True)))
    assert answer.status_code == 303
    return answer


class TestLinking:
    def test_it_is_a_step_of_its_own(self, hub):
        token = hub.invitation()
        browser = hub.app.test_client()
        assert "Sign in with Microsoft from now on" in browser.get(f"/signin/{token}").text
        page = browser.post(f"/signin/{token}/entra", headers=SAME)
        assert "The administrator ada@uni.test will be linked" in page.text
        assert sessions(hub) == []

    def test_it_signs_in_uses_the_link_up_and_is_noted(self, hub, microsoft):
        token, browser = hub.invitation(), hub.app.test_client()
        answer = microsoft.comes_back(browser, begin(hub, browser, token))
        assert answer.location.startswith("/settings/sign-in/?done=linked&ticket=")
        assert "Your Microsoft account is linked." in browser.get(answer.location).text
        (session,) = sessions(hub)
        assert (session.surface, session.actor.configures) == ("browser", True)
        assert hub.app.test_client().get(f"/signin/{token}").status_code == 401
        with hub.storage.tenant(session.actor.organization_id) as work:
            (entry,) = work.audit.page(None, 9)
        assert (entry.deed, entry.by) == ("administrator.linked", session.actor.person_id)

    @pytest.mark.usefixtures("linked")
    def test_an_account_belongs_to_one_administrator(self, hub, microsoft):
        token, browser = hub.invitation("bo@uni.test"), hub.app.test_client()
        answer = microsoft.comes_back(browser, begin(hub, browser, token))
        assert answer.status_code == 409
        assert hub.app.test_client().get(f"/signin/{token}").status_code == 200

    @pytest.mark.usefixtures("linked")
    def test_ones_own_may_be_linked_again(self, hub, microsoft):
        token, browser = hub.invitation(), hub.app.test_client()
        assert microsoft.comes_back(browser, begin(hub, browser, token)).status_code == 303

    def test_a_used_link_links_nothing(self, hub):
        browser = hub.app.test_client()
        assert browser.post("/signin/used/entra", headers=SAME).status_code == 401

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_other_sites_begin_none(self, hub, site):
        address = f"/signin/{hub.invitation()}/entra"
        answer = hub.app.test_client().post(address, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403


class TestSigningIn:
    @pytest.mark.usefixtures("linked")
    def test_who_was_linked_comes_in_as_before(self, hub, microsoft):
        browser = hub.app.test_client()
        answer = microsoft.comes_back(browser, begin(hub, browser), preferred_username=None)
        assert browser.get(answer.location).status_code == 200
        first, second = sessions(hub)
        assert first.actor == second.actor
        assert second.actor.operates

    def test_an_address_alone_links_nobody(self, hub, microsoft):
        hub.invitation("ada@uni.onmicrosoft.com")
        browser = hub.app.test_client()
        answer = microsoft.comes_back(browser, begin(hub, browser))
        assert answer.status_code == 401
        assert "is not linked with an administrator" in answer.text
        assert sessions(hub) == []

    def test_what_is_asked_of_microsoft(self, hub, microsoft):
        browser = hub.app.test_client()
        begun = begin(hub, browser)
        asked = parse_qs(urlsplit(begun).query)
        assert begun.startswith(f"{THERE}/oauth2/v2.0/authorize?")
        assert asked["redirect_uri"] == ["http://localhost:8000/signin/entra/callback"]
        assert (asked["code_challenge_method"], asked["scope"]) == (["S256"], ["openid profile"])
        microsoft.comes_back(browser, begun)
        (_, _, form, _) = next(call for call in hub.http.calls if call[0] == "POST")
        assert (form["client_id"], form["client_secret"]) == ("hub-app", "s3cret")
        assert form["code_verifier"] not in begun

    def test_the_settings_offer_it_to_who_is_not_signed_in(self, hub):
        page = hub.app.test_client().get("/settings/")
        assert page.status_code == 401
        assert 'href="/signin/entra"' in page.text
        assert "/signin/entra" not in hub.app.test_client().get("/app/").text

    def test_the_secret_of_the_browser_is_bound_to_the_host_over_https(self):
        hub = EntraHub(HTTPS)
        browser = hub.app.test_client()
        answer = browser.get("/signin/entra", base_url=HTTPS.public_url)
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-mentorloom-entra=")
        for word in ("Secure", "HttpOnly", "SameSite=Lax", "Max-Age=600"):
            assert word in cookie


@pytest.mark.usefixtures("linked")
class TestRefusals:
    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": f"{AUTHORITY}/other/v2.0"},
            {"aud": "another-app"},
            {"aud": ["hub-app", "another-app"]},
            {"nonce": "another"},
            {"nonce": None},
            {"tid": "another"},
            {"oid": ""},
            {"oid": None},
            {"oid": 7},
            {"exp": 1},
            {"exp": "soon"},
            {"iat": 9_999_999_999},
            {"nbf": 9_999_999_999},
            {"kid": "unknown"},
            {"key": OTHER},
        ],
        ids=lambda claims: "another key" if "key" in claims else str(claims),
    )
    def test_tokens_that_are_not_for_this_sign_in(self, hub, microsoft, claims):
        browser = hub.app.test_client()
        answer = microsoft.comes_back(browser, begin(hub, browser), **claims)
        assert answer.status_code == 401
        assert "is not valid" in answer.text
        assert len(sessions(hub)) == 1

    def test_a_token_signed_otherwise(self, hub):
        browser = hub.app.test_client()
        begun = begin(hub, browser)
        state = parse_qs(urlsplit(begun).query)["state"][0]
        forged = jwt.encode({"oid": "ada-at-microsoft"}, "x" * 64, "HS256", headers={"kid": "k1"})
        for token in (forged, "", "a.b.c"):
            told = json.dumps({"id_token": token}).encode()
            hub.http.answer(f"{THERE}/oauth2/v2.0/token", told)
            query = {"code": "code", "state": state}
            assert browser.get("/signin/entra/callback", query_string=query).status_code == 401

    def test_answers_for_another_browser(self, hub, microsoft):
        begun = begin(hub, hub.app.test_client())
        other = hub.app.test_client()
        assert microsoft.comes_back(other, begun).status_code == 401
        begin(hub, other)
        answer = microsoft.comes_back(other, begun)
        assert answer.status_code == 401
        assert "was not begun in this browser" in answer.text

    def test_a_sign_in_is_completed_once(self, hub, microsoft):
        browser = hub.app.test_client()
        begun = begin(hub, browser)
        assert microsoft.comes_back(browser, begun).status_code == 303
        assert microsoft.comes_back(browser, begun).status_code == 401

    def test_who_turns_back_at_microsoft(self, hub, microsoft):
        browser = hub.app.test_client()
        answer = microsoft.comes_back(browser, begin(hub, browser), code="")
        assert answer.status_code == 401
        assert "You did not sign in at Microsoft." in answer.text

    @pytest.mark.parametrize(
        ("answer", "status"),
        [
            ({"body": b'{"error": "invalid_grant"}', "status": 400}, 401),
            ({"body": b"", "status": 500}, 503),
            ({"body": b"[]"}, 503),
            ({"body": UnavailableError("No answer.")}, 503),
        ],
    )
    def test_what_microsoft_answers_instead_of_a_token(self, hub, answer, status):
        browser = hub.app.test_client()
        begun = begin(hub, browser)
        hub.http.answer(f"{THERE}/oauth2/v2.0/token", **answer)
        query = {"code": "code", "state": parse_qs(urlsplit(begun).query)["state"][0]}
        assert browser.get("/signin/entra/callback", query_string=query).status_code == status


def test_without_a_tenant_there_is_no_such_sign_in():
    hub = EntraHub(entra_tenant="")
    browser, token = hub.app.test_client(), hub.invitation()
    assert browser.get("/signin/entra").status_code == 404
    assert browser.post(f"/signin/{token}/entra", headers=SAME).status_code == 404
    assert "Microsoft" not in browser.get(f"/signin/{token}").text
    assert "Microsoft" not in browser.get("/settings/").text
