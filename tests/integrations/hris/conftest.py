import pytest

from demo.addresses import Addresses
from demo.app import create_campus

from .bamboo_campus import Company
from .entra_tenant import Tenant


@pytest.fixture(scope="session")
def campus_app(tmp_path_factory):
    return create_campus(Addresses(folder=tmp_path_factory.mktemp("campus")))


@pytest.fixture
def company(campus_app, monkeypatch):
    return Company(campus_app, monkeypatch)


@pytest.fixture
def tenant():
    return Tenant()
