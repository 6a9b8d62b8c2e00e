"""Platforms' public keys (JWKS), kept for an hour, and for a day if a platform is away."""

from datetime import timedelta
from functools import partial

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from core.domain.identifiers import RegistrationId
from core.domain.registration import Registration
from core.errors import InvalidInputError, UnavailableError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp
from core.sentence import sentence
from lti.refusal import unverified
from web.public_keys import Keeping, KeyCache, public_key

FRESH = timedelta(hours=1)
USABLE = timedelta(days=1)
AWAY = sentence("The keys of your LMS could not be fetched a moment ago. Try again in a minute.")
_OK = 200


class PlatformKeys:
    """Finds platforms' public keys. One per process; safe to share between threads."""

    def __init__(self, http: OutboundHttp, clock: Clock) -> None:
        self._http = http
        self._clock = clock
        self._caches: dict[tuple[RegistrationId, str], KeyCache[RSAPublicKey]] = {}

    def key(self, registration: Registration, kid: str) -> RSAPublicKey:
        """The platform's key of that id.

        Raises:
            ForbiddenError: the platform has no such key.
            UnavailableError: its keys cannot be had.
        """
        # The URL belongs to the key: a corrected registration starts afresh.
        place = (registration.id, registration.jwks_url)
        found = self._caches.setdefault(place, self._new(registration)).key(kid)
        if found is None:
            raise unverified("the platform has no key of this id (kid)")
        return found

    def _new(self, registration: Registration) -> KeyCache[RSAPublicKey]:
        service = f"registration:{registration.id}"
        keeping = Keeping(fresh=FRESH, usable=USABLE, away=AWAY.message, service=service)
        return KeyCache(partial(self._fetch, registration.jwks_url), self._clock, keeping)

    def _fetch(self, url: str) -> dict[str, RSAPublicKey]:
        try:
            answer = self._http.get(url, {"Accept": "application/json"})
        except InvalidInputError as error:
            # Nobody typed this URL just now: the registration, or the name behind it, went bad.
            raise UnavailableError(error.message, **error.params) from error
        document = answer.json() if answer.status == _OK else None
        entries = document.get("keys") if isinstance(document, dict) else None
        if not isinstance(entries, list):
            raise UnavailableError(
                "The key set of your LMS cannot be read (status %(status)s). Its administrator "
                "should check the key set URL of this tool's registration.",
                status=answer.status,
            )
        # Of two keys with one id the first counts.
        found = [(e["kid"], k) for e in entries if (k := public_key(e)) is not None]
        return dict(reversed(found))
