"""Asking Microsoft in a person's name: consent, conditions, and what is kept. The partner is the
stand-in for Microsoft 365, which shares no code with us."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

import pytest

from core.errors import NotSignedInError, UnavailableError
from demo.addresses import Addresses
from demo.app import create_campus
from demo.teams.tenant import CLIENT_ID, CLIENT_SECRET, TENANT, employee
from teams_app.entra_refusals import AppRefusedError
from teams_app.tab.mailbox import SCOPES, time_zone
from teams_app.tab.on_behalf import AskPersonError, OnBehalf
from teams_app.tab.sso_token import TeamsUser
from tests.browser.cross_site import Now
from tests.fakes.app_http import AppHttp
from tests.fakes.outbound import FakeOutbound
from tests.teams_app import entra
from tests.teams_app.packages import TID
from tests.teams_app.sign_in import Entra
from tests.teams_app.tab.tab_hub import TabHub
from tests.web.hub import HTTPS, ORGANIZATION

CAMPUS, HUB = "http://localhost:8001", "https://hub.example.org"
GRAPH = "https://graph.microsoft.com"
MAILBOX = GRAPH + "/v1.0/me/mailboxSettings"
HERE = replace(HTTPS, entra_authority=CAMPUS, graph_url=f"{CAMPUS}/graph")


@dataclass
class Fjordwerk(TabHub):
    """The hub, beside the stand-in."""

    secret: str = CLIENT_SECRET

    def __post_init__(self) -> None:
        super().__post_init__()
        tenant = replace(self.tenant, tenant=TENANT, client_id=CLIENT_ID, version=2)
        with self.storage.platform() as platform:
            platform.teams_tenants.save(tenant)
            platform.teams_tenants.save_secret(tenant.id, self.secret)

    def publish(self) -> None:
        """The stand-in publishes its own keys."""


class Person:
    """Amina, in her tab."""

    def __init__(self, folder, **hub):
        campus = create_campus(Addresses(tool=HUB, folder=folder))
        self.here = campus.extensions["campus"].microsoft
        self.microsoft = campus.test_client()
        self.hub = Fjordwerk(settings=HERE, clock=Now(), http=AppHttp(campus, CAMPUS), **hub)
        self.browser = self.hub.app.test_client()
        self.object_id = employee("amina-yildiz").object_id

    def ask(self, claims=""):
        token = self.microsoft.post("/teams/amina-yildiz/token", json={"claims": claims})
        return self.browser.post(
            "/teams/auth/time-zone",
            headers={
                "Authorization": f"Bearer {token.json['token']}",
                "Accept": "application/json",
                "Sec-Fetch-Site": "same-origin",
            },
            base_url=HUB,
        )

    def get(self, path):
        return self.browser.get(path, base_url=HUB)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("campus")


@pytest.fixture
def amina(folder):
    return Person(folder)


class TestTimeZone:
    def test_consent_comes_first(self, amina):
        asked = amina.ask()
        assert (asked.status_code, asked.json["code"]) == (403, "consent_required")
        amina.here.grants.consent(amina.object_id, SCOPES)
        told = amina.ask()
        assert (told.status_code, told.json) == (200, {"time_zone": "Europe/Berlin"})

    def test_a_condition_of_the_organization_is_passed_on(self, amina):
        amina.here.grants.consent(amina.object_id, SCOPES)
        amina.here.grants.second_factor.add(amina.object_id)
        asked = amina.ask()
        assert (asked.status_code, asked.json["code"]) == (403, "claims_required")
        assert json.loads(asked.json["claims"])
        assert amina.ask(asked.json["claims"]).json == {"time_zone": "Europe/Berlin"}

    def test_a_wrong_secret_is_for_administrators(self, folder):
        answer = Person(folder, secret="wrong").ask()
        assert answer.status_code == 503
        assert "Tell your administrator" in answer.json["detail"]

    def test_nothing_without_a_token(self, amina):
        answer = amina.browser.post("/teams/auth/time-zone", base_url=HUB)
        assert answer.status_code == 401


class TestConsent:
    def start(self, amina):
        answer = amina.get(amina.ask().json["start"])
        asked = urlsplit(answer.location)
        return answer, {name: value for name, (value,) in parse_qs(asked.query).items()}

    def test_microsoft_asks_and_teams_is_told(self, amina):
        answer, asked = self.start(amina)
        assert answer.location.startswith(f"{CAMPUS}/{TENANT}/oauth2/v2.0/authorize?")
        assert (asked["prompt"], asked["code_challenge_method"]) == ("consent", "S256")
        assert asked["scope"].split()[-1] == "MailboxSettings.Read"
        assert asked["redirect_uri"] == f"{HUB}/teams/auth/callback"
        page = amina.microsoft.get(answer.location.removeprefix(CAMPUS))
        assert page.status_code == 200
        back = amina.get(f"/teams/auth/callback?code=c&state={asked['state']}")
        assert 'data-consent="given"' in back.text
        assert "teams-consent.js" in back.text

    def test_a_no_is_told_too(self, amina):
        _, asked = self.start(amina)
        back = amina.get(f"/teams/auth/callback?error=access_denied&state={asked['state']}")
        assert 'data-consent="denied"' in back.text

    def test_an_answer_for_another_browser_is_none(self, amina):
        _, asked = self.start(amina)
        state = asked["state"]
        amina.browser = amina.hub.app.test_client()
        for path in (f"?code=c&state={state}", "?code=c"):
            assert amina.get(f"/teams/auth/callback{path}").status_code == 401

    def test_a_tenant_that_is_not_there_or_switched_off(self, amina):
        start = amina.ask().json["start"]
        for tenant in ("x", "", str(ORGANIZATION)):
            assert amina.get(f"/teams/auth/start?tenant={tenant}").status_code == 404
        with amina.hub.storage.platform() as platform:
            known = platform.teams_tenants.by_client(TENANT, CLIENT_ID)
            off = replace(known, enabled=False, version=known.version + 1)
            platform.teams_tenants.save(off)
        assert amina.get(start).status_code == 404


class TestKept:
    """Microsoft's own answers say whose tokens they are, so that they are found again."""

    @pytest.fixture
    def somebody(self):
        return Somebody()

    def test_a_good_token_is_found_again(self, somebody):
        somebody.gives("first")
        assert somebody.token() == "first"
        assert somebody.token() == "first"
        (form,) = somebody.entra.forms()
        assert form["requested_token_use"] == "on_behalf_of"
        assert form["assertion"] == "of the tab"

    def test_nobody_finds_somebody_elses(self, somebody):
        somebody.gives("first")
        somebody.gives("second")
        assert somebody.token() == "first"
        somebody.user = replace(somebody.user, object_id="another")
        assert somebody.token() == "second"

    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            ({"error_codes": [50013]}, NotSignedInError),
            ({"error_codes": [7000222]}, AppRefusedError),
            ({"error": "interaction_required"}, AskPersonError),
            ({"suberror": "consent_required"}, AskPersonError),
        ],
    )
    def test_refusals(self, somebody, answer, error):
        somebody.answers({"error": "invalid_grant", **answer}, 400)
        with pytest.raises(error):
            somebody.token()


