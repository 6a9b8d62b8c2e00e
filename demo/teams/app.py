"""The app as Teams knows it from its manifest: tabs, commands, and where its pages are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo.teams.places import Places
from demo.teams.tenant import APP_ID


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
class TeamsApp:
    """What a manifest says.

    Attributes:
        id: the manifest's.
        tabs: personal ones.
        configuration: where a channel's tab is configured; empty if there is none.
        commands: that the bot suggests in a personal chat.
    """

    id: str
    tabs: Sequence[TabPlace]
    configuration: str
    commands: Sequence[str]

    def tab(self, entity: str) -> TabPlace | None:
        """The tab with that id, if any; the first one for no id."""
        if not entity:
            return self.tabs[0] if self.tabs else None
        return next((tab for tab in self.tabs if tab.entity == entity), None)


def app_of(manifest: Mapping[str, Any]) -> TeamsApp:
    """Read a manifest."""
    tabs = [
        TabPlace(tab["entityId"], tab["name"], tab["contentUrl"])
        for tab in manifest.get("staticTabs", ())
        if "contentUrl" in tab
    ]
    configurable = manifest.get("configurableTabs") or [{}]
    commands = [
        command["title"]
        for bot in manifest.get("bots", ())
        for listed in bot.get("commandLists", ())
        if "personal" in listed.get("scopes", ())
        for command in listed.get("commands", ())
    ]
    return TeamsApp(manifest["id"], tabs, configurable[0].get("configurationUrl", ""), commands)


def usual_app(places: Places) -> TeamsApp:
    """What is assumed when no manifest is given."""
    return TeamsApp(
        APP_ID,
        (TabPlace("home", "Mentoring", f"{places.tool}/teams/tab?theme={{app.theme}}"),),
        f"{places.tool}/teams/configure",
        ("Help", "Find a mentor", "My match", "Next meeting", "Pause"),
    )
