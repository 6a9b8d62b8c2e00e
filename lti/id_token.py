"""Is this id_token what the platform signed, for us, now, and for this login?

1. Size, and three base64url segments (PyJWT).
2. Header and payload are JSON objects that every parser reads alike (lti/strict_json.py).
3. alg RS256 and nothing else; a kid; the platform's key of that kid; the signature, once.
4. iss and aud are the registration's; with several audiences azp says that we are meant.
5. exp, iat and nbf around our clock.
6. nonce is the one sent out with this login, which was taken out of the store before.

https://www.imsglobal.org/spec/security/v1p0/#authentication-response-validation
"""

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jwt

from core.domain.registration import LaunchState, Registration
from core.ports.clock import Clock
from core.services.administration.sessions import secret_hash
from lti.platform_keys import PlatformKeys
from lti.refusal import unverified
from lti.strict_json import parse_object

ALGORITHM = "RS256"
MAX_LENGTH = 65_536
"""Characters; real ones have two to six thousand."""
LEEWAY = timedelta(seconds=60)
MAX_AGE = timedelta(minutes=10)
MAX_LIFETIME = timedelta(days=1)
"""A token that claims to be good for longer was not made for one launch or notice."""

_JWS = jwt.PyJWS([ALGORITHM])


class IdTokens:
    """Verifies id_tokens.

    Args:
        platform_keys: where platforms' public keys come from.
        clock: what time it is here.
    """

    def __init__(self, platform_keys: PlatformKeys, clock: Clock) -> None:
        self._platform_keys = platform_keys
        self._clock = clock

    def verify(self, token: str, registration: Registration, state: LaunchState) -> dict[str, Any]:
        """The claims of a token that is beyond doubt.

        Args:
            token: compact JWS as posted by the browser.
            registration: the platform the login was sent to.
            state: the login, already taken out of the store.

        Raises:
            ForbiddenError: a rule is broken; says which.
            UnavailableError: the platform's keys cannot be had.
        """
        claims = self._checked(token, registration, MAX_AGE)
        nonce = claims.get("nonce")
        if not isinstance(nonce, str) or not hmac.compare_digest(
            secret_hash(nonce), state.nonce_hash
        ):
            raise unverified("the nonce is not the one of this login")
        return claims

    def verify_notice(self, token: str, registration: Registration) -> dict[str, Any]:
        """The claims of a notice, which belongs to no login. Raises as `verify`.

        It may have waited on the platform for as long as it is valid. What keeps it from counting
        twice is its own id (lti/notices.py).
        """
        return self._checked(token, registration, MAX_LIFETIME)

    def _checked(
        self, token: str, registration: Registration, max_age: timedelta
    ) -> dict[str, Any]:
        claims = self._signed_claims(token, registration)
        _check_parties(claims, registration)
        self._check_times(claims, max_age)
        return claims

    def _signed_claims(self, token: str, registration: Registration) -> dict[str, Any]:
        if not token or len(token) > MAX_LENGTH:
            raise unverified("the id_token is missing or too long")
        key = self._platform_keys.key(registration, _key_id(token))
        try:
            signed = _JWS.decode_complete(token, key, algorithms=[ALGORITHM])
        except jwt.InvalidTokenError as error:
            raise unverified("the signature is wrong") from error
        try:
            return parse_object(signed["payload"])
        except ValueError as error:
            raise unverified("the id_token is not well-formed JSON") from error

    def _check_times(self, claims: Mapping[str, Any], max_age: timedelta) -> None:
        now, leeway = self._clock.now().timestamp(), LEEWAY.total_seconds()
        expires, issued = _moment(claims, "exp"), _moment(claims, "iat")
        if expires <= now - leeway:
            raise unverified("the id_token has expired; compare the clocks of both servers")
        if issued > now + leeway:
            raise unverified("the id_token is from the future; compare the clocks of both servers")
        if now - issued > max_age.total_seconds():
            raise unverified("the id_token is too old; compare the clocks of both servers")
        if expires - issued > MAX_LIFETIME.total_seconds():
            raise unverified("the id_token is valid for too long")
        if "nbf" in claims and _moment(claims, "nbf") > now + leeway:
            raise unverified("the id_token is not valid yet; compare the clocks of both servers")


def _key_id(token: str) -> str:
    """The kid of a header that is well-formed and says RS256."""
    encoded = token.partition(".")[0]
    try:
        header = parse_object(jwt.utils.base64url_decode(encoded))
    except ValueError as error:
        raise unverified("the id_token is not a signed token") from error
    if header.get("alg") != ALGORITHM:
        raise unverified("the id_token is not signed with RS256")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise unverified("the id_token names no key (kid)")
    return kid


def _check_parties(claims: Mapping[str, Any], registration: Registration) -> None:
    if claims.get("iss") != registration.issuer:
        raise unverified("the issuer is not the one of this login")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if registration.client_id not in audiences:
        raise unverified("the audience is not our client id")
    # Absent is fine with one audience; present it must name us, OpenID Connect Core 3.1.3.7.
    authorised = claims.get("azp", registration.client_id if len(audiences) == 1 else None)
    if authorised != registration.client_id:
        raise unverified("the authorised party (azp) is not our client id")


def _moment(claims: Mapping[str, Any], name: str) -> float:
    """Seconds since 1970 of a time claim."""
    value = claims.get(name)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
    except OverflowError:  # an integer beyond what floats hold
        pass
    raise unverified(f"the {name} claim is missing or not a time")
