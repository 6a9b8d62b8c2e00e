"""Sending letters by SMTP (RFC 5321): connect, TLS, sign in, MAIL FROM, RCPT TO, DATA.

What is refused at RCPT TO with 5xx is the address, for good. What is refused so at DATA is this one
letter. Everything else (no connection, our sender or password refused, 4xx) is worth trying again
once somebody has looked at it. Neither addresses nor texts leave here in an exception: it may be
logged.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from core.errors import UnavailableError
from core.ports.clock import Clock
from core.ports.mail import Letter, Sending
from integrations.mail.servers import MailServer, address

TIMEOUT = 20.0
"""Seconds for each answer of the server."""
_DONE = range(200, 300)
_FOR_GOOD = range(500, 600)


class SmtpPostbox:
    """Adapter of core.ports.mail.Postbox; one connection a letter.

    Args:
        server: where letters are handed in.
        sender: whom they come from.
        clock: dates them.
        ca_bundle: file of the certificates to trust; None trusts the public ones.
    """

    def __init__(
        self, server: MailServer, sender: Address, clock: Clock, ca_bundle: str | None = None
    ) -> None:
        self._server = server
        self._sender = sender
        self._clock = clock
        self._ca_bundle = ca_bundle

    def send(self, letter: Letter) -> Sending:
        """See the port."""
        recipient = address(letter.to)
        if recipient is None:
            return Sending.NO_SUCH_ADDRESS
        message = self._message(letter, recipient).as_bytes(policy=SMTP)
        with self._connection() as smtp:
            _expect(smtp.mail(self._sender.addr_spec)[0])
            if _expect(smtp.rcpt(recipient.addr_spec)[0], _FOR_GOOD) in _FOR_GOOD:
                return Sending.NO_SUCH_ADDRESS
            try:
                code = smtp.data(message)[0]
            except smtplib.SMTPDataError as error:  # it did not even want to hear it
                code = error.smtp_code
            refused = _expect(code, _FOR_GOOD) in _FOR_GOOD
        return Sending.REFUSED if refused else Sending.SENT

    def check(self) -> None:
        """Connect and sign in, without sending anything.

        Raises:
            UnavailableError: that does not work.
        """
        with self._connection() as smtp:
            smtp.noop()

    def _message(self, letter: Letter, recipient: Address) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = recipient
        message["Subject"] = " ".join(letter.subject.split())
        message["Message-ID"] = letter.message_id
        message["Date"] = self._clock.now()
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        return message

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        server = self._server
        try:
            context = ssl.create_default_context(cafile=self._ca_bundle)
            smtp: smtplib.SMTP = (
                smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
                if server.tls
                else smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
            )
            try:
                if not (server.tls or server.here):
                    smtp.starttls(context=context)
                smtp.ehlo_or_helo_if_needed()
                if server.user:
                    smtp.login(server.user, server.password)
                yield smtp
            finally:
                # However it says goodbye: what became of the letter is known by now.
                with suppress(OSError, smtplib.SMTPException):
                    smtp.quit()
                smtp.close()
        except smtplib.SMTPAuthenticationError:
            raise UnavailableError(
                "The mail server refuses the user or the password of MENTORLOOM_SMTP_URL."
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise UnavailableError(
                "The mail server offers no encryption (STARTTLS) or no way to sign in. "
                "Nothing was sent. Look at MENTORLOOM_SMTP_URL."
            ) from None
        except (OSError, smtplib.SMTPException):
            raise _unavailable() from None


def _expect(code: int, *further: range) -> int:
    """The server's answer, if it is one of those that settle something.

    Raises:
        UnavailableError: it is another one.
    """
    if not any(code in fine for fine in (_DONE, *further)):
        raise _unavailable()
    return code


def _unavailable() -> UnavailableError:
    return UnavailableError(
        "The mail server does not answer, or takes no mail from us now. Look at "
        "MENTORLOOM_SMTP_URL and MENTORLOOM_MAIL_FROM."
    )
