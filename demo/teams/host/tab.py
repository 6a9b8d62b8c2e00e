"""What a tab is told: its address with values filled in, and the context TeamsJS asks for.

Docs: https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/access-teams-context
"""

import re
from typing import Any
from urllib.parse import quote

from demo.looks import Looks
from demo.teams.bots.activities import LOCALES
from demo.teams.host.channels import GROUP_ID, TEAM_ID, TEAM_NAME, Channel
from demo.teams.tenant import TENANT, Employee

THEMES = {"light": "default", "dark": "dark", "contrast": "contrast"}
"""Of the campus -> of Teams."""


def context(
    who: Employee, looks: Looks, *, entity: str, sub: str = "", channel: Channel | None = None
) -> dict[str, Any]:
    """The answer to `getContext`.

    Args:
        who: looks at it.
        looks: language and theme.
        entity: id of the tab.
        sub: what a link leads to in it.
        channel: where it is; None for a personal tab.
    """
    told = {
        "entityId": entity,
        "subEntityId": sub,
        "locale": LOCALES[looks.locale].lower(),
        "theme": THEMES[looks.theme],
        "tid": TENANT,
        "userObjectId": who.object_id,
        "loginHint": who.person.email,
        "userPrincipalName": who.person.email,
        "userDisplayName": who.person.name,
        "hostName": "Teams",
        "hostClientType": "web",
    }
    if channel is not None:
        told |= {
            "channelId": channel.id,
            "channelName": channel.name,
            "channelType": channel.kind,
            "teamId": TEAM_ID,
            "teamName": TEAM_NAME,
            "groupId": GROUP_ID,
            "hostTeamGroupId": GROUP_ID,
            "hostTeamTenantId": channel.owner,
        }
    return told


def filled(url: str, known: dict[str, Any]) -> str:
    """An address of a manifest with `{app.theme}` and the like replaced.

    Args:
        url: may have placeholders; those that are not known become empty.
        known: the context.
    """
    values = {
        "app.locale": known["locale"],
        "app.theme": known["theme"],
        "app.host.name": known["hostName"],
        "page.id": known["entityId"],
        "page.subPageId": known["subEntityId"],
        "user.id": known["userObjectId"],
        "user.loginHint": known["loginHint"],
        "user.tenant.id": known["tid"],
        "team.groupId": known.get("groupId", ""),
        "channel.id": known.get("channelId", ""),
    }
    old = {"locale": "app.locale", "theme": "app.theme", "entityId": "page.id"}

    def value(found: re.Match[str]) -> str:
        return quote(str(values.get(old.get(found[1], found[1]), "")), safe="")

    return re.sub(r"\{([\w.]+)\}", value, url)
