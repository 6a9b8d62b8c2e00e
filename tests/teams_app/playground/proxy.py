"""What stands between the Playground and the hub, because the Playground proves nothing.

- Activities of the Playground get the signature of Bot Framework: RS256, endorsed for Teams, with
  the activity's serviceUrl. The hub finds the key through the metadata that its setting names.
- The hub asks here for its tokens (Entra), and answers through here, with such a token only. What
  it sends is noted and handed on to the Playground's connector.
"""

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

from tests.browser.served import Silent
from tests.teams_app.signing import KEY

BOT_FRAMEWORK = "https://api.botframework.com"
TOKEN = "token-of-the-bot"
METADATA = "/v1/.well-known/openidconfiguration"


@dataclass
class Sent:
    """What the hub sent to the Playground: method, path and body, and what came back."""

    method: str
    path: str
    body: dict
    status: int
    answer: dict

    @property
    def id(self):
        """What the Playground calls the message."""
        return self.answer.get("id") or self.path.rpartition("/")[2]

    @property
    def cards(self):
        """The cards of a message."""
        return [one["content"] for one in self.body.get("attachments", ())]


@dataclass
class Between:
    """The proxy.

    Attributes:
        now: seconds since 1970, as the hub's clock says.
        hub, playground: origins; known once they run.
        sent: what the hub sent.
        answers: status of each activity that the hub took or refused.
    """

    now: object = None
    url: str = ""
    hub: str = ""
    playground: str = ""
    client_id: str = ""
    sent: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    _session: requests.Session = field(default_factory=requests.Session)

    def token(self, service_url):
        now = int(self.now())
        claims = {
            "iss": BOT_FRAMEWORK,
            "aud": self.client_id,
            "serviceurl": service_url,
            "nbf": now,
            "exp": now + 600,
        }
        return KEY.sign(claims)

    def deliver(self, activity):
        """Hand an activity to the hub, signed."""
        activity = {"serviceUrl": f"{self.url}/_connector", **activity}
        headers = {"Authorization": f"Bearer {self.token(activity['serviceUrl'])}"}
        answer = self._session.post(
            f"{self.hub}/api/messages", json=activity, headers=headers, timeout=30
        )
        self.answers.append((activity["type"], answer.status_code))
        return answer

    def connect(self, path):
        """Hand what the hub sends on to the Playground."""
        told = request.get_json(silent=True) or {}
        answer = self._session.request(
            request.method,
            f"{self.playground}/_connector/{path}",
            params=request.args,
            json=told if request.method != "GET" else None,
            timeout=30,
        )
        came = answer.json() if answer.content else {}
        if request.method != "GET":
            self.sent.append(
                Sent(request.method, path.removeprefix("v3/"), told, answer.status_code, came)
            )
        return Response(answer.content, answer.status_code, content_type="application/json")

    def messages(self, chat):
        """What the hub said in a conversation, and said anew."""
        place = f"conversations/{chat}/activities"
        return [
            one
            for one in list(self.sent)
            if one.path.startswith(place) and one.body.get("type") == "message"
        ]


def between(box):
    """The proxy as a Flask app."""
    app = Flask("between")

    @app.post("/api/messages")
    def messages():
        answer = box.deliver(request.get_json())
        kind = answer.headers.get("Content-Type", "application/json")
        return Response(answer.content, answer.status_code, content_type=kind)

    @app.get(METADATA)
    def metadata():
        return {
            "issuer": BOT_FRAMEWORK,
            "jwks_uri": f"{box.url}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    @app.get("/v1/.well-known/keys")
    def keys():
        return {"keys": [KEY.jwk]}

    @app.get("/<tenant>/v2.0/.well-known/openid-configuration")
    def configuration(tenant):
        there = f"{box.url}/{tenant}"
        return {
            "issuer": f"{there}/v2.0",
            "authorization_endpoint": f"{there}/oauth2/v2.0/authorize",
            "token_endpoint": f"{there}/oauth2/v2.0/token",
        }

    @app.post("/<tenant>/oauth2/v2.0/token")
    def token(tenant):
        assert request.form["grant_type"] == "client_credentials", tenant
        return {"token_type": "Bearer", "expires_in": 3600, "access_token": TOKEN}

    @app.route("/_connector/<path:path>", methods=["GET", "POST", "PUT", "DELETE"])
    def connector(path):
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return jsonify({"error": {"code": "Unauthorized"}}), 401
        return box.connect(path)

    return app


@contextmanager
def running(app, port=0):
    """Serve an app of this process on a port; yields its origin."""
    server = make_server("localhost", port, app, threaded=True, request_handler=Silent)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def shown(sent):
    """What was sent, for messages of failed tests."""
    return json.dumps([[one.method, one.path, one.status, one.body] for one in sent], indent=1)
