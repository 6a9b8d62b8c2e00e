"""Teams on its own site and the hub on another, both over https, for a real browser.

The host is as small as one can be: a page that frames the tab and answers TeamsJS. Its origin is
Teams' own, so that TeamsJS and our policy take it for what it stands for.
"""

import html
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from flask import Flask, redirect, request

from config.hub import hub
from config.wiring import Adapters
from core.domain.organization import Organization
from core.domain.program import Program
from tests.browser.cross_site import Later, Now, Sites, served
from tests.fakes.encoder import FakeEncoder
from tests.fakes.outbound import FakeOutbound
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeEntropy
from tests.teams_app import entra
from tests.web.hub import HTTPS, ORGANIZATION, PROGRAM

TEAMS, EVIL, HUB = "https://teams.microsoft.com", "https://evil.test", "https://hub.example.org"
HOSTS = [url.removeprefix("https://") for url in (TEAMS, EVIL, entra.AUTHORITY, HUB)]
MAILBOX = "https://graph.microsoft.com/v1.0/me/mailboxSettings"
SECOND = "00000000-0000-0000-0000-0000000002bf"
RUNTIME = {
    "apiVersion": 4,
    "isLegacyTeams": False,
    "supports": {"pages": {"backStack": {}, "config": {}}},
}
SCRIPT = """
const VERSION = "2.58.0";
const frame = document.querySelector("iframe");
const told = JSON.parse(document.body.dataset.told);
window.heard = [];
window.push = (func, ...args) => frame.contentWindow.postMessage({ func, args }, told.hub);
const answers = {
  initialize: (_, inPopup) =>
    [inPopup ? "authentication" : told.frame, "web", JSON.stringify(told.runtime), VERSION],
  getContext: () => [told.context],
  "authentication.getAuthToken": async ([, , silent]) => {
    heard.push(`token ${silent}`);
    const answer = await fetch("/token");
    return answer.ok ? [true, await answer.text()] : [false, "consentRequired"];
  },
  "authentication.authenticate": ([url]) => new Promise((done) => {
    window.popup = open(url, "_blank", "width=500,height=500");
    window.finish = (answer) => (popup.close(), done(answer));
  }),
  "authentication.authenticate.success": ([result]) => finish([true, result]),
  "authentication.authenticate.failure": ([why]) => finish([false, why]),
  "settings.setSettings": ([settings]) => (window.kept = settings, [true]),
};
addEventListener("message", async ({ data, origin, source }) => {
  if (origin !== told.hub) return;
  const { id, uuidAsString, func, args } = data;
  const said = (args ?? []).filter((a) => typeof a !== "object" && a !== VERSION);
  heard.push([func, ...said].join(" "));
  if (!answers[func]) return;
  const answer = await answers[func](args ?? [], source === window.popup);
  source.postMessage({ id, uuidAsString, args: answer, isPartialResponse: false }, origin);
});
"""


@dataclass
class Teams:
    """The host, the hub, and what happened between them.

    Attributes:
        claims: what the next tokens say, besides what is usual; None gives none.
    """

    hub: Sites = field(default_factory=Sites)
    storage: FakeStorage = field(default_factory=FakeStorage)
    port: int = 0
    hub_port: int = 0
    claims: dict | None = field(default_factory=dict)
    http: FakeOutbound = field(default_factory=FakeOutbound)
    consent: str = "code=c"
    """How the next person answers Microsoft."""

    def tokens(self, *answers):
        """What Microsoft answers one after the other when tokens are asked for on behalf."""
        base = f"{entra.AUTHORITY}/{entra.TENANT}"
        token_url = f"{base}/oauth2/v2.0/token"
        known = {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": token_url,
        }
        configuration = f"{base}/v2.0/.well-known/openid-configuration"
        self.http.answer(configuration, json.dumps(known).encode())
        self.http.answers.pop(("any", token_url), None)
        for told in answers:
            status = 200 if "access_token" in told else 400
            self.http.then(token_url, json.dumps(told).encode(), status)

    @property
    def arguments(self):
        """What lets a browser find the hosts here, without ports in their origins."""
        ports = [self.port, self.port, self.port, self.hub_port]
        rules = ", ".join(
            f"MAP {host} 127.0.0.1:{port}" for host, port in zip(HOSTS, ports, strict=True)
        )
        return [f"--host-resolver-rules={rules}"]

    def address(self, path="/teams/tab", origin=TEAMS, **context):
        """The host's page with a tab in it."""
        told = {"theme": "default", "locale": "en-us", "hostName": "Teams", **context}
        return f"{origin}/?" + urlencode({"path": path, "context": json.dumps(told)})

    def end_sessions(self):
        self.storage.tables.table("sessions").clear()


@contextmanager
def teams_and_hub(context):
    """Serve both for as long as the block lasts.

    Args:
        context: the certificate of both.
    """
    teams, later = Teams(), Later()
    entra.publish(teams.http)
    with served(host(teams), context) as port, served(later, context) as hub_port:
        teams.port, teams.hub_port = port, hub_port
        settle(teams.storage)
        adapters = Adapters(
            settings=replace(HTTPS, public_url=HUB),
            storage=teams.storage,
            clock=Now(),
            entropy=FakeEntropy(),
            http=teams.http,
            encoder=FakeEncoder(),
            checks={},
        )
        later.inner = hub(adapters)
        later.sites = teams.hub
        yield teams


def settle(storage):
    now = Now().now()
    with storage.platform() as work:
        work.organizations.save(
            Organization(id=ORGANIZATION, slug="uni", name="Uni", created_at=now)
        )
        tenant = entra.tenant(now, ORGANIZATION)
        work.teams_tenants.save(tenant)
        work.teams_tenants.save_secret(tenant.id, "the-secret")
    with storage.tenant(ORGANIZATION) as work:
        for program_id, name in ((PROGRAM, "Peers"), (type(PROGRAM)(SECOND), "Leadership")):
            work.programs.save(
                Program(
                    id=program_id,
                    organization_id=ORGANIZATION,
                    name=name,
                    open_to_all=True,
                    created_at=now,
                )
            )


def host(teams: Teams) -> Flask:
    """Teams' site; a stranger's page is the same on another host."""
    app = Flask("teams")
    lock = threading.Lock()

    @app.get("/")
    def page():
        told = {
            "hub": HUB,
            "runtime": RUNTIME,
            "frame": "settings" if "/configure" in request.args["path"] else "content",
            "context": json.loads(request.args["context"]),
        }
        attribute = html.escape(json.dumps(told))
        source = html.escape(HUB + request.args["path"])
        return (
            "<!doctype html><html lang=en><title>Teams</title>"
            f'<body data-told="{attribute}"><iframe name="tab" src="{source}" width="860"'
            f' height="620"></iframe><script>{SCRIPT}</script></body></html>'
        )

    @app.get("/<tenant>/oauth2/v2.0/authorize")
    def authorize(tenant):
        asked = request.args
        assert (tenant, asked["prompt"]) == (entra.TENANT, "consent")
        return redirect(f"{asked['redirect_uri']}?{teams.consent}&state={asked['state']}")

    @app.get("/token")
    def token():
        with lock:
            if teams.claims is None:
                return "", 403
            return entra.token(Now().now(), **teams.claims)

    return app
