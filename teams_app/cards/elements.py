"""Builders for the elements of Adaptive Cards 1.5 that we use, each complete for screen readers.

Teams reads a subset of Markdown in texts, so whatever people wrote is escaped before it comes here
(words.py). Every input has a label, every text wraps.

https://adaptivecards.io/explorer/ and
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

Element = dict[str, Any]
VERSION = "1.5"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
Pairs = Sequence[tuple[str, str]]


def text(words: str, *, subtle: bool = False, strong: bool = False) -> Element:
    """A paragraph."""
    element: Element = {"type": "TextBlock", "text": words, "wrap": True}
    if subtle:
        element |= {"isSubtle": True, "spacing": "Small"}
    return element | ({"weight": "Bolder"} if strong else {})


def heading(words: str) -> Element:
    """The title of a card, also for screen readers."""
    return {**text(words), "size": "Large", "weight": "Bolder", "style": "heading"}


def facts(pairs: Pairs) -> Element:
    """Names and what is to be said of them; those without anything are left out."""
    told = [{"title": name, "value": value} for name, value in pairs if value]
    return {"type": "FactSet", "facts": told}


def bullets(lines: Sequence[str]) -> Element:
    """A list."""
    return text("\n".join(f"- {line}" for line in lines))


def group(items: Sequence[Element], *, name: str = "", shown: bool = True) -> Element:
    """Elements together, set apart from what is above; a name lets a button show and hide them."""
    made: Element = {"type": "Container", "separator": True, "items": list(items)}
    return made | ({"id": name, "isVisible": shown} if name else {})


def asked(
    name: str,
    label: str,
    *,
    most: int,
    needed: str = "",
    hint: str = "",
) -> Element:
    """A field for some lines of text.

    Args:
        name: what its value is called in the data of an action.
        label: what is asked.
        most: characters.
        needed: what is said if it is empty; empty where it may be.
        hint: inside the empty field.
    """
    element = {
        "type": "Input.Text",
        "id": name,
        "label": label,
        "isMultiline": True,
        "maxLength": most,
    }
    return element | ({"placeholder": hint} if hint else {}) | _needed(needed)


def choice(
    name: str,
    label: str,
    options: Pairs,
    *,
    chosen: str = "",
    needed: str = "",
    spread: bool = False,
) -> Element:
    """One of several.

    Args:
        name: what its value is called in the data of an action.
        label: what is asked.
        options: value and words of each.
        chosen: the value at first.
        needed: what is said if nothing is chosen; empty where that is fine.
        spread: whether all are shown at once.
    """
    element: Element = {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "style": "expanded" if spread else "compact",
        "wrap": True,
        "choices": [{"title": words, "value": value} for value, words in options],
    }
    return element | ({"value": chosen} if chosen else {}) | _needed(needed)


def day(name: str, label: str, *, now: date, needed: str, latest: date | None = None) -> Element:
    """A day."""
    element: Element = {"type": "Input.Date", "id": name, "label": label, "value": now.isoformat()}
    return element | ({"max": latest.isoformat()} if latest else {}) | _needed(needed)


def number(name: str, label: str, *, now: int, least: int, most: int, needed: str) -> Element:
    """A whole number."""
    element: Element = {"type": "Input.Number", "id": name, "label": label, "value": now}
    return element | {"min": least, "max": most} | _needed(needed)


def execute(
    verb: str, title: str, data: Mapping[str, str], *, main: bool = False, inputs: bool = True
) -> Element:
    """A button that asks the bot; hosts without universal actions send the same as a message.

    Args:
        verb: one of verbs.Verb.
        title: on the button.
        data: ids that the bot needs to know what it is about.
        main: whether it is the main one.
        inputs: whether the fields of the card are sent along and checked.
    """
    sent = {**data, "verb": verb}
    told: Element = {"title": title, "associatedInputs": "auto" if inputs else "none"}
    told |= {"style": "positive"} if main else {}
    submit = {"type": "Action.Submit", **told, "data": sent}
    return {"type": "Action.Execute", "verb": verb, **told, "data": sent, "fallback": submit}


def buttons(actions: Sequence[Element]) -> Element:
    """Buttons in the middle of a card, beside what they are about."""
    return {"type": "ActionSet", "actions": list(actions)}


def open_url(title: str, url: str) -> Element:
    """A button that opens an address."""
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def show(title: str, body: Sequence[Element], actions: Sequence[Element]) -> Element:
    """A button that opens more of the card."""
    inner = {"type": "AdaptiveCard", "body": list(body), "actions": list(actions)}
    return {"type": "Action.ShowCard", "title": title, "card": inner}


def toggle(title: str, name: str) -> Element:
    """A button that shows or hides a group."""
    return {"type": "Action.ToggleVisibility", "title": title, "targetElements": [name]}


def card(
    body: Sequence[Element],
    actions: Sequence[Element] = (),
    *,
    summary: str,
    refresh: Element | None = None,
) -> Element:
    """A card.

    Args:
        body: what it shows.
        actions: its buttons.
        summary: what is said instead where cards are not shown.
        refresh: the execute action that brings its newest form.
    """
    made: Element = {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": VERSION,
        "fallbackText": summary,
        "body": list(body),
    }
    if actions:
        made["actions"] = list(actions)
    if refresh is not None:
        # Read-only, and only the reader's own client asks; no user ids: chats have two members.
        made["refresh"] = {"action": {k: v for k, v in refresh.items() if k != "fallback"}}
    return made


def _needed(words: str) -> Element:
    return {"isRequired": True, "errorMessage": words} if words else {}
