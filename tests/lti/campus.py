"""A platform of our own making, for tests: it signs what it is told, right or wrong."""

import base64
import html
import json
import re
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from core.domain.registration import KeyStatus, ToolKey

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/"
LEARNER = ROLE + "membership#Learner"
INSTRUCTOR = ROLE + "membership#Instructor"
HUB = "https://hub.example.edu"
ISSUER = "https://lms.example.edu"


class Missing:
    """Stands for a claim or field that is left out; tests are named after it."""

    def __repr__(self):
        return "MISSING"


MISSING = Missing()


class SigningKey:
    def __init__(self, kid, bits=2048):
        self.kid = kid
        self.private = rsa.generate_private_key(65537, bits)
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        self.jwk = {**public, "kid": kid, "alg": "RS256", "use": "sig"}

    def __repr__(self):
        return self.kid

    @property
    def pem(self):
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


KEY = SigningKey("campus-1")
OTHER_KEY = SigningKey("campus-2")


def tool_key(now):
    """OTHER_KEY as a key that the hub signs with: making one takes a while."""
    return ToolKey(
        kid=OTHER_KEY.kid,
        private_pem=OTHER_KEY.pem.decode(),
        status=KeyStatus.ACTIVE,
        created_at=now,
        changed_at=now,
    )


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign_text(payload, key=KEY, header=None):
    """Sign a payload given as bytes, under a header given as bytes or a dict."""
    header = {"alg": "RS256", "typ": "JWT", "kid": key.kid} if header is None else header
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    signing_input = f"{encoded(head)}.{encoded(payload)}"
    algorithm = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256)
    signature = algorithm.sign(signing_input.encode(), key.private)
    return f"{signing_input}.{encoded(signature)}"


def authorisation_request(answer):
    """What a login sends to the platform: by a redirect, or from its page in a frame."""
    if answer.status_code == 200:
        location = attributes(answer)["data-location"]
    else:
        assert answer.status_code == 302, answer.text
        location = answer.location
    return dict(parse_qsl(urlsplit(location).query, keep_blank_values=True))


def attributes(page):
    """The data attributes of one of our pages on the way into a frame."""
    found = re.findall(r'(data-[a-z]+)="([^"]*)"', page.text.partition("<main")[2])
    return {name: html.unescape(value) for name, value in reversed(found)}


class Campus:
    """A platform, and a person in front of a browser with the course open."""

    def __init__(self, app, clock, client_id="hub-1", issuer=ISSUER):
        self.app = app
        self.clock = clock
        self.client_id = client_id
        self.issuer = issuer
        self.browser = self.new_browser()

    def new_browser(self):
        return self.app.test_client()

    def login(self, browser=None, method="POST", **parameters):
        """The first leg; returns our authorisation request as a dict."""
        asked = {
            "iss": self.issuer,
            "client_id": self.client_id,
            "login_hint": "hint-6",
            "lti_message_hint": '{"cmid":1,"launchid":"l 1+2&3"}',
            "target_link_uri": HUB + "/app/",
            **parameters,
        }
        asked = {name: value for name, value in asked.items() if value is not MISSING}
        browser = browser or self.browser
        if method == "GET":
            answer = browser.get("/lti/login", query_string=asked, base_url=HUB)
        else:
            answer = browser.post("/lti/login", data=asked, base_url=HUB)
        return authorisation_request(answer)

    def login_cookie(self):
        """The only login's cookie that the browser holds."""
        (found,) = (c for c in self.browser._cookies.values() if "-login-" in c.key)
        return found

    def claims(self, nonce, /, **changes):
        """A launch's claims. Names of LTI claims need no prefix; MISSING removes one."""
        now = int(self.clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": "person-6",
            "nonce": nonce,
            "iat": now,
            "exp": now + 60,
            CLAIM + "message_type": "LtiResourceLinkRequest",
            CLAIM + "version": "1.3.0",
            CLAIM + "deployment_id": "1",
            CLAIM + "target_link_uri": HUB + "/app/",
            CLAIM + "resource_link": {"id": "link-1", "title": "Mentoring"},
            CLAIM + "roles": [LEARNER],
            CLAIM + "context": {"id": "course-2", "title": "Management 101 — autumn"},
            "name": "Ana Martin",
            "email": "ana@campus.test",
        }
        plain = {"iss", "aud", "azp", "sub", "nonce", "iat", "exp", "nbf", "name", "email"}
        plain |= {"given_name", "family_name", "locale"}
        for name, value in changes.items():
            claims[name if name in plain else CLAIM + name] = value
        return {name: value for name, value in claims.items() if value is not MISSING}

    def post(self, token, state, browser=None, **more):
        form = {"id_token": token, "state": state, **more}
        form = {name: value for name, value in form.items() if value is not MISSING}
        return (browser or self.browser).post("/lti/launch", data=form, base_url=HUB)

    def launch(self, key=KEY, header=None, **changes):
        """Both legs in one browser; returns our answer."""
        asked = self.login()
        token = self.sign(self.claims(asked["nonce"], **changes), key, header)
        return self.post(token, asked["state"])

    def sign(self, claims, key=KEY, header=None):
        return sign_text(json.dumps(claims).encode(), key, header)


FROM_THE_PLATFORM = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "iframe",
    "Origin": ISSUER,
}


class FramedCampus(Campus):
    """The person's browser has the course open, and us in a frame of it."""

    def new_browser(self, *, cookies=True):
        browser = self.app.test_client(use_cookies=cookies)
        browser.environ_base.update(
            {f"HTTP_{k.upper().replace('-', '_')}": v for k, v in FROM_THE_PLATFORM.items()}
        )
        return browser
