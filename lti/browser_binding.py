"""A login is bound to the browser it began in by a cookie of its own.

Without this, somebody could begin a login in their browser and have another person's browser
finish it, signing that person in as somebody else.

One cookie per login, named after its state: several activities on one course page begin at the
same moment, before the browser has any cookie of ours, and each must find its own secret on the
way back. A shared cookie would be overwritten by the last of them.

Over https the cookie is `__Host-...; Secure; HttpOnly; SameSite=None; Partitioned`: the only kind
that browsers keep inside another site's frame when third-party cookies are blocked. Over plain
http, where browsers refuse those, it is Lax, which works for platforms on the same host name only
(http://localhost, whatever the ports).
"""

import hmac
from collections.abc import Mapping
from datetime import timedelta

from werkzeug.wrappers import Response

from core.services.sessions import secret_hash

LIFETIME = timedelta(minutes=10)


class BrowserBinding:
    """Sets, reads and clears the cookies of logins.

    Args:
        secure: whether browsers reach us over https.
    """

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure

    def name(self, state: str) -> str:
        """The name of a login's cookie. It tells nothing of the state itself."""
        prefix = "__Host-" if self._secure else ""
        return f"{prefix}mentorloom-login-{secret_hash(state).hex()[:16]}"

    def bind(self, response: Response, state: str, secret: str) -> None:
        """Give the browser the secret of a login that begins."""
        response.set_cookie(
            self.name(state),
            secret,
            max_age=LIFETIME,
            secure=self._secure,
            httponly=True,
            samesite="None" if self._secure else "Lax",
            partitioned=self._secure,
        )

    def proves(self, cookies: Mapping[str, str], state: str, browser_hash: bytes) -> bool:
        """Whether this browser holds the secret of the login."""
        secret = cookies.get(self.name(state), "")
        return hmac.compare_digest(secret_hash(secret), browser_hash)

    def release(self, response: Response, state: str) -> None:
        """Forget the secret: the login is over."""
        response.delete_cookie(
            self.name(state),
            secure=self._secure,
            httponly=True,
            samesite="None" if self._secure else "Lax",
            partitioned=self._secure,
        )
