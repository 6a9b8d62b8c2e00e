"""`mentorloom teams`: packages and checks on the command line."""

import json
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from environs import Env

from config.cli import adapters as opening
from config.cli.teams import teams
from config.settings import read_settings
from config.wiring import Adapters
from core.domain.organization import Organization
from core.errors import InvalidInputError, NotFoundError
from tests.fakes.encoder import FakeEncoder
from tests.fakes.outbound import FakeOutbound
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy
from tests.teams_app.packages import CLIENT, TID, tenant
from tests.teams_app.sign_in import Entra, catalog_app, right_application

OTHER = TID.replace("1", "2")


@pytest.fixture
def joined(monkeypatch):
    monkeypatch.setenv("MENTORLOOM_PUBLIC_URL", "https://mentoring.example.org")
    made = Adapters(
        settings=read_settings(Env()),
        storage=FakeStorage(),
        clock=FakeClock(),
        entropy=FakeEntropy(),
        http=FakeOutbound(),
        encoder=FakeEncoder(),
        checks={},
    )
    with made.storage.platform() as work:
        work.organizations.save(
            Organization(
                id=tenant().organization_id,
                name="Fjordwerk",
                slug="fjordwerk",
                created_at=made.clock.now(),
            )
        )
    return made


@pytest.fixture
def run(joined, monkeypatch):
    @contextmanager
    def opened():
        yield joined

    monkeypatch.setattr(opening, "opened_adapters", opened)

    def run(*words):
        answer = CliRunner().invoke(teams, words)
        if answer.exception and not isinstance(answer.exception, SystemExit):
            raise answer.exception
        return answer

    return run


def add(joined, **facts):
    made = tenant(**facts)
    with joined.storage.platform() as work:
        work.teams_tenants.save(made)
        work.teams_tenants.save_secret(made.id, "the-secret")
    return made


class TestPackage:
    def test_it_is_written(self, run, joined, tmp_path):
        add(joined)
        answer = run("package", "-o", str(tmp_path / "teams.zip"))
        assert answer.exit_code == 0
        assert answer.output.startswith(f"Wrote version 1.0.1 for tenant {TID} to ")
        with ZipFile(BytesIO((tmp_path / "teams.zip").read_bytes())) as archive:
            assert json.loads(archive.read("manifest.json"))["bots"][0]["botId"] == CLIENT

    def test_of_several_one_is_named(self, run, joined, tmp_path):
        add(joined)
        add(joined, id=tenant().organization_id, tenant=OTHER)
        with pytest.raises(NotFoundError, match="Say which one with --tenant") as refused:
            run("package", "-o", str(tmp_path / "teams.zip"))
        assert OTHER in str(refused.value)
        answer = run("package", "-o", str(tmp_path / "teams.zip"), "--tenant", OTHER.upper())
        assert OTHER in answer.output

    def test_there_is_none(self, run, joined, tmp_path):
        with pytest.raises(NotFoundError, match="There is no Teams tenant yet"):
            run("package", "-o", str(tmp_path / "teams.zip"))
        add(joined)
        with pytest.raises(NotFoundError, match=f"There are: {TID}"):
            run("package", "-o", str(tmp_path / "teams.zip"), "--tenant", OTHER)

    def test_nothing_is_written_that_teams_would_not_take(self, run, joined, tmp_path):
        add(joined, app_id="no-guid")
        with pytest.raises(InvalidInputError) as refused:
            run("package", "-o", str(tmp_path / "teams.zip"))
        assert "small letters" in str(refused.value.fields["package"][0])
        assert list(tmp_path.iterdir()) == []


class TestCheck:
    def test_what_is_wrong_ends_with_1(self, run, joined):
        add(joined)
        Entra(http=joined.http).refuses(7000222)
        answer = run("check")
        assert answer.exit_code == 1
        assert f"Microsoft Teams, tenant {TID} (Fjordwerk)" in answer.output
        assert "The client secret has expired." in answer.output

    def test_all_is_well(self, run, joined):
        add(joined)
        entra = Entra(http=joined.http)
        entra.gives("for-bot", "for-graph")
        entra.knows(right_application())
        entra.lists(catalog_app("1.0.0"))
        answer = run("check", "--tenant", CLIENT)
        assert answer.exit_code == 0, answer.output
        assert "Nothing is wrong." in answer.output

    def test_a_tenant_that_nobody_added(self, run):
        with pytest.raises(NotFoundError, match="There is no Teams tenant yet"):
            run("check")
