"""Where the parts of the stand-in are, all on the campus."""

from dataclasses import dataclass

from demo.teams.tenant import TENANT

BOTS = "/teams/bots"
CONNECTOR = "/teams/connector"
GRAPH = "/graph"


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses, without trailing slashes.

    Attributes:
        campus: origin of the campus; the authority too, as login.microsoftonline.com is.
        tool: origin of the hub.
    """

    campus: str
    tool: str

    @property
    def issuer(self) -> str:
        """Who issues Entra's tokens of version 2."""
        return f"{self.campus}/{TENANT}/v2.0"

    @property
    def bot_metadata(self) -> str:
        """Bot Framework's OpenID metadata."""
        return f"{self.campus}{BOTS}/v1/.well-known/openidconfiguration"

    @property
    def connector(self) -> str:
        """`serviceUrl` of activities."""
        return f"{self.campus}{CONNECTOR}/"

    @property
    def graph(self) -> str:
        """Graph, without a version."""
        return f"{self.campus}{GRAPH}"

    @property
    def messages(self) -> str:
        """The bot's endpoint."""
        return f"{self.tool}/api/messages"
