"""The manifest and its languages, held against Microsoft's own schemas."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from jsonschema import Draft4Validator

from teams_app.dialog.commands import COMMANDS
from teams_app.notifier.activity_types import ACTIVITY_TYPES
from teams_app.places import OWN_TABS, application_id_uri
from web.surface import LOCALES

from .packages import APP, CLIENT, PUBLIC, files

SCHEMAS = Path(__file__).parent / "schemas"


def problems(schema, content):
    validator = Draft4Validator(json.loads((SCHEMAS / schema).read_text()))
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(content)]


@pytest.fixture(scope="module")
def package():
    return files()


@pytest.fixture(scope="module")
def manifest(package):
    return json.loads(package["manifest.json"])


class TestSchema:
    @pytest.mark.parametrize("version", ["1.25", "1.30"])
    def test_takes_the_manifest(self, manifest, version):
        told = {**manifest, "manifestVersion": version}
        assert problems(f"manifest-{version}.schema.json", told) == []

    @pytest.mark.parametrize("locale", LOCALES[1:])
    def test_takes_every_language(self, package, locale):
        language = json.loads(package[f"{locale}.json"])
        assert problems("manifest-1.25.localization.schema.json", language) == []

    def test_would_refuse_another_manifest(self, manifest):
        assert problems("manifest-1.25.schema.json", {**manifest, "name": {"short": "x" * 31}})
        assert problems("manifest-1.25.schema.json", {**manifest, "surprise": 1})


class TestManifest:
    def test_names_the_registration_and_this_hub(self, manifest):
        assert manifest["id"] == APP
        assert manifest["bots"][0]["botId"] == CLIENT
        assert manifest["composeExtensions"][0]["botId"] == CLIENT
        assert manifest["webApplicationInfo"] == {
            "id": CLIENT,
            "resource": f"api://mentoring.example.org/botid-{CLIENT}",
        }
        assert manifest["validDomains"] == ["mentoring.example.org"]
        handler = manifest["composeExtensions"][0]["messageHandlers"][0]
        assert handler["value"]["domains"] == ["mentoring.example.org"]

    def test_shows_our_pages_between_the_chat_and_what_the_app_is(self, manifest):
        tabs = manifest["staticTabs"]
        names = [tab["entityId"] for tab in tabs]
        assert names[:2] == ["home", "conversations"]
        assert names[-1] == "about"
        assert set(names) == {tab.entity_id for tab in OWN_TABS} | {"conversations", "about"}
        url = tabs[0]["contentUrl"]
        assert url.startswith(f"{PUBLIC}/teams/tab?")
        assert parse_qs(urlsplit(url).query)["entity"] == ["home"]
        assert url.endswith("&locale={locale}&theme={theme}")

    def test_offers_every_command_in_a_chat(self, manifest):
        (offered,) = manifest["bots"][0]["commandLists"]
        assert [one["title"] for one in offered["commands"]] == [
            one.title.message for one in COMMANDS
        ]

    def test_declares_every_entry_of_the_feed(self, manifest):
        declared = [kind["type"] for kind in manifest["activities"]["activityTypes"]]
        assert declared == [kind.name for kind in ACTIVITY_TYPES.values()]

    def test_goes_into_channels_and_meetings_too(self, manifest):
        (tab,) = manifest["configurableTabs"]
        assert tab["scopes"] == ["team", "groupChat"]
        assert {"channelTab", "meetingChatTab", "meetingSidePanel"} <= set(tab["context"])
        assert manifest["supportsChannelFeatures"] == "tier1"

    def test_speaks_german(self, package, manifest):
        german = json.loads(package["de.json"])
        assert german["staticTabs[2].name"] == "Mentor:in finden"
        assert german["name.short"] == manifest["name"]["short"]
        assert german["description.full"] != manifest["description"]["full"]


def test_the_application_id_uri_is_in_small_letters():
    told = application_id_uri("https://Mentoring.Example.ORG", CLIENT.upper())
    assert told == f"api://mentoring.example.org/botid-{CLIENT}"
