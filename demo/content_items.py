"""Content items a tool sends back, read strictly.

Only `ltiResourceLink` is asked for, so nothing else is taken. Kept is what the products keep:
title, text, url, custom, icon and the line item. Dates and window sizes are not.
Spec: https://www.imsglobal.org/spec/lti-dl/v2p0#lti-resource-link
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo.messages import Rules
from demo.refusals import RefusedAnswerError
from demo.tools import Tool

LINE_ITEM_FIELDS = ("scoreMaximum", "label", "resourceId", "tag", "submissionReview")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentItem:
    """A resource link to be.

    Attributes:
        url: its target; the tool's own when it named none.
        icon: address of its picture, may be empty.
        custom: parameters, before substitution.
        line_item: what it asks for in the gradebook; None if nothing.
    """

    title: str
    text: str
    url: str
    icon: str
    custom: Mapping[str, str]
    line_item: Mapping[str, Any] | None


def read_items(told: object, rules: Rules, tool: Tool) -> tuple[ContentItem, ...]:
    """The items of an answer; an absent list is an empty one.

    Raises:
        RefusedAnswerError: says which rule an item breaks.
    """
    items = [] if told is None else told
    if not isinstance(items, list):
        raise RefusedAnswerError("content_items must be a list.")
    if len(items) > 1 and not rules.several:
        raise RefusedAnswerError("Only one item can be chosen here.")
    return tuple(_item(item, rules, tool) for item in items)


def _item(told: object, rules: Rules, tool: Tool) -> ContentItem:
    if not isinstance(told, dict) or told.get("type") != "ltiResourceLink":
        raise RefusedAnswerError("Every item must be an ltiResourceLink.")
    return ContentItem(
        title=_text(told, "title") or tool.name,
        text=_text(told, "text"),
        url=_address(told) or tool.target,
        icon=_address(_object(told, "icon")),
        custom=_custom(told),
        line_item=_line_item(told) if rules.line_items else None,
    )


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name, "")
    if not isinstance(value, str):
        raise RefusedAnswerError("%(name)s must be a text.", name=name)
    return value


def _object(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = told.get(name, {})
    if not isinstance(value, dict):
        raise RefusedAnswerError("%(name)s must be an object.", name=name)
    return value


def _custom(told: Mapping[str, Any]) -> Mapping[str, str]:
    custom = _object(told, "custom")
    if not all(isinstance(value, str) for value in custom.values()):
        raise RefusedAnswerError("custom must hold texts only.")
    return custom


def _address(told: Mapping[str, Any]) -> str:
    url = _text(told, "url")
    if url and not url.startswith(("https://", "http://")):
        raise RefusedAnswerError("url must be an http or https address.")
    return url


def _line_item(told: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if told.get("lineItem") is None:
        return None
    asked = _object(told, "lineItem")
    maximum = asked.get("scoreMaximum")
    if isinstance(maximum, bool) or not isinstance(maximum, int | float) or maximum <= 0:
        raise RefusedAnswerError("scoreMaximum must be a positive number.")
    for name in ("label", "resourceId", "tag"):
        _text(asked, name)
    review = _object(asked, "submissionReview")
    _address(review)
    _custom(review)
    return {name: asked[name] for name in LINE_ITEM_FIELDS if name in asked}
