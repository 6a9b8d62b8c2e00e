"""`mentorloom lti` on in-memory storage."""

import json
from contextlib import contextmanager
from uuid import UUID

import pytest
from click.testing import CliRunner

from config.cli import lti as command
from core.domain.registration_request import RegistrationRequest
from core.errors import InvalidInputError
from lti.tool import LtiTool
from tests.fakes.outbound import FakeOutbound
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy

HUB = "https://hub.example.edu"
MOODLE = ("--issuer", "https://moodle.example.edu", "--client-id", "abc")
NEW = ("register", "--organization", "campus", "--organization-name", "Campus", *MOODLE)


@pytest.fixture
def storage():
    return FakeStorage()


@pytest.fixture
def run(monkeypatch, storage):
    tool = LtiTool.assemble(storage, FakeClock(), FakeEntropy(), FakeOutbound(), HUB)

    @contextmanager
    def in_memory():
        yield tool, HUB

    monkeypatch.setattr(command, "_tool", in_memory)

    def run(*arguments):
        result = CliRunner().invoke(command.lti, arguments)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def test_register_tells_what_to_enter_in_the_lms(run):
    told = run(*NEW, "--product", "moodle", "--deployment-id", "1").output
    assert "Registered https://moodle.example.edu as client abc." in told
    for path in ("/app/", "/lti/login", "/lti/launch", "/lti/jwks.json"):
        assert f"{HUB}{path}\n" in told
    assert "no deployment" not in told


def test_a_registration_without_a_deployment_says_so(run):
    assert "add-deployment" in run(*NEW, "--product", "moodle").output


def test_list_shows_everything(run):
    run(*NEW, "--product", "moodle", "--deployment-id", "1", "--deployment-id", "2")
    run("add-deployment", *MOODLE, "--deployment-id", "3")
    listed = run("list").output
    assert "https://moodle.example.edu  client abc  active" in listed
    assert "organization  campus" in listed
    assert "jwks url      https://moodle.example.edu/mod/lti/certs.php" in listed
    assert [f"deployment    {n}  active" in listed for n in (1, 2, 3)] == [True] * 3


def test_list_of_nothing_says_how_to_begin(run):
    assert "mentorloom lti addresses" in run("list").output


def test_wrong_details_name_every_field(run):
    with pytest.raises(InvalidInputError) as caught:
        run(*NEW)
    assert set(caught.value.fields) == {"auth_login_url", "token_url", "jwks_url"}


def test_jwks_prints_public_keys(run):
    (key,) = json.loads(run("jwks").output)["keys"]
    assert "d" not in key


def test_addresses_need_no_database(monkeypatch):
    monkeypatch.setenv("MENTORLOOM_PUBLIC_URL", HUB)
    told = CliRunner().invoke(command.lti, ["addresses"]).output
    assert f"{HUB}/lti/login" in told


def test_a_key_is_prepared_and_told(run):
    (signing,) = json.loads(run("jwks").output)["keys"]
    told = run("rotate-key").output
    keys = {key["kid"] for key in json.loads(run("jwks").output)["keys"]}
    (prepared,) = keys - {signing["kid"]}
    assert told == f"Key {prepared} is published from now on and signs after a day.\n"


def test_a_key_signs_at_once(run):
    run("jwks")
    assert "signs from now on" in run("rotate-key", "--now").output
    assert len(json.loads(run("jwks").output)["keys"]) == 2
    told = run("rotate-key", "--leaked").output
    (key,) = json.loads(run("jwks").output)["keys"]
    assert told == f"Key {key['kid']} signs from now on.\n"


def test_an_lms_that_registered_itself_is_approved(run, storage):
    asked = RegistrationRequest(
        id=UUID(int=7),
        issuer="https://new.example.edu",
        client_id="abc",
        auth_login_url="https://new.example.edu/auth",
        token_url="https://new.example.edu/token",
        jwks_url="https://new.example.edu/jwks",
        name="New School",
        requested_at=FakeClock().now(),
    )
    with storage.platform() as work:
        work.registration_requests.save(asked)
    listed = run("requests").output
    assert f"{asked.id}  New School" in listed
    assert "issuer         https://new.example.edu" in listed
    told = run(
        "approve", str(asked.id), "--organization", "new", "--organization-name", "New School"
    ).output
    assert "People can come from https://new.example.edu now." in told
    assert "No LMS waits for approval." in run("requests").output
    assert "https://new.example.edu  client abc  active" in run("list").output
