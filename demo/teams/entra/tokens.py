"""Tokens as Entra issues them, in version 2.

Docs: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
"""

import time
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from demo.teams.places import Places
from demo.teams.signing import Signer
from demo.teams.tenant import CLIENT_ID, TENANT, Employee, employees

LIFETIME = 3600
"""Seconds."""
GRAPH = "https://graph.microsoft.com"
CONNECTOR = "https://api.botframework.com"
WEB_CLIENT = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
"""Teams in browsers, which asks for tabs' tokens."""
GRAPH_ROLES = (
    "AppCatalog.Read.All",
    "Application.Read.All",
    "TeamsActivity.Send",
    "TeamsAppInstallation.ReadWriteSelfForUser.All",
    "User.Read.All",
    "MailboxSettings.Read",
)
"""What the administrator lets the app do by itself."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Issues them.

    Attributes:
        now: seconds since 1970.
    """

    signer: Signer
    places: Places
    now: Callable[[], float] = time.time

    def for_tab(self, who: Employee, claims: str = "") -> str:
        """What `getAuthToken` hands to a tab.

        Args:
            who: signs in.
            claims: what the tab was told that a token has to hold; somebody then proved
                themselves twice.
        """
        return self._sign(
            {
                "aud": CLIENT_ID,
                "azp": WEB_CLIENT,
                "azpacr": "0",
                "scp": "access_as_user",
                **_about(who),
                **({"acrs": ["c1"]} if claims else {}),
            }
        )

    def id_token(self, who: Employee, nonce: str) -> str:
        """Who signed in."""
        return self._sign({"aud": CLIENT_ID, "nonce": nonce, **_about(who)})

    def delegated(self, who: Employee, scopes: Collection[str]) -> str:
        """For Graph, in somebody's name."""
        about = _about(who)
        return self._sign(
            {"aud": GRAPH, "appid": CLIENT_ID, "scp": " ".join(sorted(scopes)), **about}
        )

    def for_app(self, resource: str) -> str:
        """For a resource, in the app's own name."""
        roles = {"roles": list(GRAPH_ROLES)} if resource == GRAPH else {}
        return self._sign(
            {
                "aud": resource,
                "appid": CLIENT_ID,
                "azp": CLIENT_ID,
                "azpacr": "1",
                "idtyp": "app",
                "oid": str(uuid.uuid5(uuid.NAMESPACE_URL, CLIENT_ID)),
                **roles,
            }
        )

    def _sign(self, claims: dict[str, Any]) -> str:
        now = int(self.now())
        return self.signer.sign(
            {
                "iss": self.places.issuer,
                "iat": now,
                "nbf": now,
                "exp": now + LIFETIME,
                "tid": TENANT,
                "ver": "2.0",
                "uti": uuid.uuid4().hex[:22],
                **claims,
            }
        )


def _about(who: Employee) -> dict[str, Any]:
    return {
        "name": who.person.name,
        "oid": who.object_id,
        "preferred_username": who.person.email,
        "email": who.person.email,
        # Another one for each app, in truth as here.
        "sub": uuid.uuid5(uuid.UUID(who.object_id), CLIENT_ID).hex,
    }


def whose(claims: dict[str, Any]) -> Employee | None:
    """Whom verified claims are about."""
    return next((who for who in employees() if who.object_id == claims.get("oid")), None)
