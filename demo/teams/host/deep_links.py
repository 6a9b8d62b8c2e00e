"""Links into Teams: which page of the stand-in they lead to.

Docs: https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-links
"""

import json
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from demo.teams.tenant import APP_ID, BOT_ID, CATALOG_APP_ID

HOSTS = frozenset({"teams.microsoft.com", "teams.cloud.microsoft"})
CHAT = "conversations"
"""Stands for the chat where a tab's id stands."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads.

    Attributes:
        entity: id of a tab, or CHAT.
        sub: what is meant in it.
    """

    entity: str
    sub: str = ""


def target(link: str) -> Target | None:
    """Where a link leads; None if nowhere in this app."""
    parts = urlsplit(link.strip())
    steps = [step for step in parts.path.split("/") if step]
    if parts.scheme != "https" or parts.hostname not in HOSTS or steps[:1] != ["l"]:
        return None
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if steps[1:2] == ["chat"]:
        return Target(CHAT) if BOT_ID in asked.get("users", "") else None
    if steps[1:2] != ["entity"] or len(steps) < 4:  # noqa: PLR2004 - /l/entity/app/tab
        return None
    if steps[2] not in {APP_ID, CATALOG_APP_ID}:
        return None
    return Target(steps[3], _sub(asked.get("context", "")))


def _sub(context: str) -> str:
    try:
        told = json.loads(context or "{}")
    except ValueError:
        return ""
    return str(told.get("subEntityId") or "") if isinstance(told, dict) else ""
