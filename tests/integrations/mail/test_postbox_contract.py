"""What every Postbox does: the real one against a real SMTP server, and the fake."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.errors import UnavailableError
from core.ports.mail import Letter, Sending
from integrations.mail.servers import mail_server, sender
from integrations.mail.smtp import SmtpPostbox
from tests.fakes.mail import FakePostbox
from tests.fakes.time_and_chance import FakeClock
from tests.integrations.mail.mail_server import MailServer

LETTER = Letter(
    to="ada@example.org",
    subject="Größe: one piece of news",
    text="Grüße\n\n- Ben asks you.\n.\nend\n",
    html="<p>Grüße</p>\n",
    message_id="<news.1@hub.example.edu>",
    unsubscribe="https://hub.example.edu/mail/off/1/token",
)


class RealWorld:
    def __init__(self, server):
        self.server = server
        self.box = SmtpPostbox(
            mail_server(server.url), sender("Mentoring <hub@example.edu>"), FakeClock()
        )

    def refuse(self, address):
        self.server.answers["RCPT", address] = "550 No such user here"

    def dislike(self, _subject):
        self.server.answers["DATA"] = "554 Looks like spam"

    def stop(self):
        self.server.stop()

    def received(self):
        taken = []
        for data in self.server.messages:
            message = email.message_from_bytes(data, policy=email.policy.default)
            text, html = (
                message.get_body([kind]).get_content().replace("\r\n", "\n")
                for kind in ("plain", "html")
            )
            taken.append(
                Letter(
                    to=message["To"],
                    subject=message["Subject"],
                    text=text,
                    html=html,
                    message_id=message["Message-ID"],
                    unsubscribe=message["List-Unsubscribe"].strip("<>"),
                )
            )
        return taken


class FakeWorld:
    def __init__(self, _server):
        self.box = FakePostbox()
        self.refuse, self.dislike = self.box.refuse, self.box.dislike

    def stop(self):
        self.box.away = True

    def received(self):
        return self.box.letters


@pytest.fixture
def server():
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture(params=[RealWorld, FakeWorld])
def world(request, server):
    return request.param(server)


def test_a_letter_arrives_as_it_was_written(world):
    assert world.box.send(LETTER) is Sending.SENT
    assert world.received() == [LETTER]


def test_an_address_that_does_not_exist_is_told_and_others_go_on(world):
    world.refuse("ben@example.org")
    assert world.box.send(replace(LETTER, to="ben@example.org")) is Sending.NO_SUCH_ADDRESS
    assert world.box.send(LETTER) is Sending.SENT
    assert world.received() == [LETTER]


@pytest.mark.parametrize(
    "address",
    ["petra at home", "@example.org", "petra@", "a@b.c, d@e.f", "a@b.c\nBcc: d@e.f", "ü@b.c"],
)
def test_what_cannot_be_an_address(world, address):
    assert world.box.send(replace(LETTER, to=address)) is Sending.NO_SUCH_ADDRESS
    assert world.received() == []


def test_a_letter_that_nobody_takes(world):
    world.dislike(LETTER.subject)
    assert world.box.send(LETTER) is Sending.REFUSED
    assert world.received() == []


def test_a_server_that_is_away(world):
    world.stop()
    with pytest.raises(UnavailableError):
        world.box.send(LETTER)


class TestTheRealOne:
    @pytest.fixture
    def world(self, server):
        return RealWorld(server)

    def test_what_else_the_letter_says(self, world, server):
        world.box.send(LETTER)
        message = email.message_from_bytes(server.messages[0], policy=email.policy.default)
        assert str(message["From"]) == "Mentoring <hub@example.edu>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Date"].datetime == datetime(2026, 3, 2, 9, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("command", "answer"),
        [
            ("MAIL", "550 We do not know you"),
            (("RCPT", "ada@example.org"), "451 Try again later"),
            ("DATA", "452 Too busy"),
        ],
    )
    def test_what_is_worth_trying_again_says_nothing_of_the_person(
        self, world, server, command, answer
    ):
        server.answers[command] = answer
        with pytest.raises(UnavailableError) as caught:
            world.box.send(LETTER)
        assert "ada@" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__ or caught.value.__context__ is None

    @pytest.mark.parametrize(
        ("answer", "became"), [("554 No", Sending.REFUSED), ("421 Busy", None)]
    )
    def test_a_letter_that_is_not_even_heard(self, world, server, answer, became):
        server.answers["DATA?"] = answer
        if became is None:
            with pytest.raises(UnavailableError):
                world.box.send(LETTER)
        else:
            assert world.box.send(LETTER) is became
        assert server.messages == []

    def test_a_server_that_hangs_up_when_it_is_done(self, world, server):
        server.answers["QUIT"] = "500 What?"
        assert world.box.send(LETTER) is Sending.SENT

    def test_signing_in(self, server):
        server.password = "open: sesame"
        url = server.url.replace("//", "//hub:open%3A%20sesame@")
        box = SmtpPostbox(mail_server(url), sender("hub@example.edu"), FakeClock())
        box.check()
        assert box.send(LETTER) is Sending.SENT
        server.password = "another"
        with pytest.raises(UnavailableError, match="refuses the user or the password"):
            box.check()

    def test_looking_sends_nothing(self, world, server):
        world.box.check()
        assert server.messages == []
        server.stop()
        with pytest.raises(UnavailableError, match="does not answer"):
            world.box.check()
