"""A campus in its test client, and what a tool does to it."""

import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import jwt
import pytest

from demo.addresses import TOOL_URL, Addresses
from demo.app import create_campus
from demo.campus import open_campus
from demo.signing_key import signing_key
from demo.tool_keys import Fetched

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REDIRECT = f"{TOOL_URL}/lti/launch"
CAPTURES = Path(__file__).parent / "captures"


class Form(HTMLParser):
    """The form that passes people on: where it goes and its hidden fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and given.get("class") == "pass-on":
            self.action = given["action"]
        if tag == "input" and given.get("type") == "hidden":
            self.fields[given["name"]] = given["value"]


class Browser:
    """Somebody's browser and, on the other side, a tool that plays by the book."""

    def __init__(self, client) -> None:
        self.client = client

    def open_mentoring(self, where: str, query: str = "") -> Form:
        page = self.client.get(f"/{where}/launch{query}")
        assert page.status_code == 200
        return Form(page.text)

    def request(self, login: Form, **changes: str | None) -> dict[str, str]:
        asked = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": login.fields["client_id"],
            "redirect_uri": REDIRECT,
            "login_hint": login.fields["login_hint"],
            "lti_message_hint": login.fields["lti_message_hint"],
            "state": "the-state",
            "nonce": "the-nonce",
            **changes,
        }
        return {name: value for name, value in asked.items() if value is not None}

    def authorize(self, login: Form, **changes: str | None):
        return self.client.get("/lti/authorize", query_string=self.request(login, **changes))

    def launch(self, where: str, query: str = "") -> dict:
        """The verified claims of a whole launch."""
        login = self.open_mentoring(where, query)
        return self.claims(Form(self.authorize(login).text), login.fields["client_id"])

    def form(self, page) -> Form:
        """The form of an answered page."""
        return Form(page.text)

    def claims(self, form: Form, client_id: str) -> dict:
        token = form.fields["id_token"]
        keys = jwt.PyJWKSet.from_dict(self.client.get("/lti/jwks.json").json)
        key = keys[jwt.get_unverified_header(token)["kid"]]
        return jwt.decode(token, key, algorithms=["RS256"], audience=client_id)


@pytest.fixture(scope="session")
def addresses(tmp_path_factory):
    return Addresses(folder=tmp_path_factory.mktemp("campus"))


@pytest.fixture(scope="session")
def app(addresses):
    """The app, whose routes and templates take long to compile; campuses come and go in it."""
    return create_campus(addresses)


@pytest.fixture(scope="session")
def campus_key(addresses):
    return signing_key(addresses.folder)


@pytest.fixture
def campus(app, addresses, campus_key, monkeypatch):
    monkeypatch.setattr("demo.campus.signing_key", lambda _folder: campus_key)
    here = open_campus(addresses)
    monkeypatch.setitem(app.extensions, "campus", here)
    # No hub runs here: tests that need its keys say which.
    monkeypatch.setattr(here.tool_keys, "_get", lambda url: Fetched(NOW, error=f"{url} is off"))
    return app


@pytest.fixture
def browser(campus):
    return Browser(campus.test_client())


@pytest.fixture
def captures():
    return json.loads((CAPTURES / "moodle_launches.json").read_text(encoding="utf-8"))
