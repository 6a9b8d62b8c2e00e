"""Is this the token that TeamsJS got for us, of whom, and for which of our apps?

`authentication.getAuthToken()` hands the tab an access token for our own API:

1. Size, and three segments; the header says RS256 and names a key (kid) of Microsoft's.
2. The signature; and where the key is of one issuer only, that it is the token's.
3. ver is 2.0, and iss is what Microsoft calls itself in the token's own tenant (tid).
4. aud is the app's id, or the app's URI (api://host/botid-<app id>), and tenant and app together
   are one of ours that is switched on.
5. exp, nbf and iat around our clock.
6. It was given to somebody (oid) for us: scp has access_as_user. Tokens of apps are nobody's.
7. azp is one of Microsoft's own clients that show tabs.

Somebody is (tid, oid). preferred_username and name are for people's eyes; they prove nothing.

https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-code
https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import jwt
import structlog

from core.domain.teams_tenant import TeamsTenant
from core.errors import ForbiddenError, NotSignedInError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage
from teams_app.signing_keys import SigningKey, fetch_object, microsoft_keys, signing_keys
from web.public_keys import KeyCache

ALGORITHM = "RS256"
VERSION = "2.0"
SCOPE = "access_as_user"
KEYS = "/common/discovery/v2.0/keys"
"""Of every tenant, below Microsoft's sign-in."""
MAX_LENGTH = 32_768
"""Characters; real ones have two thousand."""
LEEWAY = 120
"""Seconds that clocks may differ."""
CLIENTS = frozenset(
    {
        "1fec8e78-bce4-4aaf-ab1b-5451cc387264",  # Teams on desktops and phones
        "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",  # Teams on the web
        "4765445b-32c6-49b0-83e6-1d93765276ca",  # Microsoft 365 on the web
        "0ec893e0-5785-4de6-99da-4ed124e5296c",  # Microsoft 365 on desktops
        "d3590ed6-52b3-4102-aeff-aad2292ab01c",  # Microsoft 365 on phones, Outlook on desktops
        "bc59ab01-8403-45c6-8796-ac3ef710b3e3",  # Outlook on the web
        "27922004-5251-4030-b22d-91ecd9a37ea4",  # Outlook on phones
    }
)
"""Microsoft's clients that may ask for a token of ours (azp)."""
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsUser:
    """Whose token it is.

    Attributes:
        tenant: where our app is that the token is for.
        object_id: oid; with the tenant's id what somebody is called for ever.
        name, username: as they are shown over there; both change.
        token: itself, to be exchanged for others on behalf of this person.
    """

    tenant: TeamsTenant
    object_id: str
    name: str = ""
    username: str = ""
    token: str = ""


def entra_keys(http: OutboundHttp, clock: Clock, authority: str) -> KeyCache[SigningKey]:
    """The keys that tokens of every tenant are signed with."""
    return microsoft_keys(lambda: signing_keys(fetch_object(http, authority + KEYS)), clock)


class SsoTokens:
    """Verifies tokens of tabs.

    Args:
        storage: knows the tenants.
        clock: now.
        keys: of Microsoft's sign-in.
        authority: origin of Microsoft's sign-in.
        host: of the hub, as in the app's URI.
    """

    def __init__(
        self, storage: Storage, clock: Clock, keys: KeyCache[SigningKey], authority: str, host: str
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._keys = keys
        self._authority = authority
        self._app_uri = f"api://{host.lower()}/botid-"

    def verify(self, token: str) -> TeamsUser:
        """Whose token it is.

        Raises:
            NotSignedInError: it is not valid.
            ForbiddenError: Mentorloom is not set up, or switched off, for their tenant.
            UnavailableError: Microsoft's keys cannot be had.
        """
        try:
            claims = self._claims(token)
            tenant_id, object_id = _guid(claims, "tid"), _guid(claims, "oid")
            self._check_times(claims)
            _check_rights(claims)
            client_id = self._client_id(claims)
        except (jwt.PyJWTError, ValueError) as error:
            # What is wrong is in the log; the token is not.
            _log.warning("tab token refused", reason=type(error).__name__, detail=str(error)[:200])
            raise NotSignedInError(
                "What Microsoft Teams sent about you is not valid. Reload the tab; if that does "
                "not help, tell your administrator."
            ) from error
        return TeamsUser(
            tenant=self._tenant(tenant_id, client_id),
            object_id=object_id,
            name=_text(claims, "name"),
            username=_text(claims, "preferred_username"),
            token=token,
        )

    def _claims(self, token: str) -> dict[str, Any]:
        """The claims under Microsoft's signature, by whom they have to be."""
        if not token or len(token) > MAX_LENGTH:
            raise ValueError("missing or too long")
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if header.get("alg") != ALGORITHM or not isinstance(kid, str):
            raise ValueError("not signed as Microsoft signs")
        key = self._keys.key(kid)
        if key is None:
            raise ValueError("unknown key")
        # Audience and times are checked below: by our own tenants and clock.
        options: Any = dict.fromkeys(
            ("verify_aud", "verify_exp", "verify_nbf", "verify_iat"), False
        )
        claims = jwt.decode(
            token, key.public, algorithms=[ALGORITHM], options=options | {"verify_sub": False}
        )
        issuer = f"{self._authority}/{_guid(claims, 'tid')}/v2.0"
        if claims.get("ver") != VERSION or claims.get("iss") != issuer:
            raise ValueError("another issuer or version")
        if key.issuer and key.issuer.replace("{tenantid}", claims["tid"]) != issuer:
            raise ValueError("a key of another issuer")
        return claims

    def _check_times(self, claims: Mapping[str, Any]) -> None:
        now = self._clock.now().timestamp()
        if _moment(claims, "exp") + LEEWAY <= now:
            raise ValueError("expired")
        begins = [_moment(claims, name) for name in ("iat", "nbf") if name in claims]
        if not begins or max(begins) - LEEWAY > now:
            raise ValueError("not yet valid")

    def _client_id(self, claims: Mapping[str, Any]) -> str:
        audience = claims.get("aud")
        client_id = audience.removeprefix(self._app_uri) if isinstance(audience, str) else ""
        if not _GUID.fullmatch(client_id):
            raise ValueError("for another app")
        return client_id

    def _tenant(self, tenant_id: str, client_id: str) -> TeamsTenant:
        with self._storage.platform() as platform:
            tenant = platform.teams_tenants.by_client(tenant_id, client_id)
        if tenant is None or not tenant.enabled:
            _log.warning("tab token of an unknown tenant", tenant=tenant_id, client_id=client_id)
            raise ForbiddenError(
                "Mentorloom is not set up for your organization's Microsoft 365, or it is "
                "switched off there. Ask your administrator."
            )
        return tenant


def _check_rights(claims: Mapping[str, Any]) -> None:
    scopes = claims.get("scp")
    if claims.get("idtyp", "user") != "user" or not isinstance(scopes, str):
        raise ValueError("of an app, not of a person")
    if SCOPE not in scopes.split():
        raise ValueError("not given for us")
    client = claims.get("azp")
    if not isinstance(client, str) or client not in CLIENTS:
        raise ValueError("asked for by another client")


def _guid(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not _GUID.fullmatch(value):
        raise ValueError(f"{name} is no id")
    return value


def _moment(claims: Mapping[str, Any], name: str) -> float:
    """Seconds since 1970 of a time claim."""
    value = claims.get(name)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            return float(value)
    except OverflowError:  # an integer beyond what floats hold
        pass
    raise ValueError(f"{name} is no moment")


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name, "")
    return value if isinstance(value, str) and value.isprintable() else ""
