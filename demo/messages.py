"""What a launch opens: which LTI message goes to the tool, about which link, with what added.

Specs: https://www.imsglobal.org/spec/lti/v1p3, https://www.imsglobal.org/spec/lti-dl/v2p0,
https://www.imsglobal.org/spec/lti-sr/v1p0
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from demo.tools import RESOURCE_LINK


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A resource link.

    Attributes:
        id: LTI `resource_link.id`.
        history: ids of the links it was copied from, the nearest first.
    """

    id: str
    title: str
    text: str = ""
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What may be chosen in a place.

    Attributes:
        several: more than one item at a time.
        line_items: items that want a column in the gradebook get one.
        confirms: teachers see the items once more before they are in the course.
    """

    several: bool
    line_items: bool
    confirms: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to a tool.

    Attributes:
        kind: LTI `message_type`.
        target: LTI `target_link_uri`.
        link: what is opened; None while content is being chosen.
        custom: parameters of the link or place, before substitution; the tool's own come too.
        placement: Canvas's name of the place it is sent from; empty outside of them.
        settings: deep linking settings.
        for_user: `sub` of whom a submission review is about.
    """

    kind: str = RESOURCE_LINK
    target: str
    link: Link | None = None
    custom: Mapping[str, str] = field(default_factory=dict)
    placement: str = ""
    settings: Mapping[str, Any] | None = None
    for_user: str = ""
