"""Where well-known LMSs keep their endpoints: suggestions for whoever registers one.

Only suggestions: newer versions move them, and self-hosted ones may sit anywhere. Blackboard and
Brightspace show theirs on the page where the tool is registered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Endpoints:
    """A platform's three addresses."""

    auth_login_url: str
    token_url: str
    jwks_url: str


def _moodle(issuer: str) -> Endpoints:
    return Endpoints(
        f"{issuer}/mod/lti/auth.php", f"{issuer}/mod/lti/token.php", f"{issuer}/mod/lti/certs.php"
    )


def _canvas(issuer: str) -> Endpoints:
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


PRODUCTS: Mapping[str, Callable[[str], Endpoints]] = {"canvas": _canvas, "moodle": _moodle}
"""Product family code -> endpoints for an issuer."""
