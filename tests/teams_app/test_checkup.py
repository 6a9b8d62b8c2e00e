"""The check of a tenant says what is wrong and what to do."""

import pytest

from teams_app.checkup import TenantCheckup
from teams_app.package.packages import AppPackages
from teams_app.registration import INSTALL_ROLE, PREAUTHORISED
from teams_app.tab.sso_token import CLIENTS
from tests.fakes.storage import FakeStorage
from web.findings import Verdict

from .packages import CLIENT, PUBLIC, tenant
from .sign_in import (
    CATALOG,
    GRAPH,
    GRAPH_SCOPE,
    REAL,
    Entra,
    app_token,
    catalog_app,
    right_application,
)


class Desk:
    def __init__(self):
        self.entra = Entra()
        self.storage = FakeStorage()
        self.public_url = PUBLIC
        with self.storage.platform() as work:
            work.teams_tenants.save(tenant())
        AppPackages(self.storage, PUBLIC).make(tenant().id)

    def works(self, *roles):
        """Everything is as it should be."""
        self.entra.gives("for-bot", app_token(*roles))
        self.entra.knows(right_application())
        self.entra.lists(catalog_app("1.0.1"))

    def checked(self, **facts):
        with self.storage.platform() as work:
            kept = work.teams_tenants.get(tenant().id)
        known = kept.changed(**facts)
        packages = AppPackages(self.storage, self.public_url)
        checkup = TenantCheckup(
            self.entra.http, REAL, GRAPH, packages, self.public_url, self.entra.clock
        )
        return checkup.examine(known, "the-secret")

    def said(self, verdict, **facts):
        return [
            (str(one.told), str(one.advice or ""))
            for one in self.checked(**facts).findings
            if one.verdict is verdict
        ]


@pytest.fixture
def desk():
    return Desk()


def test_the_clients_to_authorise_are_those_whose_tokens_we_take():
    assert set(PREAUTHORISED) == CLIENTS


class TestAllIsWell:
    def test_everything_is_good(self, desk):
        desk.works()
        checked = desk.checked()
        assert {finding.verdict for finding in checked.findings} == {Verdict.GOOD}
        assert checked.works
        assert checked.catalog_app_id == CATALOG
        assert "The app package 1.0.1 is current." in map(str, (f.told for f in checked.findings))

    def test_it_asks_with_tokens_of_their_own(self, desk):
        desk.works()
        desk.checked()
        scopes = [form["scope"] for form in desk.entra.forms()]
        assert scopes == ["https://api.botframework.com/.default", GRAPH_SCOPE]
        bearers = {call[3]["Authorization"] for call in desk.entra.http.calls if GRAPH in call[1]}
        assert bearers == {f"Bearer {app_token()}"}

    def test_a_token_that_tells_nothing_is_no_harm(self, desk):
        desk.works()
        desk.entra.http.answers.pop(("any", desk.entra.token_url))
        desk.entra.gives("for-bot", "opaque")
        assert desk.checked(installs=True).works


class TestHere:
    def test_switched_off(self, desk):
        desk.works()
        ((told, advice),) = desk.said(Verdict.WARN, enabled=False)
        assert "nobody can come" in told
        assert "Switch it on" in advice

    def test_no_package_yet(self, desk):
        desk.works()
        ((told, _),) = desk.said(Verdict.WARN, package_number=0)
        assert "not downloaded yet" in told

    def test_a_package_that_changed(self, desk):
        desk.works()
        ((told, advice),) = desk.said(Verdict.WARN, package_digest="older")
        assert "has changed" in told
        assert "update the app" in advice

    def test_a_hub_on_plain_http(self, desk):
        desk.works()
        desk.public_url = "http://localhost:8000"
        assert "plain http" in desk.said(Verdict.WARN)[0][0]

    def test_a_package_that_teams_would_not_take(self, desk):
        desk.works()
        told = [told for told, _ in desk.said(Verdict.BAD, app_id="no-guid")]
        assert "id must be an ID in small letters." in told


class TestSignIn:
    @pytest.mark.parametrize(
        ("codes", "words"), [((7000215,), "value of the secret"), ((700016,), "no app with this")]
    )
    def test_the_bot_gets_no_token(self, desk, codes, words):
        desk.entra.refuses(*codes)
        ((told, _),) = desk.said(Verdict.BAD)
        assert words in told
        assert desk.checked().catalog_app_id is None

    def test_there_is_none_for_graph(self, desk):
        desk.entra.gives("for-bot")
        desk.entra.refuses(500011)
        ((told, _),) = desk.said(Verdict.BAD)
        assert "does not know the service" in told

    def test_microsoft_does_not_answer(self, desk):
        desk.entra.http.answers.clear()
        ((told, _),) = desk.said(Verdict.BAD)
        assert "did not answer" in told


