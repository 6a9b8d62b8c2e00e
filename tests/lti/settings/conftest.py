"""People who look after registrations, at the settings page."""

import json

import pytest

from tests.lti.campus import KEY
from tests.lti.settings.settings_hub import SettingsHub
from tests.web.hub import PLATFORM
from tests.web.settings.desk import Desk


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
