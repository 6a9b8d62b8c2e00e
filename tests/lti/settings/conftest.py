"""People who look after registrations, at the settings page."""

import json

import pytest

from tests.lti.campus import KEY
from tests.lti.settings.settings_hub import SettingsHub
from tests.web.hub import PLATFORM
from tests.web.settings.desk import Desk, operator_of, stranger_to


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
    return operator_of(hub)


@pytest.fixture
def stranger(hub):
    return stranger_to(hub)