class TestRights:
    def test_installing_needs_one(self, desk):
        desk.works()
        ((told, advice),) = desk.said(Verdict.BAD, installs=True)
        assert "may not install itself" in told
        assert INSTALL_ROLE in advice

    def test_with_it(self, desk):
        desk.works(INSTALL_ROLE)
        assert desk.said(Verdict.BAD, installs=True) == []


def without(path):
    application = right_application()
    *parents, name = path
    inner = application
    for parent in parents:
        inner = inner[parent]
    del inner[name]
    return application


class TestRegistration:
    @pytest.mark.parametrize(
        ("path", "told", "advice"),
        [
            (["identifierUris"], "Application ID URI is another", f"botid-{CLIENT}"),
            (["api"], "tokens of version 1", "requestedAccessTokenVersion"),
            (["api", "requestedAccessTokenVersion"], "tokens of version 1", "set"),
            (["api", "oauth2PermissionScopes"], "lacks the scope access_as_user", "Add it"),
            (["api", "preAuthorizedApplications"], "Teams (web) 5e3ce6c0", "Authorized client"),
        ],
    )
    def test_what_is_missing_is_named(self, desk, path, told, advice):
        desk.works()
        desk.entra.knows(without(path))
        found = desk.said(Verdict.BAD)
        assert any(told in one and advice in what for one, what in found), found

    def test_other_clients_are_not_so_bad(self, desk):
        desk.works()
        application = right_application()
        application["api"]["preAuthorizedApplications"].pop()
        desk.entra.knows(application)
        ((told, _),) = desk.said(Verdict.WARN)
        assert "Outlook (mobile)" in told
        assert "Teams" not in told

    def test_nobody_can_consent_without_the_redirect_uri(self, desk):
        desk.works()
        desk.entra.knows(without(["web"]))
        ((told, advice),) = desk.said(Verdict.WARN)
        assert "nobody can consent" in told
        assert f"{PUBLIC}/teams/auth/callback" in advice

    def test_it_may_not_be_read(self, desk):
        desk.works()
        desk.entra.knows({}, status=403)
        ((told, advice),) = desk.said(Verdict.WARN)
        assert "may not read its own registration" in told
        assert "Application.Read.All" in advice

    @pytest.mark.parametrize(
        ("status", "words"), [(404, "knows no such"), (500, "does not answer")]
    )
    def test_it_is_not_there(self, desk, status, words):
        desk.works()
        desk.entra.knows({}, status=status)
        ((told, _),) = desk.said(Verdict.BAD)
        assert words in told


class TestSecret:
    @pytest.mark.parametrize(
        ("credential", "warned"),
        [
            ({"hint": "the", "endDateTime": "2026-03-20T00:00:00Z"}, True),
            ({"hint": "the", "endDateTime": "2026-09-20T00:00:00Z"}, False),
            ({"hint": "abc", "endDateTime": "2026-03-20T00:00:00Z"}, False),
            ({"hint": "the", "endDateTime": "soon"}, False),
            ({"hint": "the", "endDateTime": "2026-03-20"}, False),
            ({"hint": None, "endDateTime": None}, False),
        ],
    )
    def test_its_end_is_told_a_month_before(self, desk, credential, warned):
        desk.works()
        desk.entra.knows({**right_application(), "passwordCredentials": [credential]})
        told = [told for told, _ in desk.said(Verdict.WARN)]
        assert told == (["The client secret ends on 2026-03-20."] if warned else [])


class TestCatalog:
    def test_the_app_is_not_there(self, desk):
        desk.works()
        desk.entra.lists()
        ((told, advice),) = desk.said(Verdict.WARN)
        assert "not in the tenant's app catalogue yet" in told
        assert "Upload" in advice
        assert desk.checked().catalog_app_id == ""

    def test_it_is_an_older_version(self, desk):
        desk.works()
        desk.entra.lists(catalog_app("1.0.0"))
        ((told, _),) = desk.said(Verdict.WARN)
        assert told == "The app catalogue holds version 1.0.0; the newest package is 1.0.1."

    def test_nobody_may_look(self, desk):
        desk.works()
        desk.entra.lists(status=403)
        ((told, advice),) = desk.said(Verdict.WARN)
        assert "may not look" in told
        assert "AppCatalog.Read.All" in advice
        assert desk.checked().catalog_app_id is None

    def test_graph_fails(self, desk):
        desk.works()
        desk.entra.lists(status=503)
        ((told, _),) = desk.said(Verdict.BAD)
        assert "Microsoft Graph does not answer" in told
