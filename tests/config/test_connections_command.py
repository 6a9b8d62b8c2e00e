"""`mentorloom connections` on in-memory storage."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from click.testing import CliRunner

from config.cli import connections as command
from config.cli.main import cli
from core.domain.connection import ConnectionStatus
from core.errors import ConflictError, NotFoundError, UnavailableError
from core.ports.connectors import Account
from core.sentence import sentence
from core.services.connections.commands import ConnectionCommands
from tests.core.services.connections.office import Office


@pytest.fixture
def office():
    office = Office()
    with office.storage.platform() as work:
        work.organizations.save(office.campus.organization)
    return office


@pytest.fixture
def run(office, monkeypatch):
    made = ConnectionCommands(
        office.storage,
        office.clock,
        office.campus.entropy,
        office.connectors,
        office.uses.checks,
        office.runner,
    )

    @contextmanager
    def in_memory():
        yield made

    monkeypatch.setattr(command, "_commands", in_memory)

    def run(*arguments):
        result = CliRunner().invoke(cli, ("connections", *arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def test_the_list_shows_every_connection(run, office):
    office.adds(title="Our HR")
    office.has_on(due_at=office.clock.now())
    office.source.key = "another"
    office.syncs()
    told = run("list").output
    assert str(office.id) in told
    assert told.count("fake") == 2
    assert "draft" in told
    assert "authorisation" in told


def test_a_check_says_whose_account_it_is(run, office):
    office.adds(title="Our HR")
    look = sentence("It does not show managers.")
    office.connector.check = lambda _: Account(account_id="1", label="Acme", warnings=(look,))
    told = run("check", "our hr")
    assert told.exit_code == 0
    assert "Works: Acme (1)\n  look at this: It does not show managers." in told.output
    assert office.audited == ["connection.added", "connection.checked"]


def test_a_check_that_fails_says_why(run, office):
    office.adds()
    office.source.key = "another"
    told = run("check", str(office.id))
    assert told.exit_code == 1
    assert "The key is not accepted." in told.output


def test_a_dry_run_comes_first_and_then_what_it_showed(run, office):
    office.adds(title="HR")
    office.source.hires("ann", "ben")
    with pytest.raises(ConflictError, match="dry run"):
        run("sync", "HR")
    told = run("dry-run", "HR").output
    assert "HR, people, full: complete. would be created 2, would be updated 0" in told
    assert office.present == {}
    office.clock.advance(seconds=1)
    told = run("sync", "HR")
    assert "HR, people, full: complete. created 2" in told.output
    assert (told.exit_code, len(office.present)) == (0, 2)
    assert office.audited[1:] == ["connection.dry_run", "connection.run"]


def test_a_dry_run_that_would_be_held_says_so(run, office):
    office.has_on()
    office.source.hires("ann")
    office.syncs()
    office.source.loses("ann")
    office.clock.advance(seconds=1)
    told = run("dry-run", "Our HR")
    assert told.exit_code == 0
    assert "would go 1" in told.output
    assert "1 of 1 people would be gone." in told.output


def test_a_run_that_waits_or_fails_ends_with_1(run, office):
    office.has_on()
    office.source.raises[0] = UnavailableError("It does not answer.")
    told = run("sync", "Our HR", "--full")
    assert told.exit_code == 1
    assert "people, full: waits." in told.output
    assert "It does not answer.\nIt is tried again at 2026-03-02 09:01 UTC." in told.output


def test_a_stopped_run_ends_with_1_too(run, office):
    office.has_on()
    office.source.before_page = lambda _: office.uses.switches.stop(office.admin, office.id)
    told = run("sync", "Our HR")
    assert (told.exit_code, "stopped" in told.output) == (1, True)


def test_every_problem_is_told(run, office):
    office.has_on()
    office.connector.streams *= 2
    one, two = office.connector.streams
    office.connector.streams = (one, type(two)(name="more", title="More", records=two.records))
    office.source.key = "another"
    told = run("sync", "Our HR")
    assert told.output.count("The key is not accepted.") == 2


def test_what_receives_has_nothing_to_read(run, office):
    office.connectors["upload"].streams = ()
    made = office.adds("upload", title="SCIM")
    assert made.status is ConnectionStatus.DRAFT
    assert run("sync", "SCIM").output == "SCIM has nothing to read.\n"


def test_a_name_has_to_mean_one(run, office):
    with pytest.raises(NotFoundError, match="0 connections are called HR"):
        run("check", "HR")
    office.adds(title="HR")
    office.clock.advance(seconds=timedelta(minutes=1).total_seconds())
    office.adds(title="hr")
    with pytest.raises(NotFoundError, match="2 connections are called HR"):
        run("check", "HR")
