"""Tokens for Microsoft's services: msal on our guarded HTTP client.

1. The tenant's openid-configuration says where tokens are asked for.
2. The app's id and secret get a token for everything that an administrator consented to
   ("/.default"). msal keeps it until shortly before it ends; there is no refresh token.
   https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

import msal

from core.domain.teams_tenant import TeamsTenant
from core.errors import UnavailableError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp, OutboundResponse
from teams_app.entra_refusals import UNKNOWN_TENANT, AppRefusedError, refusal

BOT_SCOPE = "https://api.botframework.com/.default"
"""What the connector of the bot is called with."""
QUIET = timedelta(minutes=1)
"""So long Entra is not asked again with a secret that it refused."""
_LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, slots=True)
class _Answer:
    """What msal expects of a response."""

    status_code: int
    text: str
    headers: Mapping[str, str]

    def raise_for_status(self) -> None:
        """Nothing: `MsalHttp` raises, and msal reads the body of refusals."""


class MsalHttp:
    """What msal expects of an HTTP client, on ours.

    msal speaks https only. Where the sign-in is a stand-in on plain http, its addresses are told
    to msal as https ones, and called as what they are; the guarded client still decides whether
    they may be.

    Args:
        http: calls.
        authority: origin of Microsoft's sign-in.
    """

    def __init__(self, http: OutboundHttp, authority: str) -> None:
        self._http = http
        self._real = authority
        self._told = secure_origin(authority)

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> _Answer:
        """GET."""
        return self._answer(self._http.get(self._url(url, params), headers))

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> _Answer:
        """POST a form."""
        form = {name: str(value) for name, value in (data or {}).items() if value is not None}
        return self._answer(self._http.post_form(self._url(url, params), form, headers))

    def close(self) -> None:
        """Nothing is held."""

    def _url(self, url: str, params: Mapping[str, str] | None) -> str:
        url = url.replace(f"{self._told}/", f"{self._real}/", 1)
        return f"{url}?{urlencode(params)}" if params else url

    def _answer(self, answer: OutboundResponse) -> _Answer:
        if answer.status in _LATER or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise UnavailableError("Microsoft Entra does not answer as it should. Try again later.")
        # msal takes what is no JSON for a tenant that does not exist.
        answer.json()
        text = answer.body.decode().replace(f"{self._real}/", f"{self._told}/")
        return _Answer(answer.status, text, answer.headers)


def graph_scope(graph_url: str) -> str:
    """What Microsoft Graph is called with.

    Args:
        graph_url: where it is (setting `graph_url`); another one in national clouds.
    """
    return f"{graph_url}/.default"


def secure_origin(authority: str) -> str:
    """An origin as msal wants it: https."""
    return f"https://{urlsplit(authority).netloc}"


def confidential_app(
    http: OutboundHttp,
    authority: str,
    tenant: str,
    client_id: str,
    secret: str,
    token_cache: msal.TokenCache | None = None,
) -> msal.ConfidentialClientApplication:
    """An app that asks for tokens. The tenant is looked up at once.

    Args:
        http: guarded.
        authority: origin of Microsoft's sign-in (setting `entra_authority`).
        tenant: id of the tenant whose tokens are asked for; never "common".
        client_id: of the app.
        secret: its client secret.
        token_cache: where tokens are kept; in memory, with the app, unless given.

    Raises:
        AppRefusedError: there is no such tenant.
        UnavailableError: Microsoft does not answer.
    """
    try:
        return msal.ConfidentialClientApplication(
            client_id,
            client_credential=secret,
            authority=f"{secure_origin(authority)}/{tenant}",
            http_client=MsalHttp(http, authority),
            token_cache=token_cache,
            # The host is a setting of ours, not an administrator's; and it is one request less.
            instance_discovery=False,
        )
    except ValueError as error:
        raise refusal({"error_codes": [UNKNOWN_TENANT]}) from error


def token_of(app: msal.ConfidentialClientApplication, scope: str) -> str:
    """An app-only token that is good for minutes at least.

    Args:
        app: whose.
        scope: such as BOT_SCOPE.

    Raises:
        AppRefusedError: Entra gives none; says why and what to do.
        UnavailableError: Microsoft does not answer.
    """
    answer = app.acquire_token_for_client(scopes=[scope])
    if "access_token" in answer:
        return str(answer["access_token"])
    raise refusal(answer)


class AppTokens:
    """App-only tokens of the apps of Teams tenants, kept in this process. Safe between threads.

    Args:
        http: guarded.
        authority: origin of Microsoft's sign-in (setting `entra_authority`).
        secret_of: reads a tenant's client secret.
        clock: now.
    """

    def __init__(
        self,
        http: OutboundHttp,
        authority: str,
        secret_of: Callable[[TeamsTenant], str],
        clock: Clock,
    ) -> None:
        self._http = http
        self._authority = authority
        self._secret_of = secret_of
        self._clock = clock
        self._apps: dict[tuple[str, str], _KnownApp] = {}

    def app_token(self, tenant: TeamsTenant, scope: str) -> str:
        """A token for what the app of a tenant may do by itself.

        Args:
            tenant: whose app.
            scope: BOT_SCOPE, or `graph_scope`.

        Raises:
            AppRefusedError: Entra gives none; says why and what to do.
            UnavailableError: Microsoft does not answer.
        """
        known = self._apps.get((tenant.tenant, tenant.client_id))
        if known is not None and known.refused is None:
            return self._token(tenant, known, scope)
        # Somebody may have entered another secret since it was refused.
        secret = self._secret_of(tenant)
        if known is None or known.refused is None or secret != known.secret:
            return self._token(tenant, self._open(tenant, secret), scope)
        if self._clock.now() < known.refused[1] + QUIET:
            raise known.refused[0]
        return self._token(tenant, known, scope)

    def _token(self, tenant: TeamsTenant, known: "_KnownApp", scope: str) -> str:
        # Two threads may ask at once; the later is remembered, and both are answered.
        key = (tenant.tenant, tenant.client_id)
        try:
            token = token_of(known.app, scope)
        except AppRefusedError as error:
            self._apps[key] = replace(known, refused=(error, self._clock.now()))
            raise
        self._apps[key] = replace(known, refused=None)
        return token

    def _open(self, tenant: TeamsTenant, secret: str) -> "_KnownApp":
        if not secret:
            raise AppRefusedError("There is no client secret. Enter one.")
        ids = (tenant.tenant, tenant.client_id)
        return _KnownApp(secret, confidential_app(self._http, self._authority, *ids, secret))


@dataclass(frozen=True, slots=True)
class _KnownApp:
    """An app, the secret it asks with, and that Entra refused it last time, and when."""

    secret: str
    app: msal.ConfidentialClientApplication
    refused: tuple[AppRefusedError, datetime] | None = None
