"""Requests to a OneRoster service, with a token.

1. Client id and secret get an access token for reading rosters (OAuth 2 client credentials, by HTTP
   Basic authentication).
2. It is used until shortly before it ends; when the service refuses it earlier, one new one is got.
Spec: https://www.imsglobal.org/spec/security/v1p1#securing_web_services
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote, quote_plus, urlencode

from core.ports.clock import Clock
from core.ports.connectors import NotAuthorisedError
from core.ports.outbound import OutboundHttp, OutboundResponse
from integrations.base.answers import accepted, read_as
from integrations.school.oneroster import schemas

PRODUCT = "The OneRoster service"
BEFORE_ITS_END = timedelta(minutes=1)
_SCOPE = "https://purl.imsglobal.org/spec/or/%s/scope/roster-core.readonly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Where tokens are got, and with what."""

    url: str
    client_id: str
    secret: str


class Authorised:
    """Requests below the address of a service. Not to be shared between threads.

    Args:
        http: the way out.
        clock: when a token ends.
        address: of the service, with its version.
        credentials: ours.
    """

    def __init__(
        self, http: OutboundHttp, clock: Clock, address: str, credentials: Credentials
    ) -> None:
        self._http = http
        self._clock = clock
        self._address = address
        self._credentials = credentials
        self._token = ""
        self._ends: datetime | None = None

    def get(self, path: str, query: Mapping[str, str | int]) -> OutboundResponse:
        """GET; any answer but 401 is an answer.

        Raises:
            NotAuthorisedError: the service does not accept our credentials.
            MentorloomError: as OutboundHttp.
        """
        url = f"{self._address}/{path}?{urlencode(query, quote_via=quote)}"
        answer = self._http.get(url, self._headers())
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self._ends = None
            answer = self._http.get(url, self._headers())
        return accepted(answer, PRODUCT) if answer.status == HTTPStatus.UNAUTHORIZED else answer

    def _headers(self) -> dict[str, str]:
        if self._ends is None or self._ends <= self._clock.now():
            self._renew()
        return {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}

    def _renew(self) -> None:
        version = "v1p1" if "/v1p1" in self._address else "v1p2"
        form = {"grant_type": "client_credentials", "scope": _SCOPE % version}
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
        self._token = told["access_token"]
        self._ends = self._clock.now() + timedelta(seconds=told["expires_in"]) - BEFORE_ITS_END
