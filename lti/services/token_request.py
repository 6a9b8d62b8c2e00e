"""Asking a platform for an access token.

1. A JWT signed by us says who asks: `iss` and `sub` are our client id, `aud` is the token endpoint,
   `jti` is used once, and it lives for minutes only.
2. It goes to the token endpoint as a form; Moodle knows no other encoding.
3. The answer is JSON, whatever its media type says (Moodle calls it text/html). It may grant less
   than was asked, and it counts more than what registrations and launches promise.

https://www.imsglobal.org/spec/security/v1p0/#using-json-web-tokens-with-oauth-2-0-client-credentials-grant
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt

from core.domain.registration import AccessToken, Registration
from core.errors import ForbiddenError, InvalidInputError, UnavailableError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp, OutboundResponse
from lti.keys import ToolKeyring
from lti.services.refusals import must_be_available, unreadable
from lti.services.vocabulary import IMPLIED, JSON, short_names

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFETIME = timedelta(minutes=2)
"""Of the assertion; the clocks of both sides may differ by about as much."""
BACKDATED = timedelta(seconds=10)
"""A platform whose clock is behind ours would think the assertion comes from the future."""
UNTOLD = timedelta(minutes=5)
"""How long a token is kept whose lifetime the platform does not tell."""
LONGEST = timedelta(days=1)
_OK = 200
_TOKEN = re.compile(r"[\x21-\x7e]{1,8192}")
_ERROR = re.compile(r"[A-Za-z0-9 ._:'-]{1,80}")
_UNKNOWN_CLIENT = frozenset({"invalid_client", "unauthorized_client"})


class TokenEndpoints:
    """Asks platforms for access tokens."""

    def __init__(
        self, http: OutboundHttp, keyring: ToolKeyring, clock: Clock, entropy: Entropy
    ) -> None:
        self._http = http
        self._keyring = keyring
        self._clock = clock
        self._entropy = entropy

    def ask(self, registration: Registration, scopes: frozenset[str]) -> AccessToken:
        """A new token for all of these scopes.

        Raises:
            ForbiddenError: the platform does not know us, or does not grant a scope; says which.
            UnavailableError: it did not answer.
        """
        now = self._clock.now()
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._assertion(registration, now),
            "scope": " ".join(sorted(scopes)),
        }
        try:
            answer = self._http.post_form(registration.token_url, form, {"Accept": JSON})
        except InvalidInputError as error:
            # Nobody typed this URL just now: the registration, or the name behind it, went bad.
            raise UnavailableError(error.message, **error.params) from error
        must_be_available(answer, now)
        if answer.status != _OK:
            raise _refused(answer, registration, scopes)
        return _granted(_document(answer), registration, scopes, now)

    def _assertion(self, registration: Registration, now: datetime) -> str:
        key = self._keyring.signing_key()
        claims = {
            "iss": registration.client_id,
            "sub": registration.client_id,
            "aud": registration.token_audience or registration.token_url,
            "iat": int((now - BACKDATED).timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            "jti": self._entropy.uuid().hex,
        }
        return jwt.encode(claims, key.private_pem, "RS256", {"kid": key.kid})


def _document(answer: OutboundResponse) -> Mapping[str, Any]:
    document = answer.json()
    if not isinstance(document, dict):
        raise unreadable()
    return document


def _granted(
    document: Mapping[str, Any], registration: Registration, scopes: frozenset[str], now: datetime
) -> AccessToken:
    token, kind = document.get("access_token"), document.get("token_type", "Bearer")
    usable = isinstance(token, str) and _TOKEN.fullmatch(token)
    if not usable or str(kind).lower() != "bearer":
        raise unreadable()
    said = document.get("scope")
    # RFC 6749 section 5.1: not said means all that was asked for.
    granted = frozenset(said.split()) if isinstance(said, str) and said.strip() else scopes
    missing = {scope for scope in scopes if not {scope, IMPLIED.get(scope)} & granted}
    if missing:
        raise _not_allowed(missing)
    return AccessToken(
        registration_id=registration.id,
        scopes=scopes,
        token=str(token),
        expires_at=now + _lifetime(document.get("expires_in")),
    )


def _lifetime(seconds: object) -> timedelta:
    try:
        found = timedelta(seconds=float(str(seconds)))
    except (ValueError, OverflowError):
        return UNTOLD
    return min(max(found, timedelta()), LONGEST)


def _refused(
    answer: OutboundResponse, registration: Registration, scopes: frozenset[str]
) -> ForbiddenError:
    error = _error(answer)
    if error == "invalid_scope":
        return _not_allowed(scopes)
    if error in _UNKNOWN_CLIENT:
        return ForbiddenError(
            "Your LMS does not recognise this tool (%(error)s). Its administrator should compare "
            "the client id %(client_id)s with the registration there, and make sure that the LMS "
            "can read the public keyset URL of this tool.",
            error=error,
            client_id=registration.client_id,
        )
    return ForbiddenError(
        "Your LMS gave this tool no access token (%(error)s). Its administrator should check the "
        "registration of this tool, and that the clocks of both servers agree.",
        error=error,
    )


def _error(answer: OutboundResponse) -> str:
    """The error code (Moodle: some words), if it is fit to be shown; else the status."""
    try:
        document = answer.json()
    except UnavailableError:
        document = None
    error = document.get("error") if isinstance(document, dict) else None
    fit = isinstance(error, str) and _ERROR.fullmatch(error)
    return str(error) if fit else f"HTTP {answer.status}"


def _not_allowed(scopes: frozenset[str] | set[str]) -> ForbiddenError:
    return ForbiddenError(
        "Your LMS does not allow this tool to use: %(scopes)s. Its administrator can allow that "
        "where the tool is registered.",
        scopes=short_names(scopes),
    )
