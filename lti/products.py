"""Where well-known LMSs keep their endpoints: suggestions for whoever registers one by hand.

Only suggestions: newer versions move them, and self-hosted ones may sit anywhere. What depends on
the single registration (Sakai's token endpoint) stays empty: the LMS shows it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class Endpoints:
    """A platform's addresses; empty where nothing can be suggested.

    Attributes:
        token_audience: empty means token_url.
    """

    auth_login_url: str = ""
    token_url: str = ""
    jwks_url: str = ""
    token_audience: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """An LMS that many schools use.

    Attributes:
        name: as its makers write it.
        endpoints: from issuer and client id.
        issuer: what all its sites call themselves; empty if each has its own.
    """

    name: str
    endpoints: Callable[[str, str], Endpoints]
    issuer: str = ""


def _moodle(issuer: str, _: str) -> Endpoints:
    return Endpoints(
        f"{issuer}/mod/lti/auth.php", f"{issuer}/mod/lti/token.php", f"{issuer}/mod/lti/certs.php"
    )


def _canvas(issuer: str, _: str) -> Endpoints:
    host = urlsplit(issuer).hostname or ""
    # Every hosted school has the issuer canvas[.beta|.test].instructure.com.
    if host.startswith("canvas.") and host.endswith(".instructure.com"):
        stage = host.removeprefix("canvas").removesuffix(".instructure.com")
        issuer = f"https://sso{stage}.canvaslms.com"
    return Endpoints(
        f"{issuer}/api/lti/authorize_redirect",
        f"{issuer}/login/oauth2/token",
        f"{issuer}/api/lti/security/jwks",
    )


def _blackboard(_: str, client_id: str) -> Endpoints:
    gateway = "https://developer.blackboard.com/api/v1"
    keys = f"{gateway}/management/applications/{quote(client_id, safe='')}/jwks.json"
    return Endpoints(
        f"{gateway}/gateway/oidcauth",
        f"{gateway}/gateway/oauth2/jwttoken",
        keys if client_id else "",
    )


def _brightspace(issuer: str, _: str) -> Endpoints:
    return Endpoints(
        f"{issuer}/d2l/lti/authenticate",
        "https://auth.brightspace.com/core/connect/token",
        f"{issuer}/d2l/.well-known/jwks",
        "https://api.brightspace.com/auth/token",
    )


def _sakai(issuer: str, _: str) -> Endpoints:
    return Endpoints(f"{issuer}/imsoidc/lti13/oidc_auth", jwks_url=f"{issuer}/imsblis/lti13/keyset")


PRODUCTS: Mapping[str, Product] = {
    "blackboard": Product("Blackboard", _blackboard, "https://blackboard.com"),
    "brightspace": Product("Brightspace (D2L)", _brightspace),
    "canvas": Product("Canvas", _canvas, "https://canvas.instructure.com"),
    "moodle": Product("Moodle", _moodle),
    "sakai": Product("Sakai", _sakai),
}
"""By product family code."""


_FAMILIES = {"blackboardlearn": "blackboard", "desire2learn": "brightspace"}
"""Codes that products call themselves by -> codes that we use."""


def product_name(family: str) -> str:
    """How people call a product; its code if we do not know it."""
    known = PRODUCTS.get(_FAMILIES.get(family, family))
    return known.name if known else family


def suggested_endpoints(product_family: str, issuer: str, client_id: str) -> Endpoints:
    """What a product suggests; nothing for products we do not know, or without an issuer."""
    product = PRODUCTS.get(product_family)
    return product.endpoints(issuer.rstrip("/"), client_id) if product and issuer else Endpoints()
