"""The OAuth 2 token endpoint: client credentials proved by a JWT the tool signed.

The library checks the signature and chooses the scopes; who, for whom, until when and only once
is checked here. Spec: https://www.imsglobal.org/spec/security/v1p0/#using-json-web-tokens-with-oauth-2-0-client-credentials-grant
"""

import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any

import jwt

from demo.directory import Institution
from demo.platform import Platform
from demo.tool_keys import ToolKeys

GRANT = "client_credentials"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LEEWAY = 10
"""Seconds the two clocks may differ."""


class TokenRefusedError(Exception):
    """No token.

    Args:
        code: OAuth error code.
        description: what is wrong.
        institution: whose client asked, when that is known.
    """

    def __init__(self, code: str, description: str, institution: Institution | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.institution = institution


class TokenEndpoint:
    """Hands out access tokens."""

    def __init__(
        self, platform: Platform, institutions: Iterable[Institution], keys: ToolKeys
    ) -> None:
        self._platform = platform
        self._clients = {known.client_id: known for known in institutions}
        self._keys = keys
        self._lock = threading.Lock()
        self._used: dict[tuple[str, str], float] = {}

    def answer(self, form: Mapping[str, str]) -> tuple[Institution, dict[str, Any]]:
        """A token for a valid request, and whose it is.

        Raises:
            TokenRefusedError: with the OAuth error code.
        """
        if form.get("grant_type") != GRANT:
            raise TokenRefusedError("unsupported_grant_type", f"grant_type must be {GRANT}")
        if form.get("client_assertion_type") != ASSERTION or not form.get("scope"):
            raise TokenRefusedError(
                "invalid_request", f"scope and client_assertion_type {ASSERTION} are needed"
            )
        institution, key = self._verify(form.get("client_assertion", ""))
        configuration = self._platform.configuration(institution)
        configuration.get_registration().set_tool_key_set({"keys": [dict(key)]})
        token = dict(configuration.get_access_token(dict(form)))
        if not token["scope"]:
            raise TokenRefusedError("invalid_scope", "none of the scopes is known", institution)
        return institution, token

    def _verify(self, assertion: str) -> tuple[Institution, Mapping[str, Any]]:
        institution = self._client(assertion)
        key = self._key(assertion, institution)
        try:
            claims = jwt.decode(
                assertion,
                jwt.PyJWK(dict(key), algorithm="RS256").key,
                algorithms=["RS256"],
                audience=[self._platform.addresses.token],
                issuer=institution.client_id,
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
            )
        except jwt.PyJWTError as error:
            raise TokenRefusedError("invalid_client", str(error), institution) from error
        if claims["sub"] != institution.client_id:
            raise TokenRefusedError("invalid_client", "sub must be the client id", institution)
        self._use_up(institution, str(claims["jti"]), float(claims["exp"]))
        return institution, key

    def _client(self, assertion: str) -> Institution:
        try:
            claims = jwt.decode(assertion, options={"verify_signature": False})
            return self._clients[claims["iss"]]
        except jwt.PyJWTError as error:
            raise TokenRefusedError("invalid_client", "client_assertion is not a JWT") from error
        except (KeyError, TypeError) as error:
            raise TokenRefusedError("invalid_client", "iss is not a known client id") from error

    def _key(self, assertion: str, institution: Institution) -> Mapping[str, Any]:
        key = self._keys.find(str(jwt.get_unverified_header(assertion).get("kid", "")))
        if key is None:
            raise TokenRefusedError("invalid_client", "no published key has this kid", institution)
        return key

    def _use_up(self, institution: Institution, jti: str, expires: float) -> None:
        with self._lock:
            now = time.time() - LEEWAY
            self._used = {known: until for known, until in self._used.items() if until > now}
            if (institution.client_id, jti) in self._used:
                raise TokenRefusedError("invalid_client", "jti was used already", institution)
            self._used[institution.client_id, jti] = expires
