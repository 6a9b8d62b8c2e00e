"""Verifying the id_token of Microsoft Entra ID.

Signature, issuer, audience, times and nonce as OpenID Connect Core 1.0, section 3.1.3.7, asks; and
besides, that it is of the one tenant. Somebody is (tid, oid): e-mail addresses and user names are
given to others.
"""

from collections.abc import Mapping
from datetime import datetime
from hmac import compare_digest
from typing import Any

import jwt
import structlog

from core.errors import NotSignedInError
from core.services.administration.entra_accounts import EntraAccount

ALGORITHM = "RS256"
LEEWAY = 60
"""Seconds that clocks may differ."""
_REQUIRED = ["exp", "iat", "iss", "aud", "nonce", "tid", "oid"]
_log = structlog.get_logger(__name__)


def account_of(
    token: str,
    keys: Mapping[str, Any],
    *,
    issuer: str,
    tenant: str,
    client_id: str,
    nonce: str,
    now: datetime,
) -> EntraAccount:
    """Whose token it is.

    Args:
        token: as Microsoft sent it.
        keys: its key set (JWKS).
        issuer: who has to have issued it.
        tenant: in which tenant.
        client_id: for whom.
        nonce: of this very sign-in.
        now: the time.

    Raises:
        NotSignedInError: it is not valid.
    """
    try:
        claims = _claims(token, keys, issuer, client_id)
        _check(claims, tenant, nonce, now.timestamp())
    except (jwt.PyJWTError, ValueError) as error:
        # What is wrong is in the log; the token is not.
        _log.warning("id_token refused", reason=type(error).__name__, detail=str(error))
        raise NotSignedInError(
            "What Microsoft sent about this sign-in is not valid. Begin again."
        ) from error
    label = str(claims.get("preferred_username") or claims.get("name") or "")
    return EntraAccount(tenant=claims["tid"], subject=claims["oid"], label=label)


def _claims(token: str, keys: Mapping[str, Any], issuer: str, client_id: str) -> dict[str, Any]:
    wanted = jwt.get_unverified_header(token).get("kid")
    known = jwt.PyJWKSet.from_dict(dict(keys)).keys
    key = next((one for one in known if wanted and one.key_id == wanted), None)
    if key is None:
        raise ValueError("unknown key")
    # Times are checked below, by our own clock.
    return jwt.decode(
        token,
        key.key,
        algorithms=[ALGORITHM],
        audience=client_id,
        issuer=issuer,
        options={
            "require": _REQUIRED,
            "verify_exp": False,
            "verify_nbf": False,
            "verify_iat": False,
        },
    )


def _check(claims: Mapping[str, Any], tenant: str, nonce: str, now: float) -> None:
    for name in ("exp", "iat", "nbf"):
        if name in claims and not isinstance(claims[name], int | float):
            raise ValueError(f"{name} is no moment")
    if claims["exp"] + LEEWAY <= now:
        raise ValueError("expired")
    if max(claims["iat"], claims.get("nbf", 0)) - LEEWAY > now:
        raise ValueError("not yet valid")
    if not compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise ValueError("another nonce")
    if claims["tid"] != tenant:
        raise ValueError("another tenant")
    if not isinstance(claims["oid"], str) or not claims["oid"]:
        raise ValueError("nobody")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1:
        raise ValueError("for others too")
