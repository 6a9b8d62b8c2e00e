"""Where the campus and the tool it launches are found."""

from dataclasses import dataclass
from pathlib import Path

CAMPUS_URL = "http://localhost:8001"
TOOL_URL = "http://localhost:8000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """All URLs of both sides, without trailing slashes.

    Attributes:
        campus: the campus's own base URL, which is also its issuer.
        tool: base URL of the tool as browsers reach it.
        folder: where the campus keeps its signing key.
        certificates: whom to trust when a tool's keys are fetched over https; None for the
            authorities everybody trusts.
    """

    campus: str = CAMPUS_URL
    tool: str = TOOL_URL
    folder: Path = Path("var/campus")
    certificates: Path | None = None

    @property
    def issuer(self) -> str:
        """The `iss` of every message."""
        return self.campus

    def page(self, *steps: str) -> str:
        """A page of the campus."""
        return "/".join((self.campus, *steps))

    @property
    def authorization(self) -> str:
        """OIDC authorisation endpoint."""
        return f"{self.campus}/lti/authorize"

    @property
    def token(self) -> str:
        """OAuth 2 token endpoint."""
        return f"{self.campus}/lti/token"

    @property
    def jwks(self) -> str:
        """The campus's public keys."""
        return f"{self.campus}/lti/jwks.json"

    @property
    def moodle_services(self) -> str:
        """Base of all services in the Moodle dialect."""
        return f"{self.campus}/mod/lti/services.php"

    @property
    def canvas_services(self) -> str:
        """Base of all services in the Canvas dialect."""
        return f"{self.campus}/api/lti"

    @property
    def tool_login(self) -> str:
        """The tool's login initiation endpoint."""
        return f"{self.tool}/lti/login"

    @property
    def tool_launch(self) -> str:
        """The one redirect URI the tool registered, also its target link."""
        return f"{self.tool}/lti/launch"

    @property
    def tool_registration(self) -> str:
        """The page where the tool registers itself."""
        return f"{self.tool}/lti/register"

    @property
    def tool_jwks(self) -> str:
        """The tool's public keys."""
        return f"{self.tool}/lti/jwks.json"
