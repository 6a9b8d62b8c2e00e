"""Administrators who let tools in, and what tools ask for."""

import html
import json
import re
from urllib.parse import parse_qs, urlsplit

from demo.registration_canvas import EXTENSION
from tests.demo.conftest import CAPTURES

BERND, JOANNA = "lindenmoor/bernd-kowalke", "fjordwerk/joanna-nowak"
CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
SCOPES = "https://purl.imsglobal.org/spec/"
SCORE = f"{SCOPES}lti-ags/scope/score"
ROSTER = f"{SCOPES}lti-nrps/scope/contextmembership.readonly"


def recorded(name):
    return json.loads((CAPTURES / f"{name}.json").read_text(encoding="utf-8"))


MOODLE_PAYLOAD = recorded("registration_exchange")["exchanges"][0]["request"]
CANVAS_PAYLOAD = {
    **{k: v for k, v in MOODLE_PAYLOAD.items() if k != CONFIGURATION},
    "client_name": "Mentorloom",
    CONFIGURATION: {
        "domain": "localhost:9001",
        "target_link_uri": "http://localhost:9001/launch",
        "claims": ["sub", "iss", "name", "email"],
        "custom_parameters": {"contrast": "$Canvas.user.prefersHighContrast"},
        f"{EXTENSION}privacy_level": "name_only",
        "messages": [
            {
                "type": "LtiResourceLinkRequest",
                "target_link_uri": "http://localhost:9001/launch?from=navigation",
                "label": "Mentors",
                "placements": ["course_navigation"],
                "custom_parameters": {"place": "navigation"},
            },
            {"type": "LtiDeepLinkingRequest", "placements": [f"{EXTENSION}link_selection"]},
            {"type": "LtiDeepLinkingRequest", "placements": ["course_assignments_menu"]},
        ],
    },
}


class Administrator:
    """Lets tools in. The tool's side of a registration is here too."""

    def __init__(self, browser, who) -> None:
        self.browser, self.client, self.who = browser, browser.client, who
        self.payload = CANVAS_PAYLOAD if who == JOANNA else MOODLE_PAYLOAD

    def invite(self, url="http://localhost:9001/lti/register?a=1", **form):
        """Name a tool's page; returns where it is opened."""
        answer = self.client.post(f"/{self.who}/tools", data={"url": url, **form})
        assert answer.status_code == 303, answer.text
        page = self.client.get(answer.location)
        opened = html.unescape(re.search(r'<iframe title="[^"]+"\s+src="([^"]+)"', page.text)[1])
        return Opened(page, opened)

    def configuration(self, opened, **headers):
        headers = headers or {"Authorization": f"Bearer {opened.token}"}
        return self.client.get(urlsplit(opened.configuration).path, headers=headers)

    def register(self, opened, payload=None, **changes):
        endpoint = self.configuration(opened).json["registration_endpoint"]
        body = {**(payload or self.payload), **changes}
        return self.client.post(
            urlsplit(endpoint).path,
            json={name: value for name, value in body.items() if value is not None},
            headers={"Authorization": f"Bearer {opened.token}"},
        )

    def decide(self, client_id, **form):
        return self.client.post(f"/{self.who}/tools/{client_id}", data=form, follow_redirects=True)


class Opened:
    """The tool's page as it is opened."""

    def __init__(self, page, url) -> None:
        self.page, self.url = page, url
        query = parse_qs(urlsplit(url).query)
        self.query = query
        self.configuration = query["openid_configuration"][0]
        self.token = query["registration_token"][0]

    @property
    def done(self):
        return re.search(r'data-done="([^"]+)"', self.page.text)[1]
