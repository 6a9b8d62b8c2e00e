"""The check of a tenant at the stand-in for Microsoft 365, which is not our own reading of it."""

import pytest

from config.demo_teams import DemoTeams
from core.domain.identifiers import OrganizationId
from demo.addresses import Addresses
from demo.app import create_campus
from demo.teams.places import Places
from demo.teams.tenant import CATALOG_APP_ID, CLIENT_SECRET, TENANT, employees
from teams_app.checkup import TenantCheckup
from teams_app.package.packages import AppPackages
from tests.fakes.app_http import AppHttp
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy
from web.findings import Verdict

from .packages import tenant

CAMPUS, HUB = "http://localhost:8001", "http://localhost:8000"


@pytest.fixture
def storage():
    storage, entropy = FakeStorage(), FakeEntropy()
    ids = {who.person.key: entropy.uuid() for who in employees()}
    organization = OrganizationId(tenant().organization_id)
    DemoTeams(storage, FakeClock(), entropy).load(organization, ids)
    return storage


@pytest.fixture
def examine(storage, tmp_path):
    """Check the demo's tenant with a secret."""
    http = AppHttp(create_campus(Addresses(folder=tmp_path)), CAMPUS)
    checkup = TenantCheckup(
        http, CAMPUS, Places(CAMPUS, HUB).graph, AppPackages(storage, HUB), HUB, FakeClock()
    )
    with storage.platform() as work:
        (known,) = work.teams_tenants.all()
    assert known.tenant == TENANT
    return lambda secret: checkup.examine(known, secret)


def test_what_its_administrator_set_up_is_as_it_should_be(examine):
    checked = examine(CLIENT_SECRET)
    assert checked.works
    (warning,) = [one for one in checked.findings if one.verdict is Verdict.WARN]
    assert "plain http" in str(warning.told)
    told = [str(one.told) for one in checked.findings]
    assert "The app registration is as it should be." in told
    assert "The app is in the tenant's app catalogue." in told
    assert checked.catalog_app_id == CATALOG_APP_ID


def test_a_wrong_secret_is_said_in_words(examine):
    checked = examine("another")
    assert not checked.works
    assert "Enter the value of the secret" in str(checked.findings[-1].told)
