"""The OAuth 2 token endpoint: client credentials proved by a JWT the tool signed.

Moodle drops unknown scopes silently, Canvas refuses the whole request. Stricter than Moodle on
purpose: the audience is checked and an assertion works once, as the specification asks.
Spec: https://www.imsglobal.org/spec/security/v1p0/#using-json-web-tokens-with-oauth-2-0-client-credentials-grant
"""

from collections.abc import Iterable, Mapping
from typing import Any

import jwt

from demo.directory import Institution
from demo.once import UsedOnce
from demo.services.bearer import LIFETIME, AccessTokens
from demo.services.scopes import GRANTED
from demo.tool_keys import Keyrings
from demo.tools import Tool, Tools

GRANT = "client_credentials"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FIELDS = ("grant_type", "client_assertion_type", "client_assertion", "scope")
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
    """Hands out access tokens.

    Args:
        url: its own address, which assertions must name as audience.
        institutions: whose tools may ask.
        tools: all of them.
        keyrings: their public keys.
        access_tokens: remembers what was handed out.
    """

    def __init__(
        self,
        url: str,
        institutions: Iterable[Institution],
        tools: Tools,
        keyrings: Keyrings,
        access_tokens: AccessTokens,
    ) -> None:
        self._url = url
        self._institutions = {known.slug: known for known in institutions}
        self._tools = tools
        self._keyrings = keyrings
        self._access_tokens = access_tokens
        self._assertions = UsedOnce()

    def answer(self, form: Mapping[str, str]) -> tuple[Institution, dict[str, Any]]:
        """A token for a valid request, and whose it is.

        Raises:
            TokenRefusedError: with the OAuth error code.
        """
        if not all(form.get(field) for field in FIELDS):
            raise TokenRefusedError("invalid_request", f"these are needed: {', '.join(FIELDS)}")
        if form["grant_type"] != GRANT:
            raise TokenRefusedError("unsupported_grant_type", f"grant_type must be {GRANT}")
        if form["client_assertion_type"] != ASSERTION:
            raise TokenRefusedError("invalid_request", f"client_assertion_type must be {ASSERTION}")
        institution, tool = self._verify(form["client_assertion"])
        scopes = _granted(form["scope"].split(), tool, institution)
        return institution, {
            "access_token": self._access_tokens.issue(institution, tool, scopes),
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "scope": " ".join(scopes),
        }

    def _verify(self, assertion: str) -> tuple[Institution, Tool]:
        tool = self._client(assertion)
        institution = self._institutions[tool.institution]
        key = self._key(assertion, tool)
        try:
            claims = jwt.decode(
                assertion,
                jwt.PyJWK(dict(key), algorithm="RS256").key,
                algorithms=["RS256"],
                audience=[self._url],
                issuer=tool.client_id,
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
            )
        except jwt.ExpiredSignatureError as error:
            # Moodle hands the message of its JWT library out as the error code.
            code = "Expired token" if institution.dialect == "moodle" else "invalid_client"
            raise TokenRefusedError(code, str(error), institution) from error
        except jwt.PyJWTError as error:
            raise TokenRefusedError("invalid_client", str(error), institution) from error
        if claims["sub"] != tool.client_id:
            raise TokenRefusedError("invalid_client", "sub must be the client id", institution)
        until = float(claims["exp"]) + LEEWAY
        if not self._assertions.use(tool.client_id, str(claims["jti"]), until):
            raise TokenRefusedError("invalid_client", "jti was used already", institution)
        return institution, tool

    def _client(self, assertion: str) -> Tool:
        try:
            claims = jwt.decode(assertion, options={"verify_signature": False})
        except jwt.PyJWTError as error:
            raise TokenRefusedError("invalid_client", "client_assertion is not a JWT") from error
        tool = self._tools.find(str(claims.get("iss")))
        if tool is None or not self._may_ask(tool):
            raise TokenRefusedError("invalid_client", "iss is not a known client id")
        return tool

    def _may_ask(self, tool: Tool) -> bool:
        # Moodle does not look at whether a tool was activated.
        return tool.active or self._institutions[tool.institution].dialect == "moodle"

    def _key(self, assertion: str, tool: Tool) -> Mapping[str, Any]:
        kid = str(jwt.get_unverified_header(assertion).get("kid", ""))
        key = self._keyrings.at(tool.jwks_url).find(kid)
        if key is None:
            raise TokenRefusedError(
                "invalid_client",
                "no published key has this kid",
                self._institutions[tool.institution],
            )
        return key


def _granted(asked: list[str], tool: Tool, institution: Institution) -> list[str]:
    known = tool.allowed(GRANTED[institution.dialect])
    scopes = [scope for scope in asked if scope in known]
    if not scopes or (institution.dialect == "canvas" and len(scopes) < len(asked)):
        raise TokenRefusedError("invalid_scope", "a requested scope is not granted", institution)
    return scopes
