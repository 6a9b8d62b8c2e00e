"""Access tokens, kept as long as they are good.

They are kept per registration and set of scopes, in the database, so that all processes share
them, and renewed a minute before they expire. Of several threads that need the same one, one asks
for it. A token that a service refuses is forgotten, unless a newer one took its place.
"""

import threading
from datetime import timedelta

import structlog

from core.domain.identifiers import RegistrationId
from core.domain.registration import AccessToken, Registration
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage
from lti.services.token_request import TokenEndpoints
from lti.services.vocabulary import short_names

EARLY = timedelta(seconds=60)
_log = structlog.get_logger(__name__)


class PlatformTokens:
    """Finds or fetches access tokens. One per process; safe to share between threads."""

    def __init__(self, storage: Storage, endpoints: TokenEndpoints, clock: Clock) -> None:
        self._storage = storage
        self._endpoints = endpoints
        self._clock = clock
        self._locks: dict[tuple[RegistrationId, frozenset[str]], threading.Lock] = {}

    def token(self, registration: Registration, scopes: frozenset[str]) -> AccessToken:
        """A token that is good for a while.

        Raises:
            ForbiddenError: the platform does not know us, or does not grant a scope; says which.
            UnavailableError: it did not answer.
        """
        known = self._kept(registration, scopes)
        if known is not None:
            return known
        with self._locks.setdefault((registration.id, scopes), threading.Lock()):
            # Another thread may have been faster.
            known = self._kept(registration, scopes)
            return known or self._fetch(registration, scopes)

    def drop(self, token: AccessToken) -> None:
        """Forget a token that a service refused."""
        with self._storage.platform() as work:
            work.access_tokens.remove(token)

    def _kept(self, registration: Registration, scopes: frozenset[str]) -> AccessToken | None:
        with self._storage.platform() as work:
            known = work.access_tokens.get(registration.id, scopes)
        good = known is not None and known.expires_at - EARLY > self._clock.now()
        return known if good else None

    def _fetch(self, registration: Registration, scopes: frozenset[str]) -> AccessToken:
        # No transaction waits for the platform.
        fresh = self._endpoints.ask(registration, scopes)
        with self._storage.platform() as work:
            work.access_tokens.save(fresh)
        _log.info(
            "access token fetched",
            registration_id=str(registration.id),
            scopes=short_names(scopes),
        )
        return fresh
