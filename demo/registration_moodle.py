"""Tools registering themselves in Moodle 4.5: what it checks, keeps and answers.

Quirks kept on purpose: answered scopes overstate what is granted, of several deep linking messages
the last counts, answered custom parameters end at a second "=".
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from demo.directory import Institution
from demo.invitations import RefusedRegistrationError
from demo.services.scopes import (
    GRADES,
    GROUPS,
    LINE_ITEM,
    LINE_ITEM_READ,
    MEMBERSHIPS,
    RESULT_READ,
    SCORE,
)
from demo.tools import CONTENT_AREA, DEEP_LINKING, Placement, Tool

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
OTHER_SCOPES = (MEMBERSHIPS, GROUPS)
AUTH_METHOD = "token_endpoint_auth_method"
REQUIRED = (
    "response_types",
    "initiate_login_uri",
    "redirect_uris",
    "client_name",
    "jwks_uri",
    AUTH_METHOD,
    TOOL_CONFIGURATION,
)


def read(
    payload: Mapping[str, Any], institution: Institution, client_id: str, deployment_id: str
) -> Tool:
    """A tool as Moodle keeps it, pending.

    Raises:
        RefusedRegistrationError: 400 with Moodle's word for what is wrong.
    """
    for name in REQUIRED:
        if not payload.get(name):
            raise RefusedRegistrationError(400, f"missing required attribute {name}")
    about = payload[TOOL_CONFIGURATION]
    target = _checked(payload, about)
    return Tool(
        institution=institution.slug,
        client_id=client_id,
        deployment_id=deployment_id,
        name=payload["client_name"],
        login_url=payload["initiate_login_uri"],
        redirect_uris=tuple(payload["redirect_uris"]),
        jwks_url=payload["jwks_uri"],
        target=target,
        placements=_placements(about, target),
        custom={name: str(value) for name, value in (about.get("custom_parameters") or {}).items()},
        sends=_sends(about),
        scopes=_granted(payload),
        active=False,
        offered=False,
        payload=dict(payload),
    )


def _sends(about: Mapping[str, Any]) -> frozenset[str]:
    claims = set(about.get("claims") or ())
    named = ["name"] if claims & {"name", "given_name", "family_name"} else []
    return frozenset([*named, *(["email"] if "email" in claims else [])])


def _checked(payload: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    domain = str(about.get("domain") or "")
    target = str(about.get("target_link_uri") or f"https://{domain}")
    wrong = [
        (not domain, "missing_domain"),
        (_domain(domain) != _domain(target), "domain_targetlinkuri_mismatch"),
        ("id_token" not in payload["response_types"], "invalid_response_types"),
        (not isinstance(payload["redirect_uris"], list), "invalid_redirect_uris"),
        (payload.get(AUTH_METHOD) != "private_key_jwt", f"invalid_{AUTH_METHOD}"),
        (payload.get("application_type", "web") != "web", "invalid_application_type"),
    ]
    for is_wrong, message in wrong:
        if is_wrong:
            raise RefusedRegistrationError(400, message)
    return target


def _domain(url: str) -> str:
    netloc = urlsplit(url if "//" in url else f"//{url}").netloc
    return netloc.lower().removeprefix("www.")


def _deep_linking(about: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = [
        message for message in about.get("messages") or () if message.get("type") == DEEP_LINKING
    ]
    return found[-1] if found else None


def _placements(about: Mapping[str, Any], target: str) -> tuple[Placement, ...]:
    message = _deep_linking(about)
    if message is None:
        return ()
    url = message.get("target_link_uri") or target
    return (Placement(message=DEEP_LINKING, name=CONTENT_AREA, target=url),)


def _asked(payload: Mapping[str, Any]) -> set[str]:
    return set(str(payload.get("scope", "")).split())


def _granted(payload: Mapping[str, Any]) -> frozenset[str]:
    asked = _asked(payload)
    granted = asked & set(OTHER_SCOPES)
    if asked & set(GRADES):
        granted |= {LINE_ITEM_READ, RESULT_READ, SCORE}
    if LINE_ITEM in asked:
        granted.add(LINE_ITEM)
    return frozenset(granted)


def answer(tool: Tool) -> dict[str, Any]:
    """What Moodle says of a registration."""
    payload = tool.payload or {}
    scopes = [SCORE, RESULT_READ, LINE_ITEM_READ, LINE_ITEM] if _asked(payload) & {*GRADES} else []
    scopes += [scope for scope in OTHER_SCOPES if scope in _asked(payload)]
    return {
        "client_id": tool.client_id,
        "response_types": ["id_token"],
        "jwks_uri": tool.jwks_url,
        "initiate_login_uri": tool.login_url,
        "grant_types": ["client_credentials", "implicit"],
        "redirect_uris": list(tool.redirect_uris),
        "application_type": "web",
        AUTH_METHOD: "private_key_jwt",
        "client_name": tool.name,
        "logo_uri": payload.get("logo_uri") or "",
        "scope": " ".join(scopes),
        TOOL_CONFIGURATION: _told(tool, payload[TOOL_CONFIGURATION]),
    }


def _told(tool: Tool, about: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "version": "1.3.0",
        "deployment_id": tool.deployment_id,
        "target_link_uri": tool.target,
        "domain": _domain(about["domain"]),
        "description": about.get("description") or "",
    }
    if message := _deep_linking(about):
        url = message.get("target_link_uri") or ""
        told["messages"] = [{"type": DEEP_LINKING, "target_link_uri": url}]
    if tool.custom:
        told["custom_parameters"] = {n: v.partition("=")[0] for n, v in tool.custom.items()}
    names = ["name", "family_name", "given_name"] if "name" in tool.sends else []
    told["claims"] = ["sub", "iss", *names, *(["email"] if "email" in tool.sends else [])]
    return told
