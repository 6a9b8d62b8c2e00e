"""The authorization request of a browser: checked before anybody is asked for consent.

Docs: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from demo.teams.places import Places
from demo.teams.tenant import CLIENT_ID, TENANT

FIELDS = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)
WAYS_BACK = ("/teams/", "/signin/")
"""Paths of the hub that its app registration names."""


@dataclass(frozen=True, slots=True)
class RefusedAuthorizationError(Exception):
    """A request that may not be answered at its redirect URI."""

    reason: str


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A checked request.

    Attributes:
        fields: as they came, for the form of the consent page.
    """

    fields: Mapping[str, str]

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the app asks for."""
        return tuple(self.fields["scope"].split())

    @property
    def redirect_uri(self) -> str:
        """Where the browser goes back to."""
        return self.fields["redirect_uri"]

    def back(self, **answer: str) -> str:
        """The redirect URI with an answer."""
        told = {**answer, "state": self.fields["state"]}
        return f"{self.redirect_uri}?{urlencode(told)}"


def checked(tenant: str, asked: Mapping[str, str], places: Places) -> AuthorizationRequest:
    """A request whose answer may go to its redirect URI.

    Raises:
        RefusedAuthorizationError: it may not; says why.
    """
    fields = {name: asked.get(name, "") for name in FIELDS}
    if tenant not in {TENANT, "common", "organizations"}:
        raise RefusedAuthorizationError("There is no such tenant.")
    if fields["client_id"] != CLIENT_ID:
        raise RefusedAuthorizationError("There is no such app in this tenant.")
    way_back = urlsplit(fields["redirect_uri"])
    if f"{way_back.scheme}://{way_back.netloc}" != places.tool or not way_back.path.startswith(
        WAYS_BACK
    ):
        raise RefusedAuthorizationError("The redirect URI is not registered for this app.")
    if fields["response_type"] != "code" or not fields["scope"]:
        raise RefusedAuthorizationError("Only codes are issued here, for a scope.")
    if fields["code_challenge"] and fields["code_challenge_method"] != "S256":
        raise RefusedAuthorizationError("The code challenge must be of method S256.")
    return AuthorizationRequest(fields)
