"""The stand-in for Microsoft 365 in its test client, with a bot that notes what it is told."""

import json
from dataclasses import dataclass, field, replace

import jwt
import pytest

from demo.addresses import Addresses
from demo.app import create_campus
from demo.teams.entra.token_endpoint import ON_BEHALF_OF
from demo.teams.tenant import CLIENT_ID, CLIENT_SECRET, TENANT, employee


@dataclass
class Bot:
    """Takes everything, and says how it is told to answer invokes."""

    answer: tuple[int, bytes] = (200, b"")
    told: list = field(default_factory=list)
    tokens: list = field(default_factory=list)

    def post(self, url, body, headers):
        assert url == "http://localhost:8000/api/messages"
        activity = json.loads(body)
        self.told.append(activity)
        self.tokens.append(headers["Authorization"].removeprefix("Bearer "))
        return self.answer if activity["type"] == "invoke" else (200, b"")


class Tenant:
    """One campus seen from the app."""

    def __init__(self, folder):
        app = create_campus(Addresses(folder=folder))
        campus, self.bot = app.extensions["campus"], Bot()
        inner = campus.microsoft
        channel = replace(inner.channel, post=self.bot.post)
        self.here = replace(inner, channel=channel, talking=replace(inner.talking, channel=channel))
        app.extensions["campus"] = replace(campus, microsoft=self.here)
        self.client = app.test_client()

    def token(self, status=200, **form):
        asked = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **form}
        answer = self.client.post(f"/{TENANT}/oauth2/v2.0/token", data=asked)
        assert answer.status_code == status, answer.text
        return answer.json

    def app_token(self, resource):
        told = self.token(grant_type="client_credentials", scope=f"{resource}/.default")
        return {"Authorization": f"Bearer {told['access_token']}"}

    def tab_token(self, key, claims=""):
        return self.client.post(f"/teams/{key}/token", json={"claims": claims}).json["token"]

    def on_behalf_of(self, assertion, status=200, scope="https://graph.microsoft.com/User.Read"):
        return self.token(
            status,
            grant_type=ON_BEHALF_OF,
            requested_token_use="on_behalf_of",
            assertion=assertion,
            scope=scope,
        )

    def claims(self, token, audience):
        keys = jwt.PyJWKSet.from_dict(self.client.get("/common/discovery/v2.0/keys").json)
        kid = jwt.get_unverified_header(token)["kid"]
        return jwt.decode(token, keys[kid].key, ["RS256"], audience=audience)

    def installed(self, key="amina-yildiz"):
        self.client.post(f"/teams/{key}/chat/app", data={"deed": "add"})
        return employee(key)


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    """Where the campus's keys are: making them takes longer than a test."""
    return tmp_path_factory.mktemp("campus")


@pytest.fixture
def tenant(keys):
    return Tenant(keys)
