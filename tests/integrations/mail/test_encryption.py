"""Nothing is said to a mail server elsewhere before the connection is encrypted."""

import socket
import ssl

import pytest

from core.errors import MisconfiguredError, UnavailableError
from core.ports.mail import Sending
from integrations.mail import servers
from integrations.mail.smtp import SmtpPostbox
from tests.fakes.time_and_chance import FakeClock
from tests.integrations.certificates import self_signed
from tests.integrations.mail.mail_server import MailServer
from tests.integrations.mail.test_postbox_contract import LETTER

HOST = "mail.test"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    file = tmp_path_factory.mktemp("tls") / "mail.pem"
    file.write_bytes(self_signed(HOST))
    return file


@pytest.fixture
def tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def start(monkeypatch):
    """Starts a server that is reached as mail.test, as if it were on another machine."""
    started = []
    connect = socket.create_connection

    def elsewhere(address, *rest, **options):
        host, port = address
        return connect(("127.0.0.1" if host == HOST else host, port), *rest, **options)

    def begin(*args, **options):
        server = MailServer(*args, **options)
        monkeypatch.setattr("smtplib.socket.create_connection", elsewhere)
        started.append(server)
        return server

    yield begin
    for server in started:
        server.stop()


def box(server, bundle=None):
    url = server.url.replace("127.0.0.1", HOST)
    sender = servers.sender("hub@example.edu")
    return SmtpPostbox(servers.mail_server(url), sender, FakeClock(), bundle)


@pytest.mark.parametrize("at_once", [True, False], ids=["tls", "starttls"])
def test_an_encrypted_server_takes_letters(start, tls, certificate, at_once):
    server = start(tls, at_once=at_once)
    assert box(server, str(certificate)).send(LETTER) is Sending.SENT
    assert len(server.messages) == 1


@pytest.mark.parametrize("at_once", [True, False], ids=["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(start, tls, at_once):
    server = start(tls, at_once=at_once)
    with pytest.raises(UnavailableError):
        box(server).send(LETTER)
    assert server.messages == []


def test_without_encryption_nothing_is_sent(start):
    server = start()
    with pytest.raises(UnavailableError, match="offers no encryption"):
        box(server).send(LETTER)
    assert server.messages == []


class TestAddresses:
    @pytest.mark.parametrize(
        ("url", "host", "port", "tls", "here"),
        [
            ("smtps://mail.example.edu", "mail.example.edu", 465, True, False),
            ("smtp://mail.example.edu", "mail.example.edu", 587, False, False),
            ("smtp://localhost:25", "localhost", 25, False, True),
            ("smtp://[::1]:25", "::1", 25, False, True),
            ("smtp://192.0.2.7:25/", "192.0.2.7", 25, False, False),
        ],
    )
    def test_a_server_by_its_url(self, url, host, port, tls, here):
        server = servers.mail_server(url)
        assert (server.host, server.port, server.tls, server.here) == (host, port, tls, here)
        assert (server.user, server.password) == ("", "")

    def test_user_and_password_are_never_shown(self):
        server = servers.mail_server("smtps://hub%40example.edu:a%2Fb@mail.example.edu")
        assert (server.user, server.password) == ("hub@example.edu", "a/b")
        assert "a/b" not in repr(server)

    @pytest.mark.parametrize(
        "url",
        ["mail.example.edu", "http://mail.example.edu", "smtp://", "smtp://a:x", "smtp://a/b"],
    )
    def test_other_urls_are_refused(self, url):
        with pytest.raises(MisconfiguredError, match="MENTORLOOM_SMTP_URL"):
            servers.mail_server(url)

    def test_a_sender_may_have_a_name(self):
        named = servers.sender("Mentoring an der Universität <hub@example.edu>")
        assert (named.display_name, named.addr_spec) == (
            "Mentoring an der Universität",
            "hub@example.edu",
        )