class Somebody:
    def __init__(self):
        self.entra = Entra()
        self.hub = TabHub()
        self.actor = self.hub.person()
        tenant = replace(self.hub.tenant, tenant=TID)
        self.user = TeamsUser(tenant=tenant, object_id=entra.OID, token="of the tab")
        with self.hub.storage.platform() as platform:
            platform.teams_tenants.save_secret(self.hub.tenant.id, "the-secret")
        self.on_behalf = OnBehalf(
            self.hub.storage, self.entra.clock, self.entra.http, self.entra.origin
        )

    def gives(self, token):
        who = {"uid": self.user.object_id, "utid": TID}
        client_info = urlsafe_b64encode(json.dumps(who).encode()).decode()
        lasting = {"token_type": "Bearer", "expires_in": 3600, "client_info": client_info}
        self.answers({"access_token": token, "scope": SCOPES[0], **lasting})

    def answers(self, told, status=200):
        body = json.dumps(told).encode()
        self.entra.http.then(self.entra.token_url, body, status=status)

    def token(self):
        return self.on_behalf.token(self.user, self.actor.person_id, SCOPES)


class TestMailbox:
    @pytest.mark.parametrize(
        ("told", "zone"),
        [
            ({"timeZone": "W. Europe Standard Time"}, "Europe/Berlin"),
            ({"timeZone": "Asia/Kolkata"}, "Asia/Kolkata"),
            ({"timeZone": "Customized Time Zone"}, ""),
            ({"timeZone": 7}, ""),
            ({}, ""),
        ],
    )
    def test_zones_are_named_as_everywhere(self, told, zone):
        http = FakeOutbound()
        http.answer(MAILBOX, json.dumps(told).encode())
        assert time_zone(http, GRAPH, "token") == zone
        ((_, _, _, headers),) = http.calls
        assert headers["Authorization"] == "Bearer token"

    @pytest.mark.parametrize(("body", "status"), [(b"[]", 200), (b"{}", 404), (b"x", 200)])
    def test_somebody_without_a_mailbox(self, body, status):
        http = FakeOutbound()
        http.answer(MAILBOX, body, status)
        with pytest.raises(UnavailableError):
            time_zone(http, GRAPH, "token")
