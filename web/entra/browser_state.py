"""What binds a sign-in at Microsoft to the browser that began it.

The browser keeps one secret in a cookie that scripts cannot read. State, nonce and PKCE challenge
(RFC 7636) are hashes of it, each for its own purpose: whoever sees them in an address learns
nothing of the secret, and an answer that was meant for another browser fits none.
"""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hmac import compare_digest

from flask import request
from werkzeug.wrappers import Response

from core.ports.entropy import Entropy
from web.services import web_settings

LIFETIME = 600
"""Seconds that somebody may take at Microsoft."""
_SEPARATOR = "."


@dataclass(frozen=True, slots=True)
class BrowserState:
    """One sign-in that was begun.

    Attributes:
        verifier: the secret; 43 characters or more.
        invitation: token of the administrator's link that the account is to be linked with; empty
            where somebody who was linked before signs in.
    """

    verifier: str
    invitation: str = ""

    @classmethod
    def begun(cls, entropy: Entropy, invitation: str = "") -> "BrowserState":
        """A new one."""
        return cls(entropy.token(), invitation)

    @classmethod
    def of_browser(cls) -> "BrowserState | None":
        """The one this browser began; None if there is none, or it took too long."""
        verifier, _, invitation = request.cookies.get(_name(), "").partition(_SEPARATOR)
        return cls(verifier, invitation) if verifier else None

    @property
    def challenge(self) -> str:
        """PKCE's, by method S256."""
        return _hashed(self.verifier)

    @property
    def state(self) -> str:
        """Comes back with the answer."""
        return _hashed(f"state {self.verifier} {self.invitation}")

    @property
    def nonce(self) -> str:
        """Comes back inside the token."""
        return _hashed(f"nonce {self.verifier} {self.invitation}")

    def fits(self, state: str) -> bool:
        """Whether an answer is for this browser."""
        return compare_digest(state.encode(), self.state.encode())

    def keep(self, response: Response) -> None:
        """Have the browser keep it until it comes back."""
        # Lax: the way back from Microsoft is a navigation from another site.
        response.set_cookie(
            _name(),
            f"{self.verifier}{_SEPARATOR}{self.invitation}",
            max_age=LIFETIME,
            secure=web_settings().secure,
            httponly=True,
            samesite="Lax",
        )


def forget(response: Response) -> None:
    """Have the browser forget it: a sign-in is completed once."""
    response.delete_cookie(_name(), secure=web_settings().secure, httponly=True, samesite="Lax")


def _name() -> str:
    return "__Host-mentorloom-entra" if web_settings().secure else "mentorloom-entra"


def _hashed(text: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
