"""What we tell a platform about ourselves, in its dialect.

- Scopes, claims and variables: those of ours that the platform offers. Canvas refuses a
  registration with a scope it does not know.
- Messages: those it supports, from the places it offers, spelled as it spells them. Moodle keeps
  one deep linking target only. Canvas takes a message without a place for a link in modules, and of
  two messages for one place the first: so a resource link that finds no place there is left out.
- Canvas decides by `privacy_level` what it tells about people, others by the claims.

https://www.imsglobal.org/spec/lti-dr/v1p0#tool-configuration,
https://github.com/instructure/canvas-lms/blob/master/doc/api/registration.md
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from lti import offer
from lti.dynamic_registration.platform_configuration import (
    CANVAS_EXTENSION,
    PlatformConfiguration,
    SupportedMessage,
)
from lti.target import HOME
from lti.tool_paths import JWKS, LAUNCH, LOGIN

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
_ALWAYS = (SupportedMessage(offer.RESOURCE_LINK), SupportedMessage(offer.DEEP_LINKING))
"""What every platform can be taken to support that lists nothing."""


def tool_registration(platform: PlatformConfiguration, public_url: str) -> dict[str, Any]:
    """Our registration request.

    Args:
        platform: what it offers.
        public_url: our own origin.
    """
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["client_credentials", "implicit"],
        "initiate_login_uri": public_url + LOGIN,
        "redirect_uris": [public_url + LAUNCH],
        "client_name": offer.TITLE,
        "jwks_uri": public_url + JWKS,
        "logo_uri": public_url + offer.LOGO,
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(asked_scopes(platform)),
        TOOL: {
            "domain": urlsplit(public_url).netloc,
            "description": offer.DESCRIPTION,
            "target_link_uri": public_url + HOME,
            "custom_parameters": _custom(platform),
            "claims": _offered(offer.CLAIMS, platform.claims),
            "messages": [
                {**message, "target_link_uri": public_url + HOME}
                for message in asked_messages(platform)
            ],
            **_of_canvas(platform),
        },
    }


def asked_scopes(platform: PlatformConfiguration) -> list[str]:
    """The services of the platform that we would use."""
    return [scope for scope in offer.SCOPES if scope in platform.scopes]


def asked_messages(platform: PlatformConfiguration) -> list[dict[str, Any]]:
    """The messages we would take, with their places, but for their target."""
    supported = {m.type: m for m in reversed(platform.messages or _ALWAYS)}
    found = []
    if message := supported.get(offer.DEEP_LINKING):
        places = _chosen(message, offer.CANVAS_CHOOSING) or _chosen(
            message, offer.STANDARD_CHOOSING
        )
        found.append(_described(message, offer.CHOOSING_LABEL, places))
    if message := supported.get(offer.RESOURCE_LINK):
        places = _chosen(message, (offer.COURSE_NAVIGATION,))
        if places or platform.product_family != offer.CANVAS:
            found.append({**_described(message, offer.LABEL, places), **_navigation(places)})
    if message := supported.get(offer.SUBMISSION_REVIEW):
        found.append({"type": message.type})
    return found


def short_place(place: str) -> str:
    """A place without the address that Canvas may put before it."""
    return place.removeprefix(CANVAS_EXTENSION)


def _chosen(message: SupportedMessage, wanted: tuple[str, ...]) -> list[str]:
    spelled = {short_place(place): place for place in message.places}
    return [spelled[name] for name in wanted if name in spelled]


def _described(message: SupportedMessage, label: str, places: list[str]) -> dict[str, Any]:
    return {"type": message.type, "label": label, **({"placements": places} if places else {})}


def _navigation(places: list[str]) -> dict[str, Any]:
    if not places:
        return {}
    return {
        f"{CANVAS_EXTENSION}{offer.COURSE_NAVIGATION}/default_enabled": True,
        f"{CANVAS_EXTENSION}visibility": "members",
    }


def _custom(platform: PlatformConfiguration) -> dict[str, str]:
    offered = _offered(offer.VARIABLES.values(), platform.variables)
    foreign = () if platform.product_family == offer.CANVAS else ("Canvas.",)
    return {
        name: f"${variable}"
        for name, variable in offer.VARIABLES.items()
        if variable in offered and not variable.startswith(foreign)
    }


def _offered(wanted: Iterable[str], offered: frozenset[str]) -> list[str]:
    """Those of the wanted that are offered; all of them where nothing is listed."""
    return [entry for entry in wanted if not offered or entry in offered]


def _of_canvas(platform: PlatformConfiguration) -> Mapping[str, Any]:
    if platform.product_family != offer.CANVAS:
        return {}
    return {
        f"{CANVAS_EXTENSION}privacy_level": "public",
        f"{CANVAS_EXTENSION}tool_id": offer.TOOL_ID,
    }
