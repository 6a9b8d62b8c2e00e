"""The claims of a verified id_token as typed values.

LTI 1.3 core (https://www.imsglobal.org/spec/lti/v1p3/#required-message-claims). Required claims
are checked strictly. Optional ones may be absent or null: a launch without names, e-mail, context
or roles is valid. What is of a wrong type in an optional text is treated as not given.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.course import CourseServices
from lti.refusal import unverified
from lti.roles import Standing, standing
from lti.service_claims import read_services

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
RESOURCE_LINK_REQUEST = "LtiResourceLinkRequest"
VERSION = "1.3.0"
ID_LENGTH = 255
"""LTI bounds sub, deployment, context and resource link ids to this many characters."""
TEXT_LENGTH = 500

_LOCALE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
_THEMES = frozenset({"auto", "light", "dark", "contrast"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLinkLaunch:
    """What a resource link launch says.

    Attributes:
        subject: the platform's stable name for the person.
        name, email: empty when the platform withholds them.
        locale: BCP 47 tag, empty if not given.
        theme: "auto", "light", "dark" or "contrast".
        context_id: the course; None for a launch outside any course.
        history: ids of the courses it was copied from, where the platform fills in the custom
            parameter "context_history" ($Context.id.history).
        services: what the launch says may be called.
        custom: custom parameters that are texts.
    """

    subject: str
    deployment_id: str
    target_link_uri: str
    resource_link_id: str
    standing: Standing
    name: str
    email: str
    locale: str
    theme: str
    context_id: str | None
    context_title: str
    context_label: str
    history: tuple[str, ...]
    services: CourseServices
    custom: Mapping[str, str]


def read_launch(claims: Mapping[str, Any]) -> ResourceLinkLaunch:
    """Read the claims of a verified id_token.

    Raises:
        ForbiddenError: a required claim is missing or malformed, or the message is of another
            version or type.
    """
    _check_message(claims)
    context = _object(claims, CLAIM + "context", "context")
    link = _object(claims, CLAIM + "resource_link", "resource_link")
    presentation = _object(claims, CLAIM + "launch_presentation", "launch_presentation")
    custom = _custom(_object(claims, CLAIM + "custom", "custom") or {})
    return ResourceLinkLaunch(
        subject=_id(claims.get("sub"), "sub"),
        deployment_id=_id(claims.get(CLAIM + "deployment_id"), "deployment_id"),
        target_link_uri=_required(claims.get(CLAIM + "target_link_uri"), "target_link_uri"),
        resource_link_id=_id((link or {}).get("id"), "resource_link id"),
        standing=_roles(claims.get(CLAIM + "roles")),
        name=_name(claims),
        email=_text(claims.get("email")),
        locale=_locale((presentation or {}).get("locale")),
        theme=_theme(custom),
        context_id=_id(context.get("id"), "context id") if context is not None else None,
        context_title=_context_title(context or {}),
        context_label=_text((context or {}).get("label")),
        history=_history(custom.get("context_history", "")),
        services=read_services(claims),
        custom=custom,
    )


def _check_message(claims: Mapping[str, Any]) -> None:
    if claims.get(CLAIM + "version") != VERSION:
        raise unverified("the version claim is not 1.3.0")
    kind = _required(claims.get(CLAIM + "message_type"), "message_type")
    if kind != RESOURCE_LINK_REQUEST:
        raise unverified("this tool does not offer the requested message type")


def _object(claims: Mapping[str, Any], key: str, name: str) -> dict[str, Any] | None:
    found = claims.get(key)
    if found is not None and not isinstance(found, dict):
        raise unverified(f"the {name} claim is not an object")
    return found


def _required(value: object, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise unverified(f"the {name} claim is missing or not a text")
    return value


def _id(value: object, name: str) -> str:
    found = _required(value, name)
    if len(found) > ID_LENGTH or not found.isprintable():
        raise unverified(f"the {name} claim is longer than {ID_LENGTH} characters or unprintable")
    return found


def _roles(value: object) -> Standing:
    if not isinstance(value, list) or not all(isinstance(role, str) for role in value):
        raise unverified("the roles claim is missing or not a list of texts")
    return standing(value)


def _text(value: object) -> str:
    """One line of text; control characters, which databases and pages dislike, become spaces."""
    if not isinstance(value, str):
        return ""
    shown = "".join(c if c.isprintable() else " " for c in value)
    return " ".join(shown.split())[:TEXT_LENGTH]


def _name(claims: Mapping[str, Any]) -> str:
    parts = (_text(claims.get("given_name")), _text(claims.get("family_name")))
    return _text(claims.get("name")) or " ".join(part for part in parts if part)


def _context_title(context: Mapping[str, Any]) -> str:
    return _text(context.get("title")) or _text(context.get("label"))


def _locale(value: object) -> str:
    # Moodle writes de_du, Canvas en-GB-x-ukhe.
    found = _text(value).replace("_", "-")
    return found if _LOCALE.fullmatch(found) else ""


def _custom(custom: Mapping[str, Any]) -> dict[str, str]:
    # Canvas sends true where its variables stand for booleans.
    texts = {k: str(v).lower() if isinstance(v, bool) else v for k, v in custom.items()}
    return {name: value for name, value in texts.items() if isinstance(value, str)}


def _theme(custom: Mapping[str, str]) -> str:
    # $Canvas.user.prefersHighContrast; an unknown variable stays as it is written, with its $.
    if custom.get("prefers_high_contrast", "").lower() == "true":
        return "contrast"
    theme = custom.get("theme", "")
    return theme if theme in _THEMES else "auto"


def _history(value: str) -> tuple[str, ...]:
    """Ids of a history variable, nearest first; a variable nobody filled in is none."""
    ids = (part.strip() for part in value.split(","))
    return tuple(i for i in ids if i and not i.startswith("$") and len(i) <= ID_LENGTH)
