"""`mentorloom doctor`: a healthy hub, and each way in which one can be ill."""

import json
from dataclasses import replace
from email.utils import format_datetime

import pytest
from click.testing import CliRunner
from environs import Env

from config.cli import doctor as command
from config.settings import read_settings
from config.wiring import Adapters
from core.domain.registration_request import RegistrationRequest
from core.errors import MisconfiguredError, UnavailableError
from lti.keys import ToolKeyring
from lti.platform_details import PlatformDetails
from lti.registration import PlatformRegistry
from tests.fakes.encoder import FakeEncoder
from tests.fakes.outbound import FakeOutbound
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy
from tests.integrations.mail.mail_server import MailServer
from tests.lti.campus import KEY
from web.findings import Verdict

HUB = "https://hub.example.edu"
LMS = "https://moodle.example.edu"


def unavailable():
    raise UnavailableError("The database does not answer.")


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def http(clock):
    http = FakeOutbound()
    date = {"Date": format_datetime(clock.now(), usegmt=True)}
    keys = json.dumps({"keys": [KEY.jwk]}).encode()
    http.answer(f"{LMS}/mod/lti/certs.php", keys, headers=date)
    token = json.dumps({"access_token": "t", "token_type": "Bearer"}).encode()
    http.answer(f"{LMS}/mod/lti/token.php", token)
    return http


@pytest.fixture
def joined(clock, http, monkeypatch):
    monkeypatch.setenv("MENTORLOOM_PUBLIC_URL", HUB)
    return Adapters(
        settings=read_settings(Env()),
        storage=FakeStorage(),
        clock=clock,
        entropy=FakeEntropy(),
        http=http,
        encoder=FakeEncoder(),
        checks={"database": lambda: None},
    )


@pytest.fixture
def own(joined):
    """A way to the hub itself, which shows its keys."""
    own = FakeOutbound()
    keys = ToolKeyring(joined.storage, joined.clock, joined.entropy).jwks()
    own.answer(f"{HUB}/lti/jwks.json", json.dumps(keys).encode())
    return own


@pytest.fixture
def register(joined):
    registry = PlatformRegistry(joined.storage, joined.clock, joined.entropy, joined.http)
    details = PlatformDetails(
        issuer=LMS, client_id="abc", product_family="moodle", deployment_ids=("1",)
    )
    return lambda: registry.register("uni", details, "Uni")


def examined(joined, own):
    return {heading: list(findings) for heading, findings in command.examine(joined, own)}


def verdicts(findings):
    return [finding.verdict for finding in findings]


def test_a_healthy_hub(joined, own, register):
    register()
    found = examined(joined, own)
    assert list(found) == [
        "Database",
        "Addresses",
        "https://moodle.example.edu, client abc (Uni)",
        "Registrations",
    ]
    assert {verdict for findings in found.values() for verdict in verdicts(findings)} == {
        Verdict.GOOD
    }


def test_a_sick_database_is_all_that_is_told(joined, own):
    found = examined(replace(joined, checks={"database": unavailable}), own)
    assert list(found) == ["Database"]
    assert str(found["Database"][0].told) == "The database does not answer."


def test_secrets_that_cannot_be_read(joined, own, monkeypatch):
    def undecipherable(_):
        raise MisconfiguredError("No key fits.")

    monkeypatch.setattr("tests.fakes.platform_storage.FakeToolKeys.all", undecipherable)
    assert verdicts(examined(joined, own)["Database"]) == [Verdict.BAD]


def test_a_hub_without_registrations_says_how_to_begin(joined, own):
    (finding,) = examined(joined, own)["Registrations"]
    assert "mentorloom lti register" in str(finding.advice)


def test_those_who_wait_are_counted(joined, own, register, clock):
    register()
    asked = RegistrationRequest(
        id=joined.entropy.uuid(),
        issuer=LMS,
        client_id="def",
        auth_login_url="",
        token_url="",
        jwks_url="",
        requested_at=clock.now(),
    )
    with joined.storage.platform() as work:
        work.registration_requests.save(asked)
    (finding,) = examined(joined, own)["Registrations"]
    assert str(finding.told) == "1 LMSs wait for approval."


class TestAddresses:
    def test_plain_http_is_for_trying(self, joined, own):
        plain = replace(joined.settings, public_url="http://localhost:8000")
        own.allowed_origins = {"http://localhost:8000"}
        findings = examined(replace(joined, settings=plain), own)["Addresses"]
        assert verdicts(findings) == [Verdict.WARN, Verdict.WARN]
        assert "plain http" in str(findings[0].told)
        assert "MENTORLOOM_PUBLIC_URL" in str(findings[1].advice)

    @pytest.mark.parametrize(
        ("body", "status"), [(b'{"keys": []}', 200), (b"<html>", 200), (b"", 404)]
    )
    def test_something_else_answers(self, joined, own, body, status):
        own.answer(f"{HUB}/lti/jwks.json", body, status)
        (finding,) = examined(joined, own)["Addresses"]
        assert finding.verdict is Verdict.BAD
        assert "Something else answers there." in str(finding.advice)


class TestMail:
    @pytest.fixture
    def server(self):
        server = MailServer()
        yield server
        server.stop()

    def mail(self, joined, own, url):
        settings = replace(joined.settings, smtp_url=url, mail_from="hub@example.edu")
        return examined(replace(joined, settings=settings), own)["Mail"]

    def test_without_a_server_nothing_is_said(self, joined, own):
        assert "Mail" not in examined(joined, own)

    def test_a_server_that_lets_us_in(self, joined, own, server):
        (finding,) = self.mail(joined, own, server.url)
        assert finding.verdict is Verdict.GOOD
        assert server.messages == []

    def test_a_server_that_is_away(self, joined, own):
        (finding,) = self.mail(joined, own, "smtp://localhost:1")
        assert finding.verdict is Verdict.BAD
        assert "MENTORLOOM_SMTP_URL" in str(finding.told)


class TestCommand:
    @pytest.fixture(autouse=True)
    def alone(self, monkeypatch, tmp_path):
        monkeypatch.setattr(command, "configure_logging", lambda *_: None)
        monkeypatch.setenv("MENTORLOOM_DATA_DIR", str(tmp_path))

    def run(self, *arguments):
        return CliRunner().invoke(command.doctor, arguments)

    def test_on_a_real_database(self, postgres_url, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", postgres_url)
        monkeypatch.setenv("MENTORLOOM_PUBLIC_URL", "http://localhost:1")
        result = self.run("--demo")
        assert "has this version's schema" in result.output
        assert "MENTORLOOM_PUBLIC_URL is http://localhost:1: plain http." in result.output
        assert "No LMS is registered." in result.output
        assert result.output.endswith("Nothing is wrong.\n")
        assert result.exit_code == 0

    def test_a_database_that_does_not_answer(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgresql://hub@localhost:1/hub")
        result = self.run()
        assert result.exit_code == 1
        assert result.output.endswith("1 wrong.\n")
