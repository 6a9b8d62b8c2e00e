"""Letters: wording news in the reader's language, and sending it by e-mail.

Adapters: integrations/mail/smtp.py sends, web/letters.py words; tests/fakes/mail.py does both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from core.domain.notification import Mailbox, Notification
from core.domain.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One e-mail.

    Attributes:
        to: an address.
        subject: one line.
        text, html: the same twice, for programs that show the one or the other.
        message_id: "<...@host>"; the same letter has the same one, however often it is sent.
        unsubscribe: the address of a page that ends such mails, and does it at once when a mail
            program posts to it (RFC 8058).
    """

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    unsubscribe: str


class Sending(StrEnum):
    """What became of a letter."""

    SENT = "sent"  # the server took it
    NO_SUCH_ADDRESS = "no_such_address"  # the address is refused for good
    REFUSED = "refused"  # this letter is refused for good; others may be taken


class Postbox(Protocol):
    """Sends letters."""

    def send(self, letter: Letter) -> Sending:
        """Hand a letter to the mail server.

        Raises:
            UnavailableError: it does not answer, refuses us, or asks to try again later.
        """
        ...


class LetterWriter(Protocol):
    """Words letters."""

    def news(
        self, person: Person, mailbox: Mailbox, news: Sequence[Notification], place: str
    ) -> Letter:
        """A letter with news, in the person's language.

        Args:
            person: to whom.
            mailbox: theirs.
            news: oldest first, at least one.
            place: the programme's name if all of it is about one; else empty.
        """
        ...
