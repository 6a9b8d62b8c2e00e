"""A tool with a key of its own that answers as the specifications say, or otherwise when told."""

import json
import re
import time
from itertools import count
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from demo.tool_keys import Fetched
from demo.tools import CONTENT_AREA

from .conftest import NOW

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
MOODLE, CANVAS = "LnD3moorM00dle1", "10000000000007"
INGRID, TOBIAS = "lindenmoor/ingrid-aasen/SE301", "fjordwerk/tobias-arnheim/LEAD-1"
SEVERAL = "course_assignments_menu"
UNRECORDED = {
    # Left out here, and newer than the recorded Moodle.
    "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome",
    "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice",
}
MISSING = object()
ITEM = {"type": "ltiResourceLink", "title": "Session prep 1"}


class SigningTool:
    """Holds a key pair; `published` is what its JWKS URL answers."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())
        self.jwk = {**json.loads(public), "kid": "tool-1", "alg": "RS256", "use": "sig"}
        self.published = Fetched(NOW, (self.jwk,))
        self._numbers = count()

    def sign(self, claims, key=None, kid="tool-1", algorithm="RS256"):
        kept = {name: value for name, value in claims.items() if value is not MISSING}
        return jwt.encode(kept, key or self.key, algorithm, headers={"kid": kid} if kid else {})

    def answer(self, asked, items, **changes):
        """Claims of a deep linking response to the claims of a request."""
        now = int(time.time())
        settings = asked[f"{DL}deep_linking_settings"]
        claims = {
            "iss": asked["aud"],
            "aud": [asked["iss"]],
            "iat": now,
            "exp": now + 600,
            "nonce": f"nonce-{next(self._numbers)}",
            f"{CLAIM}deployment_id": asked[f"{CLAIM}deployment_id"],
            f"{CLAIM}message_type": "LtiDeepLinkingResponse",
            f"{CLAIM}version": "1.3.0",
            f"{DL}content_items": items,
        }
        if "data" in settings:
            claims[f"{DL}data"] = settings["data"]
        return {**claims, **changes}


TOOL = SigningTool()


def publish(campus, monkeypatch):
    """Let the campus find TOOL's key where the hub's keys are."""
    keys = campus.extensions["campus"].tool_keys
    monkeypatch.setattr(keys, "_get", lambda _url: TOOL.published)


class Teacher:
    """Opens a tool to choose content, and sends what the tool answers."""

    def __init__(self, browser) -> None:
        self.browser = browser

    def ask(self, course=INGRID, place=CONTENT_AREA, query=""):
        client_id = MOODLE if course.startswith("lindenmoor") else CANVAS
        return self.browser.launch(f"{course}/add/{client_id}/{place}", query)

    def post(self, asked, token):
        address = urlsplit(asked[f"{DL}deep_linking_settings"]["deep_link_return_url"])
        return self.browser.client.post(address.path, data={"JWT": token})

    def answer(self, asked, items, **changes):
        return self.post(asked, TOOL.sign(TOOL.answer(asked, items, **changes)))

    def choose(self, *items, course=INGRID, place=CONTENT_AREA):
        """Choose and save; returns the course page."""
        page = self.answer(self.ask(course, place), list(items))
        assert page.status_code == 200
        if save := re.search(r'action="(\S+/save)"', page.text):
            return self.browser.client.post(save[1], follow_redirects=True).text
        return self.browser.client.get(f"/{course}").text

    def links(self, course=INGRID):
        page = self.browser.client.get(f"/{course}").text
        return re.findall(rf'href="/({course}/activities/[^"/]+)"', page)
