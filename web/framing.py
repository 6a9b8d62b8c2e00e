"""Which sites may show a signed-in page in a frame: where the person came from.

From Teams: Microsoft's hosts. From an LMS: that platform.

Those are the origins of its registration, and the one that the launch itself names. A platform may
show its courses on hosts that no registration knows (Canvas: a school's own domain), but the
return address in the id_token is there, and is signed. It counts for the session of that launch
only: of hosted Canvas, which signs for every school, no school can name a host for another.

Platforms change rarely and pages are many, so an answer is kept for a minute.
"""

import time
from collections.abc import Collection
from urllib.parse import urlsplit

from core.domain.identifiers import RegistrationId
from core.domain.registration import Registration
from core.domain.session import Session
from core.errors import UnavailableError
from core.ports.unit_of_work import Storage

KEPT_SECONDS = 60.0
TEAMS_HOSTS = (
    "https://teams.microsoft.com",
    "https://*.teams.microsoft.com",
    "https://*.cloud.microsoft",
    "https://*.microsoft365.com",
    "https://*.office.com",
    "https://outlook.office.com",
    "https://outlook.office365.com",
)
"""Microsoft's pages that show tabs."""
CANVAS_HOSTS = "https://*.instructure.com"
"""Canvas in the cloud signs as one issuer and shows pages from each school's own host."""


class RegisteredPlatforms:
    """Answers from the registrations in storage.

    Args:
        storage: where they are.
        teams_hosts: origins that show our tab as Teams does.
    """

    def __init__(self, storage: Storage, teams_hosts: Collection[str] = ()) -> None:
        self._storage = storage
        self._teams = (*TEAMS_HOSTS, *sorted(teams_hosts))
        self._kept: dict[RegistrationId, tuple[float, tuple[str, ...]]] = {}

    def __call__(self, session: Session) -> Collection[str]:
        """Origins that may frame this session's pages; none for those in a browser."""
        if session.surface == "teams":
            return self._teams
        registration_id = session.actor.registration_id
        if registration_id is None:
            return ()
        named = (session.framed_by,) if session.framed_by else ()
        return tuple(dict.fromkeys((*self._of(registration_id), *named)))

    def _of(self, registration_id: RegistrationId) -> tuple[str, ...]:
        until, origins = self._kept.get(registration_id, (0.0, ()))
        if time.monotonic() < until:
            return origins
        try:
            with self._storage.platform() as work:
                registration = work.registrations.get(registration_id)
        except UnavailableError:
            return origins  # the page says that the database is away; it must still be seen
        origins = platform_origins(registration) if registration else ()
        self._kept[registration_id] = (time.monotonic() + KEPT_SECONDS, origins)
        return origins


def platform_origins(registration: Registration) -> tuple[str, ...]:
    """Where a platform's own pages live, as CSP sources."""
    urls = (registration.issuer, registration.auth_login_url)
    parts = [urlsplit(url) for url in urls]
    origins = [f"{p.scheme}://{p.netloc}" for p in parts if p.scheme in {"http", "https"}]
    if any((p.hostname or "").endswith(".instructure.com") for p in parts):
        origins.append(CANVAS_HOSTS)
    return tuple(dict.fromkeys(origins))
