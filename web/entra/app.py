"""The app that an organization registered at Microsoft Entra ID, and what it is asked.

Authorization code flow with PKCE:
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
"""

from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from core.errors import NotSignedInError, UnavailableError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp, OutboundResponse
from core.services.administration.entra_accounts import EntraAccount
from web.entra.browser_state import BrowserState
from web.entra.id_token import account_of

CALLBACK = "/signin/entra/callback"
_OK = 200
_REFUSED = range(400, 500)


class EntraSettings(Protocol):
    """The settings of the sign-in; config.settings.Settings has them."""

    @property
    def public_url(self) -> str:
        """Where browsers reach the hub."""
        ...

    @property
    def entra_tenant(self) -> str:
        """Id of the tenant; empty offers no sign-in with Microsoft."""
        ...

    @property
    def entra_client_id(self) -> str:
        """Id of the app in it."""
        ...

    @property
    def entra_client_secret(self) -> str:
        """Its secret."""
        ...

    @property
    def entra_authority(self) -> str:
        """Origin of Microsoft's sign-in; another one in national clouds."""
        ...


@dataclass(frozen=True, slots=True)
class EntraApp:
    """Begins and completes sign-ins.

    Attributes:
        settings: of the app.
        http: calls Microsoft.
        clock: now.
    """

    settings: EntraSettings
    http: OutboundHttp
    clock: Clock

    @property
    def offered(self) -> bool:
        """Whether there is such an app."""
        return bool(self.settings.entra_tenant)

    def where(self, state: BrowserState) -> str:
        """Where the browser signs in; it comes back with a code."""
        return f"{self._tenant}/oauth2/v2.0/authorize?" + urlencode(
            {
                "client_id": self.settings.entra_client_id,
                "response_type": "code",
                "redirect_uri": self._callback,
                "response_mode": "query",
                "scope": "openid profile",
                "state": state.state,
                "nonce": state.nonce,
                "code_challenge": state.challenge,
                "code_challenge_method": "S256",
                "prompt": "select_account",
            }
        )

    def account(self, code: str, state: BrowserState) -> EntraAccount:
        """Who has signed in: exchange the code, and verify what comes.

        Raises:
            NotSignedInError: Microsoft takes neither the code nor us, or what it sent is not valid.
            UnavailableError: it does not answer.
        """
        form = {
            "client_id": self.settings.entra_client_id,
            "client_secret": self.settings.entra_client_secret,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._callback,
            "code_verifier": state.verifier,
        }
        told = _object(self.http.post_form(f"{self._tenant}/oauth2/v2.0/token", form))
        return account_of(
            str(told.get("id_token", "")),
            _object(self.http.get(f"{self._tenant}/discovery/v2.0/keys")),
            issuer=f"{self._tenant}/v2.0",
            tenant=self.settings.entra_tenant,
            client_id=self.settings.entra_client_id,
            nonce=state.nonce,
            now=self.clock.now(),
        )

    @property
    def _tenant(self) -> str:
        return f"{self.settings.entra_authority}/{self.settings.entra_tenant}"

    @property
    def _callback(self) -> str:
        return self.settings.public_url + CALLBACK


def _object(answer: OutboundResponse) -> dict[str, Any]:
    if answer.status in _REFUSED:
        raise NotSignedInError(
            "Microsoft did not accept this sign-in. Begin again; if that does not help, whoever "
            "runs Mentorloom has to check its app at Microsoft Entra ID."
        )
    told = answer.json() if answer.status == _OK else None
    if not isinstance(told, dict):
        raise UnavailableError("Microsoft does not answer as it should. Try again later.")
    return told
