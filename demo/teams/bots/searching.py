"""The app's message extension: searching where messages are written, and links that become cards.

Docs: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/what-are-messaging-extensions
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from demo.teams.app import Search
from demo.teams.bots.channel import Answered
from demo.teams.bots.talking import CARD, Talking
from demo.teams.tenant import Employee

MOST = 25
"""Results that are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Something found.

    Attributes:
        title, text: in the list of results.
        card: that is put into the message.
    """

    title: str
    text: str
    card: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An answer.

    Attributes:
        said: words of the app instead of results, may be empty.
    """

    results: Sequence[Result] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Searching:
    """Asks the app."""

    talking: Talking

    def search(self, who: Employee, locale: str, search: Search, text: str) -> Found:
        """Search; without a text, for what is shown first."""
        first = {"name": "initialRun", "value": "true"}
        asked = {"name": search.parameter, "value": text} if text else first
        value = {
            "commandId": search.command,
            "parameters": [asked],
            "queryOptions": {"skip": 0, "count": MOST},
        }
        return _found(self.talking.ask(who, locale, "composeExtension/query", value))

    def unfurl(self, who: Employee, locale: str, url: str, hosts: Sequence[str]) -> Found:
        """The card of a link, if the app turns links of that host into cards."""
        if urlsplit(url).netloc not in hosts:
            return Found()
        return _found(self.talking.ask(who, locale, "composeExtension/queryLink", {"url": url}))


def _found(answered: Answered) -> Found:
    told = (answered.body or {}).get("composeExtension") or {}
    if told.get("type") == "message":
        return Found(said=str(told.get("text", "")))
    shown = [one for one in told.get("attachments", ()) if one.get("contentType") == CARD]
    return Found(results=[_result(one) for one in shown])


def _result(attachment: Mapping[str, Any]) -> Result:
    preview = (attachment.get("preview") or {}).get("content") or {}
    return Result(
        title=str(preview.get("title", "")),
        text=str(preview.get("text") or preview.get("subtitle") or ""),
        card=attachment["content"],
    )
