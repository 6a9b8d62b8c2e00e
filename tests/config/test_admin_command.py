"""`mentorloom admin` on in-memory storage."""

from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from config.cli import admin as command
from core.services.administration.administrators import Administrators
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy

HUB = "https://hub.example.edu"


@pytest.fixture
def administrators():
    return Administrators(FakeStorage(), FakeClock(), FakeEntropy())


@pytest.fixture
def run(monkeypatch, administrators):
    @contextmanager
    def in_memory():
        yield administrators, HUB

    monkeypatch.setattr(command, "_hub", in_memory)

    def run(*arguments):
        result = CliRunner().invoke(command.admin, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    return run


def test_invite_prints_a_link_that_works(run, administrators):
    told = run("invite", "ada@uni.test", "--organization", "uni", "--organization-name", "Uni")
    assert "ada@uni.test may configure Uni with this link." in told
    assert "until 2026-03-03 09:00 UTC" in told
    address, _, token = told.splitlines()[-1].strip().rpartition("/")
    assert address == f"{HUB}/signin"
    assert not administrators.sign_in(token).operates


def test_the_second_needs_no_organization_and_may_operate(run, administrators):
    run("invite", "ada@uni.test", "--organization", "uni", "--organization-name", "Uni")
    told = run("invite", "bo@uni.test", "--operator")
    assert administrators.sign_in(told.rstrip().rpartition("/")[2]).operates
