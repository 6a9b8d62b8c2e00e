"""Graph as the app calls it; tabs, channels and manifests as the host shows them."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from demo.addresses import Addresses
from demo.app import create_campus
from demo.looks import Looks
from demo.teams.app import app_of
from demo.teams.bots.channel import NO_ANSWER
from demo.teams.bots.posting import post
from demo.teams.host.channels import CHANNELS, PARTNER_TENANT
from demo.teams.host.tab import context, filled
from demo.teams.tenant import APP_ID, CATALOG_APP_ID, CLIENT_ID, TENANT, employee

GRAPH = "https://graph.microsoft.com"
API = "/graph/v1.0"


@pytest.fixture
def app_may(tenant):
    return tenant.app_token(GRAPH)


def told(tenant, path, headers, status=200):
    answer = tenant.client.get(API + path, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json


def test_people_are_read_by_the_app_and_by_themselves(tenant, app_may):
    amina = employee("amina-yildiz")
    assert told(tenant, f"/users/{amina.object_id}", app_may)["mail"] == amina.person.email
    mailbox = told(tenant, f"/users/{amina.person.email}/mailboxSettings", app_may)
    assert (mailbox["timeZone"], mailbox["language"]["locale"]) == (
        "W. Europe Standard Time",
        "en-US",
    )
    told(tenant, "/users/unknown", app_may, 404)
    told(tenant, "/me", app_may, 403)
    told(tenant, "/me", {}, 401)
    scopes = ("User.Read", "MailboxSettings.Read")
    own = tenant.here.tokens.delegated(amina, scopes)
    mine = {"Authorization": f"Bearer {own}"}
    assert told(tenant, "/me", mine)["id"] == amina.object_id
    assert told(tenant, "/me/mailboxSettings", mine)["workingHours"]["startTime"][:5] == "08:00"
    told(tenant, "/users/unknown", mine, 403)


def test_the_app_is_found_and_installed_for_people(tenant, app_may):
    amina = employee("amina-yildiz")
    (app,) = told(tenant, f"/appCatalogs/teamsApps?$filter=externalId eq '{APP_ID}'", app_may)[
        "value"
    ]
    assert app["id"] == CATALOG_APP_ID
    expanded = told(tenant, "/appCatalogs/teamsApps?$expand=appDefinitions", app_may)["value"][0]
    assert expanded["appDefinitions"][0]["version"] == "1.0.0"
    registered = told(tenant, f"/applications(appId='{CLIENT_ID}')", app_may)
    assert registered["identifierUris"] == [f"api://localhost:8000/botid-{CLIENT_ID}"]
    told(tenant, "/applications(appId='other')", app_may, 404)
    other = "/appCatalogs/teamsApps?$filter=externalId eq 'x'"
    assert told(tenant, other, app_may)["value"] == []
    path = f"/users/{amina.object_id}/teamwork/installedApps"
    assert told(tenant, path, app_may)["value"] == []

    def install(app_id):
        bound = {"teamsApp@odata.bind": f"{GRAPH}/v1.0/appCatalogs/teamsApps/{app_id}"}
        return tenant.client.post(API + path, json=bound, headers=app_may).status_code

    assert install("unknown") == 404
    assert install(CATALOG_APP_ID) == 201
    assert install(CATALOG_APP_ID) == 409
    assert [one["type"] for one in tenant.bot.told] == ["installationUpdate", "conversationUpdate"]
    (there,) = told(tenant, path, app_may)["value"]
    assert told(tenant, f"{path}/{there['id']}/chat", app_may)["id"] == amina.chat_id
    told(tenant, f"{path}/unknown/chat", app_may, 404)


def test_the_activity_feed_shows_what_the_app_says(tenant, app_may):
    amina = employee("amina-yildiz")
    path = f"{API}/users/{amina.object_id}/teamwork/sendActivityNotification"
    link = f"https://teams.microsoft.com/l/entity/{APP_ID}/home"
    asked = {
        "topic": {"source": "text", "value": "Mentoring", "webUrl": link},
        "activityType": "requestAccepted",
        "previewText": {"content": "Henrik accepted " + "x" * 200},
    }

    def notify(body):
        return tenant.client.post(path, json=body, headers=app_may).status_code

    assert notify(asked) == 403
    assert "Nothing has happened yet" in tenant.client.get("/teams/amina-yildiz/activity").text
    tenant.installed()
    assert notify({**asked, "topic": {"source": "text"}}) == 400
    assert notify(asked) == 204
    page = tenant.client.get("/teams/amina-yildiz/activity").text
    assert "Henrik accepted" in page
    (shown,) = tenant.here.feed.of(amina.object_id)
    assert (shown.kind, len(shown.preview)) == ("requestAccepted", 150)


def test_a_channel_gets_the_tab_that_the_app_configured(tenant):
    channel = "/teams/henrik-voss/channels/partners"
    assert "no tab yet" in tenant.client.get(channel).text
    settings = {"entityId": "program-1", "contentUrl": "http://localhost:8000/teams/tab?p=1"}
    kept = tenant.client.post(f"{channel}/configure", data={"settings": json.dumps(settings)})
    assert kept.location == channel
    page = tenant.client.get(channel).text
    assert 'src="http://localhost:8000/teams/tab?p=1"' in page
    assert PARTNER_TENANT in page


def test_placeholders_of_addresses_are_filled():
    amina, looks = employee("amina-yildiz"), Looks("de", "contrast")
    known = context(amina, looks, entity="home", sub="a/b", channel=CHANNELS["general"])
    url = "https://x/{locale}/{app.theme}?u={user.loginHint}&t={user.tenant.id}&s={page.subPageId}"
    assert filled(url, known) == (
        f"https://x/de-de/contrast?u=amina.yildiz%40fjordwerk.example&t={TENANT}&s=a%2Fb"
    )
    assert filled("{team.groupId}{unknown}", {**known, "groupId": ""}) == ""


def test_a_package_says_what_the_app_has_in_each_language():
    manifest = {
        "id": "m1",
        "version": "1.2.0",
        "staticTabs": [
            {"entityId": "home", "name": "Home", "contentUrl": "https://x/tab"},
            {"entityId": "conversations"},
        ],
        "configurableTabs": [{"configurationUrl": "https://x/configure"}],
        "bots": [
            {
                "commandLists": [
                    {"scopes": ["team"], "commands": [{"title": "Other"}]},
                    {"scopes": ["personal"], "commands": [{"title": "Help"}]},
                ]
            }
        ],
        "localizationInfo": {"additionalLanguages": [{"languageTag": "de", "file": "de.json"}]},
    }
    german = {"staticTabs[0].name": "Start", "bots[0].commandLists[1].commands[0].title": "Hilfe"}
    package = {"manifest.json": json.dumps(manifest), "de.json": json.dumps(german)}
    app = app_of(package, "en")
    assert (app.id, app.configuration, app.commands) == ("m1", "https://x/configure", ["Help"])
    assert app.tab("").name == app.tab("home").name == "Home"
    assert app.tab("conversations") is None
    translated = app_of(package, "de")
    assert (translated.tab("home").name, translated.commands) == ("Start", ["Hilfe"])
    bare = app_of({"manifest.json": json.dumps({"id": "m2", "version": "1.2.0"})}, "de")
    assert (bare.tab(""), bare.configuration, bare.commands) == (None, "", [])


def test_the_host_shows_the_app_of_the_package(keys):
    manifest = {
        "id": "m1",
        "version": "1.2.0",
        "staticTabs": [{"entityId": "one", "name": "Our tab", "contentUrl": "https://x/tab"}],
    }
    package = {"manifest.json": json.dumps(manifest).encode()}
    client = create_campus(Addresses(folder=keys), package).test_client()
    page = client.get("/teams/amina-yildiz/tab").text
    assert 'src="https://x/tab"' in page
    assert "Our tab" in page


class Echo(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(202)
        self.end_headers()
        self.wfile.write(self.headers["Authorization"].encode() + b" " + body)

    def log_message(self, *_args):
        return None


def test_activities_are_posted_once_and_silence_is_no_answer():
    server = HTTPServer(("localhost", 0), Echo)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    url = f"http://localhost:{server.server_port}/api/messages"
    assert post(url, b"hello", {"Authorization": "Bearer x"}) == (202, b"Bearer x hello")
    thread.join()
    server.server_close()
    assert post(url, b"hello", {}) == (NO_ANSWER, b"")


def test_the_first_page_and_links_to_nowhere(tenant):
    assert "Amina" in tenant.client.get("/teams/").text
    assert tenant.client.get("/teams/amina-yildiz/channels").status_code == 200
    page = tenant.client.get("/teams/amina-yildiz/channels/general/configure").text
    assert 'src="http://localhost:8000/teams/configure"' in page
    assert 'data-frame="settings"' in page
