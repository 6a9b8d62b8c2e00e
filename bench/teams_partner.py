"""Microsoft as a bot meets it, in this process: keys, tokens, and a connector that tells the time.

Activities are signed as the Bot Framework signs them, and posted over real HTTP.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

TENANT = "7c9e6679-7425-40de-944b-e07fc1f90a01"
CLIENT = "5f0c7f3e-8d1a-4b52-9c33-2a6f1e0d4b10"
METADATA = "/openidconfiguration"
_SECONDS = 20.0


@dataclass
class Partner:
    """Microsoft's side.

    Attributes:
        origin: where all of it is.
        hub: where activities are posted; set before the first.
    """

    origin: str
    hub: str = ""
    key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    _arrived: dict[str, float] = field(default_factory=dict)
    _news: threading.Condition = field(default_factory=threading.Condition)
    _number: int = 0

    def ask(self, who: str, object_id: str, text: str) -> tuple[float, float]:
        """Have somebody write something to the bot.

        Returns:
            Seconds until the hub took it, and until the first answer was here.
        """
        self._number += 1
        conversation = f"a:{who}"
        body = json.dumps(self._activity(conversation, who, object_id, text)).encode()
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"}
        with self._news:
            self._arrived.pop(conversation, None)
        begun = time.perf_counter()
        answer = requests.post(f"{self.hub}/api/messages", body, headers=headers, timeout=_SECONDS)
        taken = time.perf_counter() - begun
        assert answer.status_code == 200, answer.text
        with self._news:
            here = self._news.wait_for(lambda: conversation in self._arrived, _SECONDS)
            assert here, "no answer came"
            return taken, self._arrived[conversation] - begun

    def arrived(self, conversation: str) -> str:
        """The connector takes a message; its name."""
        with self._news:
            self._arrived.setdefault(conversation, time.perf_counter())
            self._news.notify_all()
        return f"answer-{time.monotonic_ns()}"

    def document(self, path: str) -> dict[str, Any]:
        """What a GET answers."""
        if path == METADATA:
            return {"jwks_uri": f"{self.origin}/keys"}
        if path == "/keys":
            public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [{**public, "kid": "k", "use": "sig", "endorsements": ["msteams"]}]}
        tenant = f"{self.origin}/{TENANT}"
        return {
            "issuer": f"{tenant}/v2.0",
            "authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize",
            "token_endpoint": f"{tenant}/oauth2/v2.0/token",
        }

    def _token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": "https://api.botframework.com",
            "aud": CLIENT,
            "exp": now + 3600,
            "nbf": now,
            "serviceurl": f"{self.origin}/connector",
        }
        return jwt.encode(claims, self.key, "RS256", {"kid": "k"})

    def _activity(self, conversation: str, who: str, object_id: str, text: str) -> dict[str, Any]:
        return {
            "type": "message",
            "id": str(self._number),
            "channelId": "msteams",
            "serviceUrl": f"{self.origin}/connector",
            "from": {"id": f"29:{who}", "aadObjectId": object_id},
            "recipient": {"id": f"28:{CLIENT}"},
            "conversation": {
                "id": conversation,
                "conversationType": "personal",
                "tenantId": TENANT,
            },
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-GB",
            "text": text,
        }


def _handler(partner: Partner) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(200, partner.document(self.path))

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path.endswith("/token"):
                told = {"access_token": "t", "token_type": "Bearer", "expires_in": 3600}
                self._answer(200, told)
            else:
                conversation = unquote(self.path.split("/v3/conversations/")[1].split("/")[0])
                self._answer(201, {"id": partner.arrived(conversation)})

        do_PUT = do_POST  # noqa: N815  http.server names methods so

        def _answer(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: what is measured is printed."""

    return Handler


@contextmanager
def partner() -> Iterator[Partner]:
    """Serve it on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    made = Partner(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = _handler(made)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()
