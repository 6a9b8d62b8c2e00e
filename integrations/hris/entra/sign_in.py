"""App-only access tokens for Microsoft Graph.

1. msal asks where the tenant's token endpoint is.
2. The app's id and secret get a token for everything an administrator consented to ("/.default").
   msal keeps it until shortly before it ends; there is no refresh token. Nothing is kept between
   runs: a permission that an administrator consents to is in tokens that are made later only.
Docs: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import msal

from core.errors import InvalidInputError
from core.ports.connectors import NotAuthorisedError
from core.ports.outbound import OutboundHttp, OutboundResponse
from core.sentence import Sentence, sentence

SCOPES = ["https://graph.microsoft.com/.default"]
_UNKNOWN_APP = 700016
_WRONG_TENANT = 90002


@dataclass(frozen=True, slots=True)
class _Answer:
    """What msal expects of a response."""

    status_code: int
    text: str
    headers: Mapping[str, str]

    def raise_for_status(self) -> None:
        """Nothing: msal reads the body of errors."""


class _Client:
    """What msal expects of an HTTP client, on ours.

    Args:
        http: bound to the hosts of the connection.
    """

    def __init__(self, http: OutboundHttp) -> None:
        self._http = http

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> _Answer:
        """GET."""
        return _answer(self._http.get(_with(url, params), headers))

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
        return _answer(self._http.post_form(_with(url, params), form, headers))

    def close(self) -> None:
        """Nothing is held."""


class SignIn:
    """One app in one tenant.

    Args:
        http: the way out.
        login: base URL of the identity platform.
        tenant: id or domain.
        client_id, secret: of the app.

    Raises:
        InvalidInputError: there is no such tenant.
    """

    def __init__(
        self, http: OutboundHttp, login: str, tenant: str, client_id: str, secret: str
    ) -> None:
        if not secret:
            raise NotAuthorisedError("There is no client secret. Enter one.")
        try:
            self._app = msal.ConfidentialClientApplication(
                client_id,
                client_credential=secret,
                authority=f"{login}/{tenant}",
                http_client=_Client(http),
                # The host is ours to choose, not an administrator's; and it is one request less.
                instance_discovery=False,
            )
        except ValueError as error:
            raise _wrong("tenant", _NO_TENANT) from error

    @property
    def tenant_id(self) -> str:
        """The tenant's id, also where its domain was entered."""
        endpoint = str(self._app.authority.token_endpoint)
        return urlsplit(endpoint).path.split("/")[1]

    def token(self) -> str:
        """A token that is good for minutes at least.

        Raises:
            InvalidInputError: there is no such app in the tenant.
            NotAuthorisedError: the secret is wrong or too old.
        """
        got = self._app.acquire_token_for_client(scopes=SCOPES)
        if "access_token" in got:
            return str(got["access_token"])
        codes = got.get("error_codes") or ()
        if _UNKNOWN_APP in codes:
            raise _wrong("client_id", _NO_APP)
        if _WRONG_TENANT in codes:
            raise _wrong("tenant", _NO_TENANT)
        raise NotAuthorisedError(
            "Microsoft Entra does not accept the client secret. It is wrong or has expired: make "
            "a new one and enter its value."
        )


_NO_TENANT = sentence("Microsoft Entra knows no such tenant.")
_NO_APP = sentence("The tenant has no app registration with this ID.")


def _wrong(name: str, told: Sentence) -> InvalidInputError:
    return InvalidInputError(
        "The settings were not stored. Correct the fields that are marked.", {name: [told]}
    )


def _with(url: str, params: Mapping[str, str] | None) -> str:
    return f"{url}?{urlencode(params)}" if params else url


def _answer(answer: OutboundResponse) -> _Answer:
    return _Answer(answer.status, answer.body.decode("utf-8", "replace"), answer.headers)
