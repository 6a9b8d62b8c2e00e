"""What a platform says about itself, before it knows us.

OpenID Connect Discovery with LTI's additions:
https://www.imsglobal.org/spec/lti-dr/v1p0#platform-configuration. Messages are listed as objects
with the places they can be sent from, or, by some Moodles, as mere names. Canvas names places in
short or as addresses; whoever asks for one must spell it the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import ForbiddenError
from lti.claim_values import text

PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
CANVAS_EXTENSION = "https://canvas.instructure.com/lti/"
_REQUIRED = {
    "issuer": "issuer",
    "auth_login_url": "authorization_endpoint",
    "token_url": "token_endpoint",
    "jwks_url": "jwks_uri",
    "registration_endpoint": "registration_endpoint",
}
URL_LENGTH = 2_048


@dataclass(frozen=True, slots=True)
class SupportedMessage:
    """A message the platform can send.

    Attributes:
        places: where from, as the platform spells them; empty when it does not say.
    """

    type: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformConfiguration:
    """A platform that we could register with.

    Attributes:
        token_audience: `aud` for token requests; empty means token_url.
        product_family: "moodle", "canvas", ... in lower case; empty if it does not say.
        name: what it calls itself; empty if it does not say.
        account_domain: the school's own Canvas host; empty elsewhere.
        scopes, claims, variables: what it offers.
    """

    issuer: str
    auth_login_url: str
    token_url: str
    jwks_url: str
    registration_endpoint: str
    token_audience: str = ""
    product_family: str = ""
    version: str = ""
    name: str = ""
    account_domain: str = ""
    scopes: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    messages: tuple[SupportedMessage, ...] = ()


def read_configuration(document: Mapping[str, Any]) -> PlatformConfiguration:
    """Read an OpenID configuration.

    Raises:
        ForbiddenError: what registering needs is missing.
    """
    urls = {name: document.get(key) for name, key in _REQUIRED.items()}
    missing = [_REQUIRED[name] for name, value in urls.items() if not _is_url(value)]
    if missing:
        raise ForbiddenError(
            "The configuration of your LMS lacks what registering needs (%(missing)s), so nothing "
            "was registered. Register this LMS by hand in the settings of Mentorloom.",
            missing=", ".join(missing),
        )
    told = document.get(PLATFORM)
    platform: Mapping[str, Any] = told if isinstance(told, dict) else {}
    return PlatformConfiguration(
        **{name: str(value) for name, value in urls.items()},
        token_audience=_audience(document.get("authorization_server")),
        product_family=text(platform.get("product_family_code")).lower(),
        version=text(platform.get("version")),
        name=text(platform.get(CANVAS_EXTENSION + "account_name")),
        account_domain=text(platform.get(CANVAS_EXTENSION + "account_domain")).lower(),
        scopes=_texts(document.get("scopes_supported")),
        claims=_texts(document.get("claims_supported")),
        variables=_texts(platform.get("variables")),
        messages=_messages(platform.get("messages_supported")),
    )


def _is_url(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= URL_LENGTH and value.isprintable()


def _audience(value: object) -> str:
    # Canvas names a mere host here and yet expects the token endpoint as audience.
    return str(value) if _is_url(value) and "://" in str(value) else ""


def _texts(value: object) -> frozenset[str]:
    entries = value if isinstance(value, list) else []
    return frozenset(entry for entry in entries if isinstance(entry, str))


def _messages(value: object) -> tuple[SupportedMessage, ...]:
    entries = value if isinstance(value, list) else []
    return tuple(found for entry in entries if (found := _message(entry)) is not None)


def _message(entry: object) -> SupportedMessage | None:
    if isinstance(entry, str):
        return SupportedMessage(entry)
    if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
        return None
    places = entry.get("placements")
    listed = places if isinstance(places, list) else []
    return SupportedMessage(entry["type"], tuple(p for p in listed if isinstance(p, str)))
