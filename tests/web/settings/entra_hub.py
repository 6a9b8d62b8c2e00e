"""A hub that offers sign-in with Microsoft, and a Microsoft that answers for one person."""

import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.fakes.outbound import FakeOutbound
from tests.web.hub import HTTP, SAME
from tests.web.pages.pages_hub import PagesHub
from web.entra.app import EntraApp
from web.entra.routes import entra_blueprint
from web.pages import pages
from web.settings import settings_blueprint
from web.settings.sign_in import sign_in_section
from web.signin import signin

TENANT = "11111111-2222-3333-4444-555555555555"
AUTHORITY = "https://login.microsoftonline.com"
THERE = f"{AUTHORITY}/{TENANT}"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ENTRA = {"entra_tenant": TENANT, "entra_client_id": "hub-app", "entra_client_secret": "s3cret"}


class EntraHub(PagesHub):
    def __init__(self, settings=HTTP, **changes):
        self.http = FakeOutbound()
        settings = replace(settings, **(ENTRA | changes))
        super().__init__(
            settings, blueprints=[pages, signin, settings_blueprint([sign_in_section()])]
        )

    def __post_init__(self):
        app = EntraApp(self.settings, self.http, self.clock)
        self.blueprints = [*self.blueprints, entra_blueprint(app)]
        super().__post_init__()

    def invitation(self, email="ada@uni.test", **rights):
        return self.services.administrators.invite(email, "uni", **rights).token


class Microsoft:
    """Answers for one person in the tenant."""

    def __init__(self, hub):
        self.hub = hub
        self.hub.http.answer(f"{THERE}/discovery/v2.0/keys", json.dumps(keys()).encode())

    def comes_back(self, browser, begun, *, key=KEY, kid="k1", code="code", state=None, **claims):
        """Sign in there, and follow the browser back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(begun).query).items()}
        now = int(self.hub.clock.now().timestamp())
        told = {
            "iss": f"{THERE}/v2.0",
            "aud": "hub-app",
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "nonce": asked["nonce"],
            "tid": TENANT,
            "oid": "ada-at-microsoft",
            "preferred_username": "ada@uni.onmicrosoft.com",
        } | claims
        told = {name: value for name, value in told.items() if value is not None}
        token = jwt.encode(told, key, "RS256", headers={"kid": kid})
        answer = json.dumps({"id_token": token}).encode()
        self.hub.http.answer(f"{THERE}/oauth2/v2.0/token", answer)
        query = {"code": code, "state": asked["state"] if state is None else state}
        url = self.hub.settings.public_url
        return browser.get("/signin/entra/callback", query_string=query, base_url=url)


def keys(key=KEY, kid="k1"):
    public = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    return {"keys": [{**public, "kid": kid, "use": "sig"}]}


def begin(hub, browser, token=""):
    """Where the browser is led to."""
    url = hub.settings.public_url
    if not token:
        return browser.get("/signin/entra", base_url=url).location
    page = browser.post(f"/signin/{token}/entra", headers=SAME, base_url=url)
    assert page.status_code == 200
    start = page.text.index(f'href="{THERE}') + len('href="')
    return page.text[start : page.text.index('"', start)].replace("&amp;", "&")


def sessions(hub):
    return list(hub.storage.tables.table("sessions").values())
