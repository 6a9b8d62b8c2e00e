"""Asking Microsoft Graph in a person's name, with the token that the tab got for us.

1. msal looks for a good token in what is kept of this person, and renews it where it can.
2. Else the tab's token is exchanged at the person's own tenant, never at "common".
3. What msal learned is kept, encrypted, by (tenant, oid).

Where Microsoft wants the person for it, the tab's script has to ask them: for their consent
(AADSTS65001), or to sign in again with what `claims` says, a condition of their organization.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
https://learn.microsoft.com/entra/identity-platform/v2-conditional-access-dev-guide
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msal

from core.domain.identifiers import PersonId
from core.errors import ForbiddenError, NotSignedInError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage
from teams_app.entra_refusals import refusal
from teams_app.microsoft_http import confidential_app
from teams_app.tab.sso_token import TeamsUser

_CONSENT = 65001
_ASSERTION = 50013
_PERSON = frozenset({50076, 50079})
"""A second factor is wanted, or has to be set up first."""


class AskPersonError(ForbiddenError):
    """Microsoft wants something of the person, whom only the tab's script can ask.

    Args:
        code: "consent_required" or "claims_required".
        claims: what TeamsJS is to ask a token with; may be empty.
    """

    def __init__(self, code: str, claims: str = "") -> None:
        super().__init__("Microsoft asks for your permission first.")
        self.reason = code
        self.claims = claims


class OnBehalf:
    """Gets tokens in people's names.

    Args:
        storage: keeps tokens, and the apps' secrets.
        clock: now.
        http: guarded.
        authority: origin of Microsoft's sign-in.
    """

    def __init__(self, storage: Storage, clock: Clock, http: OutboundHttp, authority: str) -> None:
        self._storage = storage
        self._clock = clock
        self._http = http
        self._authority = authority

    def token(self, user: TeamsUser, person_id: PersonId, scopes: Sequence[str]) -> str:
        """A token for Microsoft Graph.

        Args:
            user: whose name it is in, with the token of their tab.
            person_id: who that is here.
            scopes: what is wanted, such as "MailboxSettings.Read".

        Raises:
            AskPersonError: the person has to do something first.
            NotSignedInError: Microsoft does not take the tab's token.
            AppRefusedError: something is wrong with the app registration.
            UnavailableError: Microsoft does not answer.
        """
        tenant = user.tenant
        with self._storage.platform() as platform:
            secret = platform.teams_tenants.secret(tenant.id)
        kept = self._kept(user)
        ids = (tenant.tenant, tenant.client_id)
        app = confidential_app(self._http, self._authority, *ids, secret, kept)
        answer = _asked(app, user.token, list(scopes))
        if kept.has_state_changed:
            self._keep(user, person_id, kept)
        if "access_token" in answer:
            return str(answer["access_token"])
        raise _refused(answer)

    def _kept(self, user: TeamsUser) -> msal.SerializableTokenCache:
        with self._storage.tenant(user.tenant.organization_id) as work:
            text = work.teams_tokens.get(user.tenant.id, user.object_id)
        cache = msal.SerializableTokenCache()
        if text:
            cache.deserialize(text)
        return cache

    def _keep(
        self, user: TeamsUser, person_id: PersonId, cache: msal.SerializableTokenCache
    ) -> None:
        text, now = cache.serialize(), self._clock.now()
        with self._storage.tenant(user.tenant.organization_id) as work:
            work.teams_tokens.save(user.tenant.id, user.object_id, person_id, text, now)


def _asked(
    app: msal.ConfidentialClientApplication, assertion: str, scopes: list[str]
) -> Mapping[str, Any]:
    # The exchange itself does not look into what is kept.
    for account in app.get_accounts():
        if found := app.acquire_token_silent(scopes, account=account):
            return dict(found)
    return dict(app.acquire_token_on_behalf_of(user_assertion=assertion, scopes=scopes))


def _refused(answer: Mapping[str, Any]) -> Exception:
    codes = set(answer.get("error_codes") or ())
    if _CONSENT in codes or answer.get("suberror") == "consent_required":
        return AskPersonError("consent_required")
    claims = answer.get("claims")
    if claims or codes & _PERSON or answer.get("error") == "interaction_required":
        return AskPersonError("claims_required", claims if isinstance(claims, str) else "")
    if _ASSERTION in codes:
        return NotSignedInError(
            "Microsoft does not take the token of this tab any more. Reload the tab."
        )
    return refusal(answer)
