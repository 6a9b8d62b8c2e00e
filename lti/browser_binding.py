"""A login is bound to the browser it began in, by a secret that only this browser gives back.

Without this, somebody could begin a login in their browser and have another person's browser
finish it, signing that person in as somebody else. Where the secret is kept:

1. In a cookie, wherever the browser keeps one. One per login, named after its state: several
   activities on one course page begin at the same moment, before the browser has any cookie of
   ours, and each must find its own secret on the way back. A shared cookie would be overwritten by
   the last of them. Over https it is `__Host-...; Secure; HttpOnly; SameSite=None; Partitioned`:
   the only kind that browsers keep inside another site's frame when third-party cookies are
   blocked. Over plain http, where browsers refuse those, it is Lax, which works for platforms on
   the same host name only (http://localhost, whatever the ports).
2. Else in the platform's storage (lti/platform_storage.py). What is kept there is derived from the
   cookie's secret and not the other way round: pages that see it learn nothing about the cookie.

Beside it goes a cookie without any secret, which scripts may read: it tells the page that begins a
login whether this browser keeps our cookies where the page is shown, and later logins that no such
page is needed.
"""

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from werkzeug.wrappers import Response

from core.services.administration.sessions import secret_hash

LIFETIME = timedelta(minutes=10)
KEPT_LIFETIME = timedelta(days=30)
_DERIVED = "platform storage "


class BrowserBinding:
    """Sets, reads and clears the cookies of logins.

    Args:
        secure: whether browsers reach us over https.
    """

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure
        self._prefix = "__Host-" if secure else ""

    @property
    def kept_name(self) -> str:
        """The name of the cookie that only shows that cookies are kept."""
        return f"{self._prefix}mentorloom-kept"

    def name(self, state: str) -> str:
        """The name of a login's cookie, and of its value in the platform's storage.

        It tells nothing of the state itself.
        """
        return f"{self._prefix}mentorloom-login-{secret_hash(state).hex()[:16]}"

    def bind(self, response: Response, state: str, secret: str) -> None:
        """Give the browser the secret of a login that begins."""
        shared = self._attributes()
        response.set_cookie(self.name(state), secret, max_age=LIFETIME, httponly=True, **shared)
        response.set_cookie(self.kept_name, "1", max_age=KEPT_LIFETIME, **shared)

    def kept_value(self, cookies: Mapping[str, str], state: str) -> str:
        """What the platform's storage would hold, from the cookie; empty if there is none."""
        secret = cookies.get(self.name(state), "")
        return stored_value(secret) if secret else ""

    def knows(self, cookies: Mapping[str, str]) -> bool:
        """Whether the browser sends cookies of ours, whatever they are for."""
        return any(name.removeprefix("__Host-").startswith("mentorloom") for name in cookies)

    def release(self, response: Response, state: str) -> None:
        """Forget the secret: the login is over."""
        response.delete_cookie(self.name(state), httponly=True, **self._attributes())

    def _attributes(self) -> dict[str, Any]:
        return {
            "secure": self._secure,
            "samesite": "None" if self._secure else "Lax",
            "partitioned": self._secure,
        }


def stored_value(secret: str) -> str:
    """What goes into the platform's storage for a login whose cookie holds this secret."""
    return secret_hash(_DERIVED + secret).hex()


def proves(value: str, browser_hash: bytes) -> bool:
    """Whether a value that came back, from either place, is the one of the login."""
    return hmac.compare_digest(secret_hash(value), browser_hash)


def browser_hash(secret: str) -> bytes:
    """What is kept of a login's secret here. 32 bytes."""
    return secret_hash(stored_value(secret))
