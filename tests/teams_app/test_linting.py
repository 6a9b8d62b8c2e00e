"""The linter finds what the schema cannot know."""

import json

import pytest

from teams_app.package.archive import zipped
from teams_app.package.linting import USED, lint
from tools import teams_icons

from .packages import files, spoilt


def said(package, **given):
    return [str(flaw) for flaw in lint(package, **given)]


@pytest.mark.parametrize(
    "public_url", ["https://mentoring.example.org", "https://hub.example.org:8443"]
)
def test_what_we_build_is_flawless(public_url):
    assert said(zipped(files(public_url))) == []


class TestFile:
    def test_that_is_no_zip(self):
        assert said(b"nonsense") == ["The package is no zip file."]

    def test_that_is_huge(self):
        assert said(zipped({**files(), "more": bytes(6 * 1024 * 1024)})) == [
            "The package is too large."
        ]

    @pytest.mark.parametrize("content", [None, b"[]", b"{"])
    def test_without_a_manifest(self, content):
        held = files()
        del held["manifest.json"]
        if content:
            held["manifest.json"] = content
        assert said(zipped(held)) == ["The root of the package must hold a readable manifest.json."]

    def test_that_lacks_something(self):
        held = files()
        del held["color.png"], held["de.json"]
        assert said(zipped(held)) == [
            "color.png is named in the manifest but missing.",
            "de.json is named in the manifest but missing.",
        ]

    def test_that_holds_more(self):
        assert said(zipped({**files(), "notes.txt": b"x"})) == [
            "notes.txt is in the package but not named in the manifest."
        ]

    def test_with_a_language_that_cannot_be_read(self):
        assert said(zipped({**files(), "de.json": b"{"})) == ["de.json is not readable."]


class TestIcons:
    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("color.png", b"GIF89a", "8 bits with alpha"),
            ("color.png", teams_icons.outline(), "192 by 192"),
            ("outline.png", teams_icons.color(), "32 by 32"),
            ("outline.png", teams_icons.color(), "white and nothing else"),
            ("outline.png", teams_icons.color(), "transparent ground"),
        ],
    )
    def test_of_another_kind(self, name, content, words):
        assert any(words in flaw for flaw in said(zipped({**files(), name: content})))

    def test_a_coloured_icon_that_lets_the_ground_through(self):
        flaws = said(zipped({**files(), "color.png": teams_icons.outline()}))
        assert "color.png must be opaque." in flaws


def first_tab(manifest):
    return manifest["staticTabs"][0]


