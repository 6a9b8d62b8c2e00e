"""Did the Bot Framework send this activity, for the app of a tenant of ours?

1. A bearer token: three base64url segments, RS256, a kid of the Bot Framework's key set (its
   metadata says where that is), the signature.
2. iss is the Bot Framework; exp and nbf around our clock, five minutes of skew.
3. The key is endorsed for the channel of the activity.
4. The serviceurl claim is the activity's serviceUrl, and that is a connector's.
5. aud is the client id of an app of ours; the tenant of the activity is that app's, and enabled.
6. Not of Agent 365, which sends activities of other agents under this issuer.

1 to 4 missing is 401 or 403, and nothing of the activity has been believed by then. There is no
way to turn this off.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt

from core.domain.teams_tenant import TeamsTenant
from core.errors import ForbiddenError, NotSignedInError, UnavailableError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage
from teams_app.bot.activity import Activity
from teams_app.bot.service_url import allowed_service_url, same_service
from teams_app.signing_keys import SigningKey, fetch_object, microsoft_keys, signing_keys

ISSUER = "https://api.botframework.com"
METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
ALGORITHM = "RS256"
SKEW = timedelta(minutes=5)
MAX_LENGTH = 16_384
"""Characters of a token; real ones have about a thousand."""
FAR_AWAY = 1e11
"""Seconds since 1970 that no token needs."""
AGENT_365 = "5a807f24-c9de-44ee-a3a7-329e88a00ffc"
_JWS = jwt.PyJWS([ALGORITHM])


@dataclass(frozen=True, slots=True, kw_only=True)
class BotOrigin:
    """Where activities may come from.

    Attributes:
        metadata_url: the Bot Framework's openid-configuration.
        service_origins: of connectors that stand in for Microsoft's.
    """

    metadata_url: str = METADATA
    service_origins: Collection[str] = ()


class InboundActivities:
    """Verifies who sends activities. One per process; safe to share between threads."""

    def __init__(
        self, storage: Storage, http: OutboundHttp, clock: Clock, origin: BotOrigin
    ) -> None:
        self._storage = storage
        self._http = http
        self._clock = clock
        self._origin = origin
        self._keys = microsoft_keys(self._fetch, clock)

    def verify(self, token: str | None, activity: Activity) -> TeamsTenant:
        """The tenant an activity comes from.

        Args:
            token: of the Authorization header; None if it has none.
            activity: what came with it.

        Raises:
            NotSignedInError: the token is missing or not valid; says which rule it breaks.
            ForbiddenError: the token is valid, but not for this activity, or for no tenant of ours.
            UnavailableError: the Bot Framework's keys cannot be had.
        """
        key, claims = self._signed(token)
        if claims.get("iss") != ISSUER:
            raise _unverified("the issuer is not the Bot Framework")
        self._check_times(claims)
        if AGENT_365 in (claims.get("azp"), claims.get("appid")):
            raise _refused("it comes from Agent 365")
        if activity.channel not in key.endorsements:
            raise _refused("the key is not endorsed for the channel of the activity")
        claimed = claims.get("serviceurl", claims.get("serviceUrl"))
        if not isinstance(claimed, str) or not same_service(claimed, activity.service_url):
            raise _refused("the serviceUrl is not the one of the token")
        if not allowed_service_url(activity.service_url, self._origin.service_origins):
            raise _refused("the serviceUrl is not on a host of the Bot Framework")
        return self._tenant(claims.get("aud"), activity)

    def _signed(self, token: str | None) -> tuple[SigningKey, Mapping[str, Any]]:
        if not token or len(token) > MAX_LENGTH:
            raise _unverified("there is no bearer token, or it is too long")
        key = self._keys.key(_key_id(token))
        if key is None:
            raise _unverified("the Bot Framework has no key of this id (kid)")
        try:
            claims = json.loads(_JWS.decode_complete(token, key.public, [ALGORITHM])["payload"])
        except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
            raise _unverified("the signature is wrong") from error
        if not isinstance(claims, dict):
            raise _unverified("the token has no claims")
        return key, claims

    def _check_times(self, claims: Mapping[str, Any]) -> None:
        now, skew = self._clock.now().timestamp(), SKEW.total_seconds()
        if _moment(claims, "exp") <= now - skew:
            raise _unverified("the token has expired; check this server's clock")
        if "nbf" in claims and _moment(claims, "nbf") > now + skew:
            raise _unverified("the token is not valid yet; check this server's clock")

    def _tenant(self, audience: object, activity: Activity) -> TeamsTenant:
        if not isinstance(audience, str):
            raise _unverified("the audience is not an app of ours")
        with self._storage.platform() as work:
            known = work.teams_tenants.by_app(audience.lower())
        if not known:
            raise _unverified("the audience is not an app of ours")
        for tenant in known:
            if tenant.enabled and tenant.tenant == activity.tenant:
                return tenant
        raise _refused("the tenant is not connected, or switched off")

    def _fetch(self) -> Mapping[str, SigningKey]:
        url = fetch_object(self._http, self._origin.metadata_url).get("jwks_uri")
        if not isinstance(url, str):
            raise UnavailableError("Microsoft's keys cannot be read. Try again later.")
        return signing_keys(fetch_object(self._http, url))


def _key_id(token: str) -> str:
    """The kid of a header that says RS256."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError as error:
        raise _unverified("it is not a signed token") from error
    if header.get("alg") != ALGORITHM:
        raise _unverified("the token is not signed with RS256")
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise _unverified("the token names no key (kid)")
    return kid


def _moment(claims: Mapping[str, Any], name: str) -> float:
    """Seconds since 1970 of a time claim."""
    value = claims.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < FAR_AWAY:
        return float(value)
    raise _unverified(f"the {name} claim is missing or not a time")


def _unverified(reason: str) -> NotSignedInError:
    return NotSignedInError(
        "This request is not from the Bot Framework (%(reason)s).", reason=reason
    )


def _refused(reason: str) -> ForbiddenError:
    return ForbiddenError("This activity is not accepted (%(reason)s).", reason=reason)
