"""Tools registering themselves in Canvas: what it checks, keeps and answers.

Placements may be named in short or with Canvas's address in front; `ContentArea` means its two
places for single activities. Names and e-mail follow `privacy_level`, not `claims`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from demo.directory import Institution
from demo.invitations import RefusedRegistrationError
from demo.services.scopes import GRANTED
from demo.tools import (
    CONTENT_AREA,
    DEEP_LINKING,
    NAVIGATION,
    RESOURCE_LINK,
    USER_NAVIGATION,
    Placement,
    Tool,
)

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
EXTENSION = "https://canvas.instructure.com/lti/"
PLACEMENTS: Mapping[str, tuple[str, ...]] = {
    RESOURCE_LINK: (NAVIGATION, USER_NAVIGATION, "assignment_selection", "link_selection"),
    DEEP_LINKING: ("course_assignments_menu", "assignment_selection", "link_selection"),
}
"""Where the messages of this campus come from, by message type."""
CONTENT_PLACEMENTS = ("assignment_selection", "link_selection")
PRIVACY: Mapping[str, frozenset[str]] = {
    "public": frozenset({"name", "email"}),
    "name_only": frozenset({"name"}),
    "email_only": frozenset({"email"}),
    "anonymous": frozenset(),
}
FIXED: Mapping[str, Any] = {
    "application_type": "web",
    "token_endpoint_auth_method": "private_key_jwt",
}
TEXTS = ("initiate_login_uri", "client_name", "jwks_uri")


def read(
    payload: Mapping[str, Any], institution: Institution, client_id: str, deployment_id: str
) -> Tool:
    """A tool as Canvas keeps it, switched off.

    Raises:
        RefusedRegistrationError: 422 with a sentence for each thing that is wrong.
    """
    wrong = [*_wrong(payload), *_wrong_about(payload.get(TOOL_CONFIGURATION))]
    if wrong:
        raise RefusedRegistrationError(422, "; ".join(wrong))
    about = payload[TOOL_CONFIGURATION]
    return Tool(
        institution=institution.slug,
        client_id=client_id,
        deployment_id=deployment_id,
        name=payload["client_name"],
        login_url=payload["initiate_login_uri"],
        redirect_uris=tuple(payload["redirect_uris"]),
        jwks_url=payload["jwks_uri"],
        target=about["target_link_uri"],
        placements=tuple(_placements(about)),
        custom=about.get("custom_parameters") or {},
        sends=PRIVACY[about.get(f"{EXTENSION}privacy_level", "anonymous")],
        scopes=asked_scopes(payload),
        active=False,
        payload=dict(payload),
    )


def asked_scopes(payload: Mapping[str, Any]) -> frozenset[str]:
    """Services a tool wants to use; administrators may allow fewer."""
    return frozenset(_scopes(payload)) - {"openid"}


def _scopes(payload: Mapping[str, Any]) -> list[str]:
    return str(payload.get("scope") or "").split()


def _wrong(payload: Mapping[str, Any]) -> Iterator[str]:
    for name, value in FIXED.items():
        if payload.get(name) != value:
            yield f"{name} must be {value}"
    for name in TEXTS:
        if not isinstance(payload.get(name), str):
            yield f"{name} is missing"
    for name, needed in (
        ("grant_types", ("client_credentials", "implicit")),
        ("response_types", ("id_token",)),
    ):
        if not isinstance(payload.get(name), list) or not {*needed} <= {*payload[name]}:
            yield f"{name} must include {', '.join(needed)}"
    if not isinstance(payload.get("redirect_uris"), list) or not payload["redirect_uris"]:
        yield "redirect_uris must be a list"
    known = {"openid", *GRANTED["canvas"]}
    yield from (f"{scope} is not a scope" for scope in _scopes(payload) if scope not in known)


def _wrong_about(about: object) -> Iterator[str]:
    if not isinstance(about, dict):
        yield f"{TOOL_CONFIGURATION} is missing"
        return
    for name in ("domain", "target_link_uri"):
        if not isinstance(about.get(name), str):
            yield f"{name} is missing"
    if not isinstance(about.get("claims"), list):
        yield "claims is missing"
    if about.get(f"{EXTENSION}privacy_level", "anonymous") not in PRIVACY:
        yield "privacy_level is not one of its values"
    messages = about.get("messages")
    if not isinstance(messages, list):
        yield "messages is missing"
        return
    for message in messages:
        kind = message.get("type")
        if kind not in PLACEMENTS:
            yield f"{kind} is not a message type"
            continue
        unknown = {*_short(message)} - {*PLACEMENTS[kind], CONTENT_AREA}
        yield from (f"{name} is not a placement of {kind}" for name in sorted(unknown))


def _short(message: Mapping[str, Any]) -> list[str]:
    return [name.removeprefix(EXTENSION) for name in message.get("placements") or ()]


def _placements(about: Mapping[str, Any]) -> Iterator[Placement]:
    for message in about["messages"]:
        for short in _short(message):
            for name in CONTENT_PLACEMENTS if short == CONTENT_AREA else (short,):
                yield Placement(
                    message=message["type"],
                    name=name,
                    target=message.get("target_link_uri") or about["target_link_uri"],
                    label=message.get("label") or "",
                    custom=message.get("custom_parameters") or {},
                )


def answer(tool: Tool, configuration_page: str) -> dict[str, Any]:
    """What Canvas says of a registration.

    Args:
        tool: what was registered.
        configuration_page: where administrators see it.
    """
    payload = tool.payload or {}
    about = payload[TOOL_CONFIGURATION]
    return {
        "client_id": tool.client_id,
        "application_type": "web",
        "grant_types": ["client_credentials", "implicit"],
        "initiate_login_uri": tool.login_url,
        "redirect_uris": list(tool.redirect_uris),
        "response_types": ["id_token"],
        "client_name": tool.name,
        "jwks_uri": tool.jwks_url,
        "logo_uri": payload.get("logo_uri"),
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join([*(s for s in _scopes(payload) if s != "openid"), "openid"]),
        TOOL_CONFIGURATION: {**about, f"{EXTENSION}registration_config_url": configuration_page},
        "deployment_id": tool.deployment_id,
    }
