"""The claims of a verified id_token as a typed message (lti/messages.py).

LTI 1.3 core (https://www.imsglobal.org/spec/lti/v1p3/#required-message-claims), Deep Linking 2.0
(https://www.imsglobal.org/spec/lti-dl/v2p0/#deep-linking-request-message), Submission Review 1.0
(https://www.imsglobal.org/spec/lti-sr/v1p0/). Required claims are checked strictly. Optional ones
may be absent or null: a launch without names, e-mail, context or roles is valid. What is of a
wrong type in an optional text is treated as not given.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from lti.claim_values import (
    CLAIM,
    ID_LENGTH,
    checked_id,
    checked_object,
    checked_text,
    checked_texts,
    full_name,
    text,
    web_origin,
)
from lti.messages import (
    DeepLinkingRequest,
    DeepLinkingSettings,
    LtiMessage,
    ResourceLinkLaunch,
    SubmissionReview,
)
from lti.refusal import unverified
from lti.roles import standing
from lti.service_claims import AGS, read_notice_types, read_services, service_url

DEEP_LINKING_SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
VERSION = "1.3.0"

_LOCALE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
_THEMES = frozenset({"auto", "light", "dark", "contrast"})
_DATA_LENGTH = 16_384
"""Characters of a platform's deep linking data; it comes back inside our own signed answer."""


def read_message(claims: Mapping[str, Any]) -> LtiMessage:
    """Read the claims of a verified id_token.

    Raises:
        ForbiddenError: a required claim is missing or malformed, or the message is of another
            version or type.
    """
    if claims.get(CLAIM + "version") != VERSION:
        raise unverified("the version claim is not 1.3.0")
    kind = checked_text(claims.get(CLAIM + "message_type"), "message_type")
    read = _READERS.get(kind)
    if read is None:
        raise unverified("this tool does not offer the requested message type")
    return read(claims)


def _resource_link(claims: Mapping[str, Any]) -> ResourceLinkLaunch:
    common = _common(claims)
    link = _object(claims, "resource_link")
    link_id = checked_id(link.get("id"), "resource_link id")
    platform = claims.get(CLAIM + "tool_platform")
    family = platform.get("product_family_code") if isinstance(platform, dict) else None
    return ResourceLinkLaunch(
        **common,
        target_link_uri=checked_text(claims.get(CLAIM + "target_link_uri"), "target_link_uri"),
        resource_link_id=link_id,
        resource_link_title=text(link.get("title")),
        resource_link_description=text(link.get("description")),
        # In Moodle both are counted up from 1 and may be equal by chance.
        course_navigation=family == "canvas" and link_id == common["context_id"],
        line_item_url=_line_item(claims),
    )


def _deep_linking(claims: Mapping[str, Any]) -> DeepLinkingRequest:
    told = checked_object(claims.get(DEEP_LINKING_SETTINGS), "deep_linking_settings")
    data = told.get("data")
    if data is not None and not (isinstance(data, str) and len(data) <= _DATA_LENGTH):
        raise unverified("the deep linking data is not a text, or too long")
    flags = {
        name: told.get(name) if isinstance(told.get(name), bool) else None
        for name in ("accept_multiple", "accept_lineitem", "auto_create")
    }
    return DeepLinkingRequest(
        **_common(claims),
        # The message type says which page it is for; the claim need not.
        target_link_uri=text(claims.get(CLAIM + "target_link_uri")),
        settings=DeepLinkingSettings(
            return_url=checked_text(told.get("deep_link_return_url"), "deep_link_return_url"),
            accept_types=checked_texts(told.get("accept_types"), "accept_types"),
            accept_presentation_document_targets=checked_texts(
                told.get("accept_presentation_document_targets"),
                "accept_presentation_document_targets",
            ),
            title=text(told.get("title")),
            text=text(told.get("text")),
            data=data,
            **flags,
        ),
    )


def _submission_review(claims: Mapping[str, Any]) -> SubmissionReview:
    link = _object(claims, "resource_link")
    reviewed = checked_object(claims.get(CLAIM + "for_user"), "for_user")
    return SubmissionReview(
        **_common(claims),
        target_link_uri=checked_text(claims.get(CLAIM + "target_link_uri"), "target_link_uri"),
        for_user=checked_id(reviewed.get("user_id"), "for_user user_id"),
        resource_link_id=_optional_id(link.get("id"), "resource_link id"),
        line_item_url=_line_item(claims),
    )


_READERS: Mapping[str, Callable[[Mapping[str, Any]], LtiMessage]] = {
    ResourceLinkLaunch.TYPE: _resource_link,
    DeepLinkingRequest.TYPE: _deep_linking,
    SubmissionReview.TYPE: _submission_review,
}


def _common(claims: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of LtiMessage, but for its target."""
    given = claims.get(CLAIM + "context")
    context = checked_object(given, "context") if given is not None else None
    presentation = _object(claims, "launch_presentation")
    custom = _custom(_object(claims, "custom"))
    roles = checked_texts(claims.get(CLAIM + "roles"), "roles")
    course = context or {}
    return {
        "subject": checked_id(claims.get("sub"), "sub"),
        "deployment_id": checked_id(claims.get(CLAIM + "deployment_id"), "deployment_id"),
        "standing": standing(roles),
        "name": full_name(claims),
        "email": text(claims.get("email")),
        "locale": _locale(presentation.get("locale")),
        "theme": _theme(custom),
        "framed_by": web_origin(presentation.get("return_url")) or _chooser(claims),
        "context_id": checked_id(context.get("id"), "context id") if context is not None else None,
        "context_title": text(course.get("title")) or text(course.get("label")),
        "context_label": text(course.get("label")),
        "history": _history(custom.get("context_history", "")),
        "services": read_services(claims),
        "notice_types": read_notice_types(claims),
        "custom": custom,
    }


def _chooser(claims: Mapping[str, Any]) -> str:
    """Where Moodle's deep linking comes from: it has no other return address."""
    told = claims.get(DEEP_LINKING_SETTINGS)
    return web_origin(told.get("deep_link_return_url")) if isinstance(told, dict) else ""


def _object(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An optional claim that must be an object; empty when it is absent or null."""
    found = claims.get(CLAIM + name)
    return checked_object(found, name) if found is not None else {}


def _optional_id(value: object, name: str) -> str:
    return checked_id(value, name) if value is not None else ""


def _line_item(claims: Mapping[str, Any]) -> str:
    gradebook = claims.get(AGS)
    return service_url(gradebook.get("lineitem")) if isinstance(gradebook, dict) else ""


def _locale(value: object) -> str:
    # Moodle writes de_du, Canvas en-GB-x-ukhe.
    found = text(value).replace("_", "-")
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
