"""A course on one site and the hub on another, both over https, for a real browser.

The platform is as small as one can be: a course page with our frame in it, an authorisation
endpoint, and storage for tools (in the course page itself or in a frame beside ours), which lives
as long as the page.
"""

import html
import json
import ssl
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask, request
from werkzeug.serving import make_server

from config.hub import hub
from config.wiring import Adapters
from core.domain.organization import Organization
from core.domain.registration import Deployment, Registration
from tests.browser.served import Silent
from tests.fakes.encoder import FakeEncoder
from tests.fakes.outbound import FakeOutbound
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeEntropy
from tests.lti.campus import CLAIM, KEY, Campus
from tests.web.hub import HTTPS

HOSTS = HUB_HOST, LMS_HOST, STRANGERS_HOST = "hub.test", "lms.test", "stranger.test"
ARGUMENTS = ["--host-resolver-rules=" + ", ".join(f"MAP {host} 127.0.0.1" for host in HOSTS)]

ORGANIZATION, REGISTRATION = UUID(int=801), UUID(int=802)

STORAGE = """
const kept = new Map();
addEventListener("message", ({ data, origin, source }) => {
  const { subject, key, message_id } = data;
  if (!["lti.put_data", "lti.get_data"].includes(subject)) return;
  const place = `${origin} ${key}`;
  if (subject === "lti.put_data" && data.value !== null) kept.set(place, data.value);
  if (subject === "lti.put_data" && data.value === null) kept.delete(place);
  const value = kept.get(place) ?? null;
  if (location.search.includes("forgets")) kept.clear();
  source.postMessage({ subject: `${subject}.response`, message_id, key, value }, origin);
});
"""
CAPABILITIES = """
addEventListener("message", ({ data, origin, source }) => {
  if (data.subject !== "lti.capabilities") return;
  const subjects = ["lti.capabilities", "lti.put_data", "lti.get_data"];
  const supported_messages = subjects.map((subject) => ({ subject, frame: FRAME }));
  const subject = "lti.capabilities.response";
  source.postMessage({ subject, message_id: data.message_id, supported_messages }, origin);
});
"""
HEARD = "window.heard = []; addEventListener('message', (event) => heard.push(event.data));"


class Now:
    """The clock that browsers go by."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Sites:
    """The two sites, and what happened between them.

    Attributes:
        lms, hub: their origins.
        logins: how often the platform was asked who somebody is.
        answers: (path, Sec-Fetch-Dest, Sec-Fetch-Site, status) of what the hub was asked.
    """

    lms: str = ""
    hub: str = ""
    storage: FakeStorage = field(default_factory=FakeStorage)
    logins: int = 0
    answers: list[tuple[str, str, str, str]] = field(default_factory=list)

    def course(self, storage: str = "") -> str:
        """The course's page, with us in it.

        Args:
            storage: the name of a frame that keeps values, or "_parent"; "silent" for one that is
                not there, "adrift" for one that is not there although the page would answer,
                "forgets" for a page that does not keep what it took; "" when the platform offers
                none.
        """
        return f"{self.lms}/course?storage={storage}"

    def stranger(self, storage: str) -> str:
        """A page of somebody else's, with our frame in it, that answers like the platform."""
        return self.course(storage).replace(LMS_HOST, STRANGERS_HOST)

    def forget(self) -> None:
        self.answers.clear()
        self.logins = 0

    def statuses(self, path: str) -> list[str]:
        """How the hub answered there."""
        return [status for found, _, _, status in self.answers if found == path]


@contextmanager
def two_sites(folder: Path):
    """Serve both for as long as the block lasts."""
    sites, context = Sites(), certificate(folder)
    http = FakeOutbound()
    hub_app = Later()
    with served(platform(sites), context) as lms_port, served(hub_app, context) as hub_port:
        sites.lms = f"https://{LMS_HOST}:{lms_port}"
        sites.hub = f"https://{HUB_HOST}:{hub_port}"
        http.answer(sites.lms + "/jwks", json.dumps({"keys": [KEY.jwk]}).encode())
        register(sites)
        adapters = Adapters(
            settings=replace(HTTPS, public_url=sites.hub),
            storage=sites.storage,
            clock=Now(),
            entropy=FakeEntropy(),
            http=http,
            encoder=FakeEncoder(),
            checks={},
        )
        hub_app.inner = hub(adapters)
        hub_app.sites = sites
        yield sites


