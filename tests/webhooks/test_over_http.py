"""Messages over a real socket, to a receiver that checks them in its own way."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from core.domain.webhook import DeliveryState
from core.errors import InvalidInputError
from core.services.webhooks.sending import WebhookSending
from core.services.webhooks.use_cases import WebhookUseCases
from integrations.base.http import GuardedHttp
from tests.core.services.webhooks.post_room import PostRoom


class Receiver(HTTPServer):
    """What an organization might run: it verifies, and remembers."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.secrets, self.verified, self.refused = [], [], 0
        self.answers, self.elsewhere = [], 0
        self.url = f"http://127.0.0.1:{self.server_port}"

    def knows(self, headers, body):
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        for secret in self.secrets:
            key = base64.b64decode(secret.split("_", 1)[1])
            mine = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
            if f"v1,{mine}" in headers["webhook-signature"].split(" "):
                return True
        return False


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/elsewhere":
            self.server.elsewhere += 1
        if not self.server.knows(self.headers, body):
            self.server.refused += 1
            self.send_response(401)
        elif self.server.answers:
            status, headers = self.server.answers.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
        else:
            self.server.verified.append(json.loads(body))
            self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        return None


@pytest.fixture
def receiver():
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def room(receiver):
    room = PostRoom()
    http = GuardedHttp(frozenset({receiver.url}))
    parts = (room.storage, room.clock, room.campus.entropy, http)
    room.uses, room.sending = WebhookUseCases.assemble(*parts), WebhookSending(*parts)
    room.handlers = room.sending.handlers()
    room.listens(url=f"{receiver.url}/hook")
    receiver.secrets = [room.secret]
    return room


def test_a_receiver_verifies_what_comes(room, receiver):
    room.happens(match_id="m-1")
    room.work()
    (told,) = receiver.verified
    assert told["data"] == {"match_id": "m-1"}
    assert room.log[0].state is DeliveryState.DELIVERED
    assert room.uses.log.test(room.admin, room.id).status == 202


def test_the_old_and_the_new_secret_verify_after_a_rotation(room, receiver):
    old, new = room.secret, room.uses.endpoints.rotate(room.admin, room.id)
    for known in (old, new):
        receiver.secrets = [known]
        room.happens()
        room.work()
    assert len(receiver.verified) == 2
    room.clock.advance(days=1, seconds=1)
    receiver.secrets = [old]
    room.happens()
    room.work()
    assert (len(receiver.verified), receiver.refused) == (2, 1)


def test_a_redirect_is_not_followed(room, receiver):
    receiver.answers = [(307, {"Location": f"{receiver.url}/elsewhere"})]
    room.happens()
    room.work()
    assert receiver.elsewhere == 0
    assert room.log[0].state is DeliveryState.WAITING
    assert "redirects" in str(room.log[0].problem)


def test_who_has_too_much_says_when(room, receiver):
    receiver.answers = [(429, {"Retry-After": "1800"})]
    room.happens()
    room.work()
    assert (room.log[0].next_at - room.clock.now()).total_seconds() >= 1800
    room.wait()
    assert len(receiver.verified) == 1


def test_the_guard_refuses_what_is_private(room):
    for url in ("https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/", "file:///etc"):
        with pytest.raises(InvalidInputError) as refused:
            room.listens(url=url)
        assert set(refused.value.fields) == {"url"}
