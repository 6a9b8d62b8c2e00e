"""Values inside claims: what is required is checked, what is optional is read leniently.

Messages (lti/claims.py) and services' answers are made of the same few kinds of values.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from lti.refusal import unverified

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ID_LENGTH = 255
"""LTI bounds sub, deployment, context and resource link ids to this many characters."""
TEXT_LENGTH = 500
_ORIGIN = re.compile(r"https?://[a-z0-9.-]{1,253}(:[0-9]{1,5})?")


def checked_object(value: object, name: str) -> Mapping[str, Any]:
    """A JSON object. Raises ForbiddenError, naming the claim, when it is none."""
    if not isinstance(value, dict):
        raise unverified(f"the {name} claim is missing or not an object")
    return value


def checked_text(value: object, name: str) -> str:
    """A text that is not empty. Raises as `checked_object`."""
    if not isinstance(value, str) or not value:
        raise unverified(f"the {name} claim is missing or not a text")
    return value


def checked_texts(value: object, name: str) -> frozenset[str]:
    """A list of texts; it may be empty. Raises as `checked_object`."""
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise unverified(f"the {name} claim is missing or not a list of texts")
    return frozenset(value)


def checked_id(value: object, name: str) -> str:
    """An identifier as LTI bounds them. Raises as `checked_object`."""
    found = checked_text(value, name)
    if len(found) > ID_LENGTH or not found.isprintable():
        raise unverified(f"the {name} claim is longer than {ID_LENGTH} characters or unprintable")
    return found


def text(value: object) -> str:
    """One line of text; control characters, which databases and pages dislike, become spaces."""
    if not isinstance(value, str):
        return ""
    shown = "".join(c if c.isprintable() else " " for c in value)
    return " ".join(shown.split())[:TEXT_LENGTH]


def full_name(values: Mapping[str, Any]) -> str:
    """The name in a launch or roster; empty if the platform withholds it."""
    parts = (text(values.get("given_name")), text(values.get("family_name")))
    return text(values.get("name")) or " ".join(part for part in parts if part)


def web_origin(url: object) -> str:
    """The origin of a web address, as Content-Security-Policies write it; empty if it is none."""
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
    except ValueError:
        return ""
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return origin if _ORIGIN.fullmatch(origin) else ""