class Later:
    """The hub, built when its port is known; one request at a time, noted, as in served.py."""

    inner: Flask
    sites: Sites

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def __call__(self, environ, start_response):
        came = [environ.get(f"HTTP_SEC_FETCH_{name}", "") for name in ("DEST", "SITE")]

        def start(status, headers, exc_info=None):
            self.sites.answers.append((environ["PATH_INFO"], *came, status[:3]))
            return start_response(status, headers, exc_info)

        with self._turn, closing(self.inner(environ, start)) as answer:
            return [b"".join(answer)]


@contextmanager
def served(app, context):
    """An application over https on a free port; yields the port."""
    server = make_server(
        "localhost", 0, app, threaded=True, request_handler=Silent, ssl_context=context
    )
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def certificate(folder: Path, names=HOSTS) -> ssl.SSLContext:
    """A certificate for these hosts, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Mentorloom tests")])
    hosts = x509.SubjectAlternativeName([x509.DNSName(host) for host in names])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(hosts, critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def register(sites: Sites) -> None:
    now = Now().now()
    with sites.storage.platform() as work:
        work.organizations.save(
            Organization(id=ORGANIZATION, slug="campus", name="Campus", created_at=now)
        )
        work.registrations.save(
            Registration(
                id=REGISTRATION,
                organization_id=ORGANIZATION,
                issuer=sites.lms,
                client_id="hub-1",
                auth_login_url=sites.lms + "/auth",
                token_url=sites.lms + "/token",
                jwks_url=sites.lms + "/jwks",
                created_at=now,
            )
        )
        work.registrations.save_deployment(
            Deployment(
                registration_id=REGISTRATION, deployment_id="1", organization_id=ORGANIZATION
            )
        )


def platform(sites: Sites) -> Flask:
    """The course's site."""
    app = Flask("lms")

    @app.get("/course")
    def course():
        target = request.args["storage"]
        beside = target not in {"", "_parent", "silent", "adrift", "forgets"}
        # Like Canvas's, the frame answers for its parent, and has a name of its own.
        frame = f'<iframe name="{html.escape(target)}" src="/storage"></iframe>' if beside else ""
        scripts = HEARD + (STORAGE if target in {"_parent", "adrift", "forgets"} else "")
        if beside or target in {"_parent", "forgets"}:
            scripts += CAPABILITIES.replace("FRAME", json.dumps(target if beside else "_parent"))
        return page(
            f"<script>{scripts}</script><h1>Course</h1>{frame}"
            f'<iframe name="tool" src="/begin?storage={html.escape(target)}"'
            ' width="700" height="500"></iframe>'
        )

    @app.get("/storage")
    def storage():
        return page(f"<script>{STORAGE}</script>")

    @app.get("/begin")
    def begin():
        fields = {
            "iss": sites.lms,
            "client_id": "hub-1",
            "login_hint": "hint",
            "lti_message_hint": '{"once": true}',
            "target_link_uri": sites.hub + "/app/",
        }
        target = request.args["storage"]
        return posting(
            sites.hub + "/lti/login", fields | ({"lti_storage_target": target} if target else {})
        )

    @app.get("/auth")
    def auth():
        sites.logins += 1
        campus = Campus(app, Now(), issuer=sites.lms)
        claims = campus.claims(
            request.args["nonce"],
            target_link_uri=sites.hub + "/app/",
            launch_presentation={"locale": "en", "document_target": "iframe"},
        )
        assert claims[CLAIM + "deployment_id"] == "1"
        fields = {"id_token": campus.sign(claims), "state": request.args["state"]}
        return posting(request.args["redirect_uri"], fields)

    return app


def page(body: str) -> str:
    return f"<!doctype html><html lang=en><title>Campus</title><body>{body}</body></html>"


def posting(action: str, fields: dict[str, str]) -> str:
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
        for name, value in fields.items()
    )
    form = f'<form method="post" action="{html.escape(action)}">{inputs}<button>Go</button></form>'
    return page(form + "<script>document.forms[0].submit()</script>")
