"""The token endpoint: four grants of one confidential client.

- client credentials: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
- authorization code and refresh token: .../v2-oauth2-auth-code-flow
- on behalf of: .../v2-oauth2-on-behalf-of-flow
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

import jwt

from demo.teams.entra import refusals
from demo.teams.entra.grants import Grants
from demo.teams.entra.tokens import CONNECTOR, GRAPH, LIFETIME, Tokens, whose
from demo.teams.tenant import CLIENT_ID, CLIENT_SECRET, TENANT, Employee, employee

ON_BEHALF_OF = "urn:ietf:params:oauth:grant-type:jwt-bearer"
DEFAULT = "/.default"


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """Answers token requests."""

    tokens: Tokens
    grants: Grants

    def answer(self, tenant: str, form: Mapping[str, str]) -> dict[str, Any]:
        """Tokens for a request.

        Raises:
            EntraError: it is refused.
        """
        if tenant != TENANT:
            raise refusals.UNKNOWN_TENANT
        if form.get("client_id") != CLIENT_ID:
            raise refusals.UNKNOWN_APP
        if not compare_digest(form.get("client_secret", "").encode(), CLIENT_SECRET.encode()):
            raise refusals.wrong_client("Invalid client secret provided.")
        kind, scopes = form.get("grant_type", ""), tuple(form.get("scope", "").split())
        if kind == "client_credentials":
            return self._for_app(scopes)
        if kind == "authorization_code":
            return self._for_code(form)
        if kind == "refresh_token":
            return self._refreshed(form.get("refresh_token", ""), scopes)
        if kind == ON_BEHALF_OF:
            return self._on_behalf_of(form, scopes)
        raise refusals.EntraError("unsupported_grant_type", 70003, "Unsupported grant type.")

    def _for_app(self, scopes: tuple[str, ...]) -> dict[str, Any]:
        # Graph may be named by its own address or by where it is here.
        known = {CONNECTOR: CONNECTOR, GRAPH: GRAPH, self.tokens.places.graph: GRAPH}
        resource = known.get(scopes[0].removesuffix(DEFAULT)) if len(scopes) == 1 else None
        if resource is None or not scopes[0].endswith(DEFAULT):
            raise refusals.EntraError("invalid_scope", 1002012, "The scope is not valid.")
        token = self.tokens.for_app(resource)
        return {"token_type": "Bearer", "expires_in": LIFETIME, "access_token": token}

    def _for_code(self, form: Mapping[str, str]) -> dict[str, Any]:
        code = self.grants.take_code(form.get("code", ""))
        if code is None:
            raise refusals.wrong_grant("The code is unknown, used or has expired.", 54005)
        if form.get("redirect_uri") != code.redirect_uri:
            raise refusals.wrong_grant("The redirect URI is another one.", 50011)
        if not code.proves(form.get("code_verifier", "")):
            raise refusals.wrong_grant("The code_verifier does not fit.", 501481)
        who = _person(code.object_id)
        return {
            **self._for_person(who, code.scopes),
            "id_token": self.tokens.id_token(who, code.nonce),
        }

    def _refreshed(self, token: str, scopes: tuple[str, ...]) -> dict[str, Any]:
        known = self.grants.refreshes(token)
        if known is None:
            raise refusals.wrong_grant("The refresh token is unknown.", 70008)
        object_id, before = known
        return self._for_person(_person(object_id), scopes or before)

    def _on_behalf_of(self, form: Mapping[str, str], scopes: tuple[str, ...]) -> dict[str, Any]:
        if form.get("requested_token_use") != "on_behalf_of":
            raise refusals.invalid_request("requested_token_use must be on_behalf_of.")
        try:
            claims = self.tokens.signer.verified(form.get("assertion", ""), CLIENT_ID)
        except jwt.InvalidTokenError as error:
            raise refusals.wrong_grant("The assertion is not valid.", 50013) from error
        who = whose(claims)
        if who is None or claims.get("scp") != "access_as_user":
            raise refusals.wrong_grant("The assertion is of no user.", 50013)
        if who.object_id in self.grants.second_factor and "acrs" not in claims:
            raise refusals.SECOND_FACTOR
        return self._for_person(who, scopes)

    def _for_person(self, who: Employee, scopes: tuple[str, ...]) -> dict[str, Any]:
        if self.grants.missing(who.object_id, scopes) or not self.grants.allowed(who.object_id):
            raise refusals.CONSENT_REQUIRED
        given = self.grants.allowed(who.object_id)
        answer = {
            "token_type": "Bearer",
            "scope": " ".join(sorted(given)),
            "expires_in": LIFETIME,
            "access_token": self.tokens.delegated(who, given),
        }
        if "offline_access" in scopes:
            answer["refresh_token"] = self.grants.issue_refresh(who.object_id, scopes)
        return answer


def _person(object_id: str) -> Employee:
    who = employee(object_id)
    assert who is not None, "codes and refresh tokens are issued to employees"
    return who
