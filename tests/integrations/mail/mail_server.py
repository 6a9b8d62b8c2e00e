"""A real SMTP server on this machine, with answers laid out beforehand.

server.answers["RCPT", "ben@example.org"] = "550 No such user"    # or "MAIL", "DATA", "QUIT"
                                                                  # or "DATA?": not even heard
server.password = "secret"                                        # signing in is needed then
"""

import socket
import ssl

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


class Impatient(SMTP):
    """May refuse a letter before it hears it."""

    async def smtp_DATA(self, arg):  # noqa: N802 - aiosmtpd looks commands up by these names
        refusal = self.event_handler.answers.get("DATA?")
        if refusal:
            await self.push(refusal)
        else:
            await super().smtp_DATA(arg)


class Impatience(Controller):
    def factory(self):
        return Impatient(self.handler, **self.SMTP_kwargs)


class MailServer:
    def __init__(self, tls: ssl.SSLContext | None = None, *, at_once: bool = False) -> None:
        self.messages = []
        self.answers = {}
        self.password = ""
        options = {"authenticator": self._authenticate, "auth_require_tls": False}
        if tls and at_once:
            options["ssl_context"] = tls
        elif tls:
            options["tls_context"] = tls
            options["require_starttls"] = True
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._controller = Impatience(self, hostname="127.0.0.1", port=self.port, **options)
        self._controller.start()
        self._running = True
        self.url = f"{'smtps' if at_once else 'smtp'}://127.0.0.1:{self.port}"

    def stop(self):
        if self._running:
            self._running = False
            self._controller.stop(no_assert=True)

    def _authenticate(self, _server, _session, _envelope, _mechanism, told):
        good = told.login == b"hub" and told.password == self.password.encode()
        return AuthResult(success=good, handled=good)

    async def handle_MAIL(self, _server, _session, envelope, address, options):  # noqa: N802 - aiosmtpd looks methods up by these names
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - as above
        if ("RCPT", address) in self.answers:
            return self.answers["RCPT", address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - as above
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.messages.append(envelope.content)
        return "250 Taken"

    async def handle_QUIT(self, _server, _session, _envelope):  # noqa: N802 - as above
        return self.answers.get("QUIT", "221 Bye")
