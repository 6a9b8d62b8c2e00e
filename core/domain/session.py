"""A signed-in session, kept on the server; the browser holds only a random token."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is signed in, where, and how their pages should look.

    Attributes:
        token_hash: SHA-256 of the random token in the cookie or bearer header. 32 bytes.
        ticket_hash: SHA-256 of the one-time ticket that carries a launch to its first page;
            None once it was used.
        surface: "lti", "teams" or "browser".
        theme: "light", "dark", "contrast" or "auto".
        locale: BCP 47 tag.
        framed_by: the origin of the platform's page around ours, as its signed launch says; empty
            if it does not.
    """

    token_hash: bytes
    ticket_hash: bytes | None = None
    actor: Actor
    surface: str
    theme: str
    locale: str
    framed_by: str = ""
    created_at: datetime
    expires_at: datetime
