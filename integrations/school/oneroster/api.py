"""Requests to a OneRoster service, with a token.

1. Client id and secret get an access token for reading rosters (OAuth 2 client credentials, by HTTP
   Basic authentication).
2. It is kept, encrypted, with the connection, and used until shortly before it ends, also by later
   runs. Whoever needs a new one gets it under the connection's lock, unless somebody else did.
3. When the service refuses it earlier, one new one is got. So it is when a kept one may do too
   little: permissions are those of the moment in which a token was made.
Spec: https://www.imsglobal.org/spec/security/v1p1#securing_web_services
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

from core.ports.clock import Clock
from core.ports.connectors import NotAuthorisedError, Secrets
from core.ports.outbound import OutboundHttp, OutboundResponse
from integrations.base.answers import accepted, read_as
from integrations.school.oneroster import schemas

PRODUCT = "The OneRoster service"
BEFORE_ITS_END = timedelta(minutes=1)
TOKEN = "access_token"  # noqa: S105 - the name of a secret
"""The secret of a connection that holds the newest token."""
_SCOPE = "https://purl.imsglobal.org/spec/or/%s/scope/roster-core.readonly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Where tokens are got, and with what."""

    url: str
    client_id: str
    secret: str

    def mark(self, scope: str) -> str:
        """What a token is marked with: one of other credentials is none of ours."""
        told = json.dumps([self.url, self.client_id, self.secret, scope])
        return sha256(told.encode()).hexdigest()


class Authorised:
    """Requests below the address of a service. Not to be shared between threads.

    Args:
        http: the way out.
        clock: when a token ends.
        address: of the service, with its version.
        credentials: ours.
        secrets: where tokens are kept.
        anew: whether to begin with a new token, to see that the credentials are good.
    """

    def __init__(
        self,
        http: OutboundHttp,
        clock: Clock,
        address: str,
        credentials: Credentials,
        secrets: Secrets,
        *,
        anew: bool = False,
    ) -> None:
        self._http = http
        self._clock = clock
        self._address = address
        self._credentials = credentials
        self._scope = _SCOPE % ("v1p1" if "/v1p1" in address else "v1p2")
        self._secrets = secrets
        self._kept = secrets.get(TOKEN)
        self._known = not anew
        """Whether the token is one that was there before."""
        if anew:
            self._renew()

    def get(self, path: str, query: Mapping[str, str | int]) -> OutboundResponse:
        """GET; any answer but 401 is an answer.

        Raises:
            NotAuthorisedError: the service does not accept our credentials.
            MentorloomError: as OutboundHttp.
        """
        url = f"{self._address}/{path}?{urlencode(query, quote_via=quote)}"
        answer = self._http.get(url, self._headers())
        outdated = self._known and answer.status == HTTPStatus.FORBIDDEN
        if outdated or answer.status == HTTPStatus.UNAUTHORIZED:
            self._renew()
            answer = self._http.get(url, self._headers())
        return accepted(answer, PRODUCT) if answer.status == HTTPStatus.UNAUTHORIZED else answer

    def _headers(self) -> dict[str, str]:
        if not self._is_good():
            self._renew()
        token = json.loads(self._kept)["token"]
        return {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def _is_good(self) -> bool:
        """Whether the kept token is ours and does not end yet."""
        kept: Mapping[str, Any] = json.loads(self._kept) if self._kept else {}
        ours = kept.get("of") == self._credentials.mark(self._scope)
        return ours and datetime.fromisoformat(kept["ends"]) > self._clock.now()

    def _renew(self) -> None:
        self._kept = self._secrets.refreshed(TOKEN, self._kept, self._got)
        self._known = False

    def _got(self) -> str:
        """A new token, as it is kept."""
        form = {"grant_type": "client_credentials", "scope": self._scope}
        # RFC 6749, section 2.3.1: both are form-encoded before they are joined.
        ours = self._credentials
        pair = f"{quote_plus(ours.client_id)}:{quote_plus(ours.secret)}"
        proof = {"Authorization": f"Basic {b64encode(pair.encode()).decode('ascii')}"}
        answer = self._http.post_form(ours.url, form, proof)
        if answer.status == HTTPStatus.BAD_REQUEST:
            raise NotAuthorisedError(
                "%(product)s does not accept our credentials. Enter new ones.", product=PRODUCT
            )
        told = read_as(schemas.Token(), accepted(answer, PRODUCT), PRODUCT)
        ends = self._clock.now() + timedelta(seconds=told["expires_in"]) - BEFORE_ITS_END
        mark = ours.mark(self._scope)
        return json.dumps({"of": mark, "ends": ends.isoformat(), "token": told["access_token"]})
