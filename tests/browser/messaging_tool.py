"""A tool by the book in a real browser, and the campus around it: two hosts, both over https.

The tool keeps its state in platform storage only, sets no cookie, and shows what it is told.
"""

import datetime as dt
import ipaddress
import json
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from flask import Flask, request
from werkzeug.serving import make_server

from demo.addresses import Addresses
from demo.server import campus_server
from tests.browser.served import Silent

DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ASK = """
let count = 0;
function ask(target, origin, message) {
  const message_id = `m${count++}`;
  return new Promise((resolve) => {
    const hear = (event) => {
      if (event.origin === origin && event.data.message_id === message_id) {
        removeEventListener("message", hear);
        clearInterval(again);
        resolve(event.data);
      }
    };
    const send = () => target.postMessage({...message, message_id}, origin);
    // Whoever is asked may not be there yet.
    const again = setInterval(send, 500);
    addEventListener("message", hear);
    send();
  });
}
"""


def certificate(folder):
    """A self-signed certificate for this machine; returns the paths of it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return tuple(str(path) for path in paths)


def tool_app(campus):
    """The tool; `campus` is where it is opened from."""
    app = Flask("tool")
    key = rsa.generate_private_key(65537, 2048)
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)

    @app.get("/lti/jwks.json")
    def jwks():
        return {"keys": [{**public, "kid": "tool", "alg": "RS256", "use": "sig"}]}

    @app.post("/lti/login")
    def login():
        form = request.form
        query = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": form["client_id"],
            "redirect_uri": f"{request.host_url}lti/launch",
            "login_hint": form["login_hint"],
            "lti_message_hint": form["lti_message_hint"],
            "state": "the-state",
            "nonce": "the-nonce",
        }
        address = f"{campus}/lti/authorize?{urlencode(query)}"
        target = form.get("lti_storage_target", "")
        if not target:
            return f"<script>location = {json.dumps(address)};</script>"
        return f"""<script>{ASK}
        const frame = parent.frames[{json.dumps(target)}];
        const put = {{subject: "lti.put_data", key: "state-1", value: "the-state"}};
        ask(frame, {json.dumps(campus)}, put).then(() => location = {json.dumps(address)});
        </script>"""

    @app.post("/lti/launch")
    def launch():
        form = request.form
        claims = jwt.decode(form["id_token"], options={"verify_signature": False})
        kind = claims[f"{CLAIM}message_type"]
        if kind == "LtiDeepLinkingRequest":
            return choosing(claims)
        target = json.dumps(form.get("lti_storage_target", ""))
        return f"""<h1>{kind}</h1><p id="state">?</p><script>{ASK}
        const campus = {json.dumps(campus)};
        const frame = {target} && parent.frames[{target}];
        const get = {{subject: "lti.get_data", key: "state-1"}};
        if (frame) ask(frame, campus, get).then(
          (told) => document.getElementById("state").textContent = told.value);
        </script>"""

    def choosing(claims):
        settings = claims[f"{DL}deep_linking_settings"]
        now = int(dt.datetime.now(dt.UTC).timestamp())
        answer = {
            "iss": claims["aud"],
            "aud": claims["iss"],
            "iat": now,
            "exp": now + 60,
            "nonce": f"n{now}",
            f"{CLAIM}deployment_id": claims[f"{CLAIM}deployment_id"],
            f"{CLAIM}message_type": "LtiDeepLinkingResponse",
            f"{CLAIM}version": "1.3.0",
            f"{DL}content_items": [
                {"type": "ltiResourceLink", "title": title, "lineItem": {"scoreMaximum": 5}}
                for title in ("First meeting", "Second meeting")
            ],
        }
        if "data" in settings:
            answer[f"{DL}data"] = settings["data"]
        token = jwt.encode(answer, key, "RS256", headers={"kid": "tool"})
        return f"""<form method="post" action="{settings["deep_link_return_url"]}">
        <input type="hidden" name="JWT" value="{token}"><button>Choose both</button></form>"""

    @app.get("/lti/register")
    def register():
        return """<button onclick="parent.postMessage({subject: 'org.imsglobal.lti.close'}, '*')">
        Done</button>"""

    return app


@dataclass
class Sites:
    """Where campus and tool are."""

    campus: str
    tool: str


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as bound:
        return bound.getsockname()[1]


@contextmanager
def two_sites(folder):
    """The campus on 127.0.0.1 and the tool on localhost, for as long as the block lasts."""
    tls = certificate(folder)
    ports = free_port(), free_port()
    sites = Sites(f"https://127.0.0.1:{ports[0]}", f"https://localhost:{ports[1]}")
    addresses = Addresses(campus=sites.campus, tool=sites.tool, folder=folder, certificates=tls[0])
    servers = [
        campus_server(addresses, "127.0.0.1", ports[0], tls),
        make_server(
            "localhost",
            ports[1],
            tool_app(sites.campus),
            threaded=True,
            ssl_context=tls,
            request_handler=Silent,
        ),
    ]
    threads = []
    for server in servers:
        server.daemon_threads = True
        threads.append(threading.Thread(target=server.serve_forever, args=(0.05,)))
        threads[-1].start()
    yield sites
    for server, thread in zip(servers, threads, strict=True):
        server.shutdown()
        thread.join()
        server.server_close()
