"""Values that the platform's page keeps for us in the browser, where cookies do not reach us.

1. The platform offers it in the login request: `lti_storage_target` names a frame beside ours, or
   "_parent".
2. Our page that begins the login sends `lti.put_data` there (web/static/login.js), our page that
   receives the launch asks with `lti.get_data`, each with a message_id of its own.
3. Messages are addressed to the origin of the platform's authorisation endpoint, and only answers
   from there or from the issuer's own origin count. Where nobody answers, the frame around ours is
   asked whatever its origin: it may pass messages on (Canvas's rich content editor). That may show
   a stranger's page a value that is worth nothing elsewhere: a launch takes it from our own page
   only, and that page from the platform only.

Hosted Canvas shows courses on each school's own host. Those are not trusted here: a school's
administrators may run scripts on theirs.

https://www.imsglobal.org/spec/lti-pm-s/v0p1, https://www.imsglobal.org/spec/lti-cs-oidc/v0p1
"""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from core.domain.registration import Registration


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """Where a login's secret is kept.

    Attributes:
        key: its name there.
        frame: `lti_storage_target`; empty if the platform offers no storage.
        origin: whom messages are addressed to.
        trusted: whose answers count.
    """

    key: str
    frame: str
    origin: str
    trusted: tuple[str, ...]

    @classmethod
    def of(cls, registration: Registration, key: str, frame: str) -> Self:
        """With this platform."""
        origin = _origin(registration.auth_login_url)
        trusted = dict.fromkeys((origin, _origin(registration.issuer)))
        return cls(key, frame, origin, tuple(trusted))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