MANIFESTS = {
    "an address without https": (
        lambda m: first_tab(m).update(websiteUrl="http://hub.example"),
        ["http://hub.example must start with https://. Set"],
    ),
    "a tab of another host": (
        lambda m: first_tab(m).update(contentUrl="https://elsewhere.example/tab"),
        ["validDomains must name elsewhere.example."],
    ),
    "a configuration page of another host": (
        lambda m: m["configurableTabs"][0].update(configurationUrl="https://elsewhere.example/"),
        ["validDomains must name elsewhere.example."],
    ),
    "links of another host": (
        lambda m: m["composeExtensions"][0]["messageHandlers"][0]["value"].update(
            domains=["elsewhere.example"]
        ),
        ["validDomains must name elsewhere.example."],
    ),
    "Microsoft's sign-in in the frame": (
        lambda m: m["validDomains"].append("login.microsoftonline.com"),
        ["validDomains must not name login.microsoftonline.com."],
    ),
    "hosts of strangers": (
        lambda m: m["validDomains"].append("*.ngrok.app"),
        ["*.ngrok.app is shared with strangers"],
    ),
    "a whole domain of domains": (
        lambda m: m["validDomains"].append("*.example"),
        ["*.example is shared with strangers"],
    ),
    "a host with its scheme": (
        lambda m: m["validDomains"].append("https://more.example"),
        ["validDomains must name hosts in small letters, not https://more.example."],
    ),
    "a version that is none": (
        lambda m: m.update(version="1.0"),
        ["The version must look like 1.0.0, not 1.0."],
    ),
    "an id in capitals": (
        lambda m: m.update(id=m["id"].replace("9", "A")),
        ["id must be an ID in small letters."],
    ),
    "two registrations": (
        lambda m: m["bots"][0].update(botId=m["id"]),
        ["The bot, its searches and the sign-in must name the same application ID."],
    ),
    "a resource in capitals": (
        lambda m: m["webApplicationInfo"].update(
            resource=m["webApplicationInfo"]["resource"].replace("mentoring", "Mentoring")
        ),
        [
            "webApplicationInfo.resource must be in small letters.",
            "webApplicationInfo.resource must name a host of validDomains.",
        ],
    ),
    "a resource of something else": (
        lambda m: m["webApplicationInfo"].update(resource="api://mentoring.example.org/botid-1"),
        ["webApplicationInfo.resource must end with botid- and the application ID."],
    ),
    "no sign-in": (
        lambda m: m.pop("webApplicationInfo"),
        [
            "webApplicationInfo.resource must name a host of validDomains.",
            "webApplicationInfo.resource must end with botid- and the application ID.",
        ],
    ),
    "two tabs of one name": (
        lambda m: m["staticTabs"][2].update(entityId="home"),
        ["Two tabs are called home."],
    ),
    "a tab without an address": (
        lambda m: [first_tab(m).pop(name) for name in ("contentUrl", "websiteUrl")],
        ["The tab home needs an address, unless Teams fills it."],
    ),
    "a reserved tab with an address": (
        lambda m: m["staticTabs"][1].update(contentUrl="https://mentoring.example.org/chat"),
        ["The tab conversations needs an address, unless Teams fills it."],
    ),
    "an empty text": (
        lambda m: m["description"].update(short=" "),
        ["description.short is empty."],
    ),
    "two commands of one title": (
        lambda m: m["bots"][0]["commandLists"][0]["commands"][1].update(title="find A mentor"),
        ["Two commands are called find a mentor (en)."],
    ),
    "an entry declared twice": (
        lambda m: m["activities"]["activityTypes"].append(
            dict(m["activities"]["activityTypes"][-1])
        ),
        ["The activity type digestReady is declared twice.", "de lacks", "de lacks"],
    ),
    "an entry of another name": (
        lambda m: m["activities"]["activityTypes"][0].update(type="systemDefault"),
        [
            "The activity type systemDefault is reserved.",
            "The activity type systemDefault is declared but never used.",
            "The activity type newsArrived is used but not declared.",
        ],
    ),
    "an entry that shows what nobody supplies": (
        lambda m: m["activities"]["activityTypes"][0].update(templateText="{actor}: {what}"),
        [
            "de has other placeholders in activities.activityTypes[0].templateText",
            "The activity type newsArrived shows what, which nobody supplies.",
        ],
    ),
    "no right to write into the feed": (
        lambda m: m.pop("authorization"),
        ["The manifest must ask for TeamsActivity.Send.User."],
    ),
}


@pytest.mark.parametrize("case", MANIFESTS)
def test_a_manifest_with(case):
    change, expected = MANIFESTS[case]
    flaws = said(spoilt(change))
    assert len(flaws) == len(expected), flaws
    assert all(any(flaw.startswith(words) for flaw in flaws) for words in expected), flaws


LANGUAGES = {
    "a text too few": (lambda t: t.pop("name.short"), "de lacks name.short."),
    "a text too many": (
        lambda t: t.update({"staticTabs[9].name": "x"}),
        "de translates staticTabs[9].name, which the manifest does not have.",
    ),
    "an empty text": (
        lambda t: t.update({"name.full": ""}),
        "de leaves name.full empty.",
    ),
    "two commands of one title": (
        lambda t: t.update({"bots[0].commandLists[0].commands[1].title": "Mentor:in finden"}),
        "Two commands are called mentor:in finden (de).",
    ),
}


@pytest.mark.parametrize("case", LANGUAGES)
def test_a_language_with(case):
    change, expected = LANGUAGES[case]
    assert said(spoilt(change, "de.json")) == [expected]


def test_parameters_have_to_be_supplied():
    def ask(manifest):
        kind = manifest["activities"]["activityTypes"][0]
        kind["templateText"] = "{actor}: {what}"

    held = json.loads(files()["de.json"])
    path = "activities.activityTypes[0].templateText"
    package = spoilt(ask)
    assert f"{path}" in held
    supplied = {**USED, "newsArrived": frozenset({"what"})}
    assert said(package, used=supplied) == [
        f"de has other placeholders in {path} than the manifest."
    ]


def test_a_hub_on_plain_http_is_told_so_once():
    (flaw,) = [one for one in said(zipped(files("http://localhost:8000"))) if "https" in one]
    assert flaw.startswith("http://localhost:8000 must start with https://.")
