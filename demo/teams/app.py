"""The app as Teams knows it from its manifest: tabs, commands, and where its pages are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo.teams.places import Places
from demo.teams.tenant import APP_ID

Package = Mapping[str, bytes]
"""Name -> content of the files in an app package."""


@dataclass(frozen=True, slots=True)
class TabPlace:
    """A personal tab.

    Attributes:
        entity: its id.
        url: of its content, with placeholders.
    """

    entity: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Search:
    """A search that the app offers where messages are written.

    Attributes:
        command: its id.
        parameter: name of the text that is searched for.
    """

    command: str
    title: str
    parameter: str


@dataclass(frozen=True, slots=True)
class TeamsApp:
    """What a manifest says.

    Attributes:
        id: the manifest's.
        tabs: personal ones.
        configuration: where a channel's tab is configured; empty if there is none.
        commands: that the bot suggests in a personal chat.
        searches: of its message extension.
        unfurled: hosts whose links it turns into cards.
        version: of the package.
    """

    id: str
    tabs: Sequence[TabPlace]
    configuration: str
    commands: Sequence[str]
    searches: Sequence[Search] = ()
    unfurled: Sequence[str] = ()
    version: str = "1.0.0"

    def tab(self, entity: str) -> TabPlace | None:
        """The tab with that id, if any; the first one for no id."""
        if not entity:
            return self.tabs[0] if self.tabs else None
        return next((tab for tab in self.tabs if tab.entity == entity), None)


def app_of(package: Package, locale: str) -> TeamsApp:
    """What the app is to somebody of a language.

    Args:
        package: the files of the app package, such as "manifest.json".
        locale: whose file replaces texts of the manifest, where there is one.
    """
    manifest = json.loads(package["manifest.json"])
    texts = json.loads(package.get(_language_file(manifest, locale), b"{}"))
    tabs = [
        TabPlace(tab["entityId"], texts.get(f"staticTabs[{at}].name", tab["name"]), url)
        for at, tab in enumerate(manifest.get("staticTabs", ()))
        if (url := tab.get("contentUrl"))
    ]
    configurable = manifest.get("configurableTabs") or [{}]
    url = configurable[0].get("configurationUrl", "")
    return TeamsApp(
        manifest["id"],
        tabs,
        url,
        _commands(manifest, texts),
        _searches(manifest, texts),
        _unfurled(manifest),
        manifest["version"],
    )


def _language_file(manifest: Mapping[str, Any], locale: str) -> str:
    told = manifest.get("localizationInfo", {}).get("additionalLanguages", ())
    return next((one["file"] for one in told if one["languageTag"] == locale), "")


def _commands(manifest: Mapping[str, Any], texts: Mapping[str, str]) -> list[str]:
    lists = (manifest.get("bots") or [{}])[0].get("commandLists", ())
    return [
        texts.get(f"bots[0].commandLists[{place}].commands[{at}].title", command["title"])
        for place, listed in enumerate(lists)
        if "personal" in listed["scopes"]
        for at, command in enumerate(listed["commands"])
    ]


def _searches(manifest: Mapping[str, Any], texts: Mapping[str, str]) -> list[Search]:
    extension = (manifest.get("composeExtensions") or [{}])[0]
    return [
        Search(
            command["id"],
            texts.get(f"composeExtensions[0].commands[{at}].title", command["title"]),
            command["parameters"][0]["name"],
        )
        for at, command in enumerate(extension.get("commands", ()))
        if command.get("type", "query") == "query"
    ]


def _unfurled(manifest: Mapping[str, Any]) -> list[str]:
    extension = (manifest.get("composeExtensions") or [{}])[0]
    return [
        domain
        for handler in extension.get("messageHandlers", ())
        for domain in handler["value"]["domains"]
    ]


def usual_app(places: Places) -> TeamsApp:
    """What is assumed when no package is given."""
    return TeamsApp(
        APP_ID,
        (TabPlace("home", "Mentoring", f"{places.tool}/teams/tab?theme={{app.theme}}"),),
        f"{places.tool}/teams/configure",
        ("Help", "Find a mentor", "My match", "Next meeting", "Pause"),
    )
