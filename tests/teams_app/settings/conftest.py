"""People who look after Teams tenants, at the settings page of a hub that Teams can reach."""

import pytest

from tests.lti.settings.settings_hub import SettingsHub
from tests.teams_app.packages import CLIENT, TID
from tests.teams_app.sign_in import Entra
from tests.web.hub import HTTPS
from tests.web.settings.desk import Desk, operator_of, stranger_to

SECRET = "Abc8Q~very-secret-value-1a2b"


@pytest.fixture
def hub():
    return SettingsHub(settings=HTTPS)


@pytest.fixture
def entra(hub):
    return Entra(http=hub.http)


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


@pytest.fixture
def made(hub, desk):
    """A tenant that is added already."""
    return hub.teams.tenants.add(desk.actor, TID, CLIENT, SECRET)


@pytest.fixture
def kept(hub, desk):
    """What is kept of all tenants now."""
    return lambda: [known.tenant for known in hub.teams.tenants.all(desk.actor)]
