"""The mail server of a deployment, as its operator names it.

smtps://user:password@host:465 speaks TLS from the start (RFC 8314); smtp://user:password@host:587
starts in the clear and must become TLS before anything is said (STARTTLS, RFC 3207). Only a server
on this very machine may be spoken to in the clear.
"""

from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from core.errors import MisconfiguredError

PORTS = {"smtps": 465, "smtp": 587}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters are handed in.

    Attributes:
        tls: from the first byte; else STARTTLS, unless the server is on this machine.
        user, password: empty for a server that asks for none.
    """

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def here(self) -> bool:
        """Whether it is on this machine, so that nobody on the way could read along."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:  # a name
            return False


def mail_server(url: str) -> MailServer:
    """Read MENTORLOOM_SMTP_URL.

    Raises:
        MisconfiguredError: it is no address of a mail server.
    """
    parts = urlsplit(url)
    try:
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        port = 0
    extra = parts.path.strip("/") or parts.query or parts.fragment
    if not (parts.hostname and port) or parts.scheme not in PORTS or extra:
        raise MisconfiguredError(
            "MENTORLOOM_SMTP_URL must look like smtps://user:password@mail.example.edu:465 or "
            "smtp://user:password@mail.example.edu:587. Write special characters of the password "
            "in percent form."
        )
    return MailServer(
        host=parts.hostname,
        port=port,
        tls=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def sender(text: str) -> Address:
    """Read MENTORLOOM_MAIL_FROM: "mentoring@example.edu" or "Mentoring <mentoring@example.edu>".

    Raises:
        MisconfiguredError: it is no such address.
    """
    name, plain = parseaddr(text)
    read = address(plain, name)
    if read is None:
        raise MisconfiguredError(
            "MENTORLOOM_MAIL_FROM must be an address like Mentoring <mentoring@example.edu>."
        )
    return read


def address(text: str, name: str = "") -> Address | None:
    """An e-mail address, if it can be one; what people or files say may be anything."""
    try:
        read = Address(name, addr_spec=text)
    except (ValueError, IndexError, MessageError):
        return None
    return read if read.username and read.domain and text.isascii() else None
