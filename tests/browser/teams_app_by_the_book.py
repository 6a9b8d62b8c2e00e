"""A Teams app by the book: a tab with the real TeamsJS, a page that configures one, and a bot."""

import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Flask, redirect, request, send_from_directory

from demo.teams.tenant import APP_ID, CLIENT_ID, TENANT
from tests.browser.conftest import ROOT

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Tab</title>
<script src="/teams.min.js"></script><body><h1>Tab</h1><pre id="told"></pre>
<button id="consent">Consent</button><button id="link">Share a link</button>
<button id="go">Go to requests</button>
<script>const [ORIGIN, PLACE, APP] = %s;</script><script src="/%s.js"></script></body></html>"""
TELL = "const tell = (what) => document.getElementById('told').append(`${what}\\n`);\n"
TAB = """
const { app, authentication, pages } = microsoftTeams;
const on = (id, does) => document.getElementById(id).addEventListener("click", does);
(async () => {
  await app.initialize([ORIGIN]);
  const context = await app.getContext();
  tell(`theme ${context.app.theme}`);
  tell(`locale ${context.app.locale}`);
  tell(`page ${context.page.id} ${context.page.subPageId}`);
  app.registerOnThemeChangeHandler((theme) => tell(`theme ${theme}`));
  const token = await authentication.getAuthToken();
  tell(`oid ${JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).oid}`);
  app.notifySuccess();
})();
on("consent", () => authentication.authenticate({ url: `${location.origin}/teams/auth/start` })
  .then((result) => tell(`consent ${result}`), (error) => tell(`no consent ${error.message}`)));
on("link", () => pages.shareDeepLink({ subPageId: "/app/matches", subPageLabel: "Matches" }));
on("go", () => pages.navigateToApp({ appId: APP, pageId: "home", subPageId: "/app/requests" }));
"""
CONFIGURE = """
const { app, pages } = microsoftTeams;
(async () => {
  await app.initialize([ORIGIN]);
  const { channel } = await app.getContext();
  tell(`channel ${channel.displayName} ${channel.membershipType}`);
  pages.config.registerOnSaveHandler(async (event) => {
    await pages.config.setConfig({ entityId: "one", contentUrl: `${location.origin}/teams/tab`,
      suggestedDisplayName: "Mentoring here" });
    event.notifySuccess();
  });
  pages.config.setValidityState(true);
  app.notifySuccess();
})();
"""
CALLBACK = """
(async () => {
  await microsoftTeams.app.initialize([ORIGIN]);
  if (PLACE) microsoftTeams.authentication.notifySuccess("given");
  else microsoftTeams.authentication.notifyFailure("denied");
})();
"""
SCRIPTS = {"tab": TAB, "configure": CONFIGURE, "callback": CALLBACK}


@dataclass
class App:
    """The app.

    Attributes:
        campus: origin of the host.
        activities: what the bot was told.
    """

    campus: str = ""
    activities: list = field(default_factory=list)
    answer: dict = field(default_factory=dict)

    def wsgi(self):
        made = Flask("app-by-the-book")

        def page(script, place=""):
            return PAGE % (json.dumps([self.campus, place, APP_ID]), script)

        made.add_url_rule("/teams/tab", "tab", lambda: page("tab"))
        made.add_url_rule("/teams/configure", "configure", lambda: page("configure"))

        @made.get("/teams/auth/start")
        def start():
            asked = {
                "client_id": CLIENT_ID,
                "response_type": "code",
                "redirect_uri": f"{request.host_url}teams/auth/callback",
                "scope": "User.Read",
                "state": "s",
                "prompt": "consent",
            }
            return redirect(f"{self.campus}/{TENANT}/oauth2/v2.0/authorize?{urlencode(asked)}")

        @made.get("/teams/auth/callback")
        def callback():
            return page("callback", request.args.get("code", ""))

        @made.get("/<name>.js")
        def script(name):
            if name == "teams.min":
                return send_from_directory(ROOT / "web" / "static" / "vendor", "teams.min.js")
            return TELL + SCRIPTS[name], 200, {"Content-Type": "text/javascript"}

        @made.post("/api/messages")
        def messages():
            self.activities.append(request.get_json())
            kind = request.get_json()["type"]
            return self.answer if kind == "invoke" else {}

        return made


def package(url):
    """The app's package.

    Args:
        url: where it is.
    """
    search = {"id": "search", "title": "Mentors", "parameters": [{"name": "query"}]}
    commands = {"scopes": ["personal"], "commands": [{"title": "Help", "description": "Help"}]}
    manifest = {
        "id": APP_ID,
        "version": "1.2.0",
        "staticTabs": [{"entityId": "home", "name": "Mentoring", "contentUrl": f"{url}/teams/tab"}],
        "configurableTabs": [{"configurationUrl": f"{url}/teams/configure"}],
        "bots": [{"commandLists": [commands]}],
        "composeExtensions": [{"commands": [search]}],
    }
    return {"manifest.json": json.dumps(manifest).encode()}
