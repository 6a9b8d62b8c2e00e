"""Packages of a tenant get a new version when what they hold is new, and only then."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from core.domain.identifiers import TeamsTenantId
from core.errors import ConflictError, NotFoundError
from teams_app.package.packages import AppPackages, FlawedPackageError
from tests.fakes.storage import FakeStorage
from tests.fakes.teams_storage import FakeTeamsTenants

from .packages import PUBLIC, tenant


@pytest.fixture
def storage():
    storage = FakeStorage()
    with storage.platform() as work:
        work.teams_tenants.save(tenant())
    return storage


def kept(storage):
    with storage.platform() as work:
        return work.teams_tenants.get(tenant().id)


def test_the_same_content_keeps_its_version_and_bytes(storage):
    packages = AppPackages(storage, PUBLIC)
    assert packages.is_new(kept(storage))
    first, second = packages.make(tenant().id), packages.make(tenant().id)
    assert first == second
    assert (first.version, first.name) == ("1.0.1", "mentorloom-teams-1.0.1.zip")
    assert not packages.is_new(kept(storage))
    with ZipFile(BytesIO(first.body)) as archive:
        assert json.loads(archive.read("manifest.json"))["version"] == "1.0.1"


def test_other_content_gets_the_next_version(storage):
    AppPackages(storage, PUBLIC).make(tenant().id)
    moved = AppPackages(storage, "https://elsewhere.example.org")
    assert moved.is_new(kept(storage))
    assert moved.make(tenant().id).version == "1.0.2"
    assert AppPackages(storage, PUBLIC).make(tenant().id).version == "1.0.3"


def test_a_hub_without_https_gets_none_and_uses_up_no_version(storage):
    packages = AppPackages(storage, "http://localhost:8000")
    with pytest.raises(FlawedPackageError, match="MENTORLOOM_PUBLIC_URL") as refused:
        packages.make(tenant().id)
    assert refused.value.flaws == packages.flaws(kept(storage))
    assert kept(storage) == tenant()


def test_whoever_is_second_gets_the_version_of_the_first(storage, monkeypatch):
    packages, save = AppPackages(storage, PUBLIC), FakeTeamsTenants.save
    first = AppPackages(storage, PUBLIC)

    def late(self, changed):
        monkeypatch.setattr(FakeTeamsTenants, "save", save)
        first.make(changed.id)
        raise ConflictError("Somebody changed this meanwhile.")

    monkeypatch.setattr(FakeTeamsTenants, "save", late)
    assert packages.make(tenant().id).version == "1.0.1"


def test_there_is_none_of_an_unknown_tenant(storage):
    with pytest.raises(NotFoundError):
        AppPackages(storage, PUBLIC).make(TeamsTenantId(tenant().organization_id))
