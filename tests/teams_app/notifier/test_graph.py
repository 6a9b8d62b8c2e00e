"""Installing the app for people, and their activity feed."""

import json
from datetime import timedelta

import pytest

from core.domain.teams_delivery import Purpose
from core.errors import UnavailableError
from core.ports.messenger import FeedItem, Opened, Refused, Sent, Throttled, Unsure
from teams_app.entra_refusals import AppRefusedError
from teams_app.notifier.activity_types import ACTIVITY_TYPES
from teams_app.notifier.feed import GraphFeed
from teams_app.notifier.graph_calls import GraphCalls
from teams_app.notifier.installations import SERVICE_URL, GraphInstaller
from tests.fakes.outbound import FakeOutbound
from tests.teams_app.bot.partner import teams_tenant

GRAPH = "https://graph.microsoft.com"
V1 = f"{GRAPH}/v1.0"
TENANT = teams_tenant()
APPS = f"{V1}/users/oid%2F1/teamwork/installedApps"
CATALOG = f"{V1}/appCatalogs/teamsApps?$filter=externalId%20eq%20%27{TENANT.app_id}%27"
LIST = f"{APPS}?$expand=teamsApp&$filter=teamsApp/externalId%20eq%20%27{TENANT.app_id}%27"
FEED = f"{V1}/users/oid/teamwork/sendActivityNotification"
ITEM = FeedItem(purpose=Purpose.REQUEST, topic="News", preview="Ä" * 200, page="/app/requests")


class Tokens:
    error = None

    def app_token(self, tenant, scope):
        assert (tenant.id, scope) == (TENANT.id, f"{GRAPH}/.default")
        if self.error:
            raise self.error
        return "graph-token"


@pytest.fixture
def http():
    http = FakeOutbound()
    http.answer(CATALOG, json.dumps({"value": [{"id": "cat"}]}).encode())
    http.answer(APPS, status=201, method="POST")
    return http


@pytest.fixture
def tokens():
    return Tokens()


@pytest.fixture
def installer(http, tokens):
    return GraphInstaller(GraphCalls(http, tokens, GRAPH))


@pytest.fixture
def feed(http, tokens):
    return GraphFeed(GraphCalls(http, tokens, GRAPH), "https://hub.example.edu")


def posted(http):
    return [json.loads(body) for method, _, body, _ in http.calls if method == "POST"]


class TestInstalling:
    def test_the_catalogue_is_asked_once(self, http, installer):
        assert installer.install(TENANT, "oid/1") == Opened()
        assert installer.install(TENANT, "oid/1") == Opened()
        assert posted(http) == [{"teamsApp@odata.bind": f"{V1}/appCatalogs/teamsApps/cat"}] * 2
        assert [url for method, url, _, _ in http.calls if method == "GET"] == [CATALOG]
        assert all(call[3]["Authorization"] == "Bearer graph-token" for call in http.calls)

    def test_a_known_id_needs_no_catalogue(self, http, installer):
        known = teams_tenant(catalog_app_id="known")
        installer.install(known, "oid/1")
        assert posted(http) == [{"teamsApp@odata.bind": f"{V1}/appCatalogs/teamsApps/known"}]

    def test_where_it_is_installed_its_chat_is_asked_for(self, http, installer):
        http.answer(APPS, status=409, method="POST")
        http.answer(LIST, json.dumps({"value": [{"id": "i=="}]}).encode())
        http.answer(f"{APPS}/i%3D%3D/chat", b'{"id": "19:x@unq.gbl.spaces"}')
        opened = Opened("19:x@unq.gbl.spaces", SERVICE_URL)
        assert installer.install(TENANT, "oid/1") == opened

    @pytest.mark.parametrize(
        ("apps", "chat"),
        [(b"{}", b"{}"), (b'{"value": [{"id": "i"}]}', b"no json"), (b'{"value": [7]}', b"{}")],
    )
    def test_or_there_is_none_yet(self, http, installer, apps, chat):
        http.answer(APPS, status=409, method="POST")
        http.answer(LIST, apps)
        http.answer(f"{APPS}/i/chat", chat)
        assert installer.install(TENANT, "oid/1") == Opened()

    @pytest.mark.parametrize(
        ("status", "body", "headers", "opening"),
        [
            (403, b'{"error": {"code": "Forbidden"}}', {}, Refused("Forbidden")),
            (404, b"[]", {}, Refused("http_404")),
            (400, b'{"error": "?"}', {}, Refused("http_400")),
            (
                429,
                b"",
                {"retry-after": "9"},
                Throttled(timedelta(seconds=9), everything=False),
            ),
            (503, b"", {}, Throttled(timedelta(seconds=30), everything=False)),
            (
                503,
                b"",
                {"retry-after": "99999999999"},
                Throttled(timedelta(hours=1), everything=False),
            ),
        ],
    )
    def test_refusals(self, http, installer, status, body, headers, opening):
        http.answer(APPS, body, status, headers, method="POST")
        assert installer.install(TENANT, "oid/1") == opening

    def test_the_app_is_not_in_the_catalogue(self, http, installer):
        http.answer(CATALOG, b'{"value": [{}]}')
        assert installer.install(TENANT, "oid/1") == Refused("AppNotInCatalog")
        http.answer(CATALOG, status=403)
        assert installer.install(TENANT, "oid/1") == Refused("http_403")
        assert posted(http) == []

    @pytest.mark.parametrize(
        ("error", "reason"),
        [(AppRefusedError("No."), "app_refused"), (UnavailableError("No."), "no_sign_in")],
    )
    def test_without_a_token(self, installer, tokens, error, reason):
        tokens.error = error
        opening = installer.install(TENANT, "oid/1")
        assert (type(opening), opening.reason) == (Throttled, reason)


class TestTheFeed:
    def test_an_entry_leads_into_teams(self, http, feed):
        http.answer(FEED, status=204)
        assert feed.notify(TENANT, "oid", ITEM) == Sent()
        (entry,) = posted(http)
        assert entry["activityType"] == ACTIVITY_TYPES[Purpose.REQUEST].name
        assert entry["previewText"] == {"content": "Ä" * 150}
        assert entry["topic"]["source"] == "text"
        assert entry["topic"]["webUrl"].startswith("https://teams.microsoft.com/l/entity/")

    @pytest.mark.parametrize(
        ("status", "body", "outcome"),
        [
            (403, b'{"error": {"code": "Forbidden"}}', Refused("Forbidden")),
            (429, b"", Throttled(timedelta(seconds=30), everything=False)),
            (502, b"", Unsure()),
            (200, UnavailableError("No answer."), Unsure()),
        ],
    )
    def test_refusals(self, http, feed, status, body, outcome):
        http.answer(FEED, body, status)
        assert feed.notify(TENANT, "oid", ITEM) == outcome

    def test_without_a_token_nothing_was_sent(self, http, feed, tokens):
        tokens.error = AppRefusedError("No.")
        outcome = feed.notify(TENANT, "oid", ITEM)
        assert (type(outcome), outcome.reason) == (Throttled, "app_refused")
        assert http.calls == []
