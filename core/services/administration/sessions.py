"""Signing in and out. The browser holds a random token; everything else stays here."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta

from core.domain.actor import Actor
from core.domain.identifiers import ProgramId
from core.domain.session import Session
from core.errors import NotSignedInError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage

THEMES = ("auto", "light", "dark", "contrast")
TICKET_LIFETIME = timedelta(minutes=2)


def secret_hash(secret: str) -> bytes:
    """SHA-256 of a random secret: what is stored instead of it. 32 bytes."""
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A new session and the secrets that only the browser gets.

    Attributes:
        token: goes into the cookie or bearer header.
        ticket: carries the sign-in to its first page, once.
    """

    session: Session
    token: str
    ticket: str = ""


class Sessions:
    """Opens, finds and closes sessions.

    Args:
        storage: where they are kept.
        clock: when they end.
        entropy: makes their secrets.
        lifetime: how long one lasts.
    """

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, lifetime: timedelta
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._lifetime = lifetime

    def open(
        self, actor: Actor, surface: str, theme: str, locale: str, framed_by: str = ""
    ) -> OpenedSession:
        """Sign somebody in. Arguments as in Session.

        What their LMS says now replaces what it said before: sessions of the same person from the
        same course that have other rights end.
        """
        token, ticket, now = self._entropy.token(), self._entropy.token(), self._clock.now()
        session = Session(
            token_hash=secret_hash(token),
            ticket_hash=secret_hash(ticket),
            actor=actor,
            surface=surface,
            theme=theme if theme in THEMES else "auto",
            locale=locale,
            framed_by=framed_by,
            created_at=now,
            expires_at=now + self._lifetime,
        )
        with self._storage.platform() as work:
            work.sessions.remove_outdated(actor)
            work.sessions.add(session)
        return OpenedSession(session, token, ticket)

    def find(self, token: str) -> Session | None:
        """The session of a token, or None if there is none or it ended."""
        with self._storage.platform() as work:
            session = work.sessions.find(secret_hash(token))
        return session if session and session.expires_at > self._clock.now() else None

    def redeem(self, ticket: str) -> OpenedSession:
        """Exchange a one-time ticket for a fresh token of the same sign-in.

        Raises:
            NotSignedInError: the ticket is unknown, used or too old.
        """
        now = self._clock.now()
        with self._storage.platform() as work:
            session = work.sessions.take_ticket(secret_hash(ticket))
            if session is None or now > session.created_at + TICKET_LIFETIME:
                raise NotSignedInError(
                    "This link was used already. Open the activity again from your course."
                )
            token = self._entropy.token()
            renewed = replace(session, token_hash=secret_hash(token), ticket_hash=None)
            work.sessions.remove(session.token_hash)
            work.sessions.add(renewed)
        return OpenedSession(renewed, token)

    def discard(self, ticket: str) -> None:
        """Use up a ticket that is not needed because the browser kept its cookie."""
        with self._storage.platform() as work:
            work.sessions.take_ticket(secret_hash(ticket))

    def restyle(
        self, session: Session, theme: str | None = None, locale: str | None = None
    ) -> Session:
        """Change how a session's pages look. An unknown theme changes nothing."""
        return self._save(
            replace(
                session,
                theme=theme if theme in THEMES else session.theme,
                locale=locale or session.locale,
            )
        )

    def enter(self, session: Session, program_id: ProgramId) -> Session:
        """Continue a session inside a programme."""
        return self._save(replace(session, actor=replace(session.actor, program_id=program_id)))

    def act(self, session: Session, actor: Actor) -> Session:
        """Continue a session with other rights or in another place; of the same person."""
        return self._save(replace(session, actor=actor))

    def close(self, token: str) -> None:
        """Sign out."""
        with self._storage.platform() as work:
            work.sessions.remove(secret_hash(token))

    def _save(self, session: Session) -> Session:
        with self._storage.platform() as work:
            work.sessions.save(session)
        return session
