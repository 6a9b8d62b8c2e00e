"""People who look after registrations, at the settings page."""

import json

import pytest

from tests.lti.campus import KEY
from tests.lti.settings.settings_hub import SettingsHub
from tests.web.hub import PLATFORM
from web.page_mark import page_mark


class Desk:
    """Somebody at the settings page: forms carry the mark of their page, as in a browser."""

    def __init__(self, hub, actor):
        self.actor = actor
        self.browser = hub.browser(actor)

    def get(self, path, **query):
        return self.browser.get(path, query_string=query or None)

    def post(self, path, **form):
        data = {"page": page_mark(self.actor), **form}
        return self.browser.post(path, data=data)

    def follow(self, answer):
        assert answer.status_code == 303, answer.text
        return self.get(answer.location)


@pytest.fixture
def hub():
    hub = SettingsHub()
    hub.http.answer(f"{PLATFORM}/jwks", json.dumps({"keys": [KEY.jwk]}).encode())
    return hub


@pytest.fixture
def desk(hub):
    """An administrator's."""
    return Desk(hub, hub.administrator())


@pytest.fixture
def operator(hub):
    """Of somebody who runs the hub, in another organization."""
    sent = hub.services.administrators.invite("op@hub.test", "hosts", "Hosts", operates=True)
    return Desk(hub, hub.services.administrators.sign_in(sent.token))


@pytest.fixture
def stranger(hub):
    """Of an administrator of another organization."""
    sent = hub.services.administrators.invite("bo@else.test", "elsewhere", "Elsewhere")
    return Desk(hub, hub.services.administrators.sign_in(sent.token))
