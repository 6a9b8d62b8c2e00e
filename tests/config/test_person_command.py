"""`mentorloom person` on in-memory storage."""

import json
from contextlib import contextmanager
from dataclasses import replace

import pytest
from click.testing import CliRunner

from config.cli import person as command
from core.domain.match import MatchState
from core.services.people.personal_data import PersonalData
from tests.contracts.world import World
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy


@pytest.fixture
def world():
    return World(FakeStorage())


@pytest.fixture
def run(monkeypatch, world):
    @contextmanager
    def in_memory():
        yield PersonalData(world.storage, FakeClock(), FakeEntropy())

    monkeypatch.setattr(command, "_hub", in_memory)

    def run(*arguments, typed=None):
        return CliRunner().invoke(
            command.person, [*map(str, arguments)], input=typed, catch_exceptions=False
        )

    return run


def people(world):
    with world.tenant() as work:
        return work.people.get_many([world.ada.id, world.ben.id])


def test_people_are_found_by_their_address(run, world):
    with world.tenant() as work:
        work.people.save(replace(world.ada, email="ada@example.edu"))
    told = run("find", "ada@example.edu").output
    assert told == f"{world.ada.id}  {world.organization.slug}  Ada\n"
    assert run("find", "no@example.edu").output == "Nobody has this address.\n"


def test_what_is_kept_is_printed_as_json(run, world):
    told = json.loads(run("export", world.ada.id).output)
    assert told["person"][0]["name"] == "Ada"


def test_erasing_asks_first(run, world):
    refused = run("erase", world.ada.id, typed="n\n")
    assert refused.exit_code == 1
    assert world.ada.id in people(world)
    agreed = run("erase", world.ada.id, typed="y\n")
    assert agreed.exit_code == 0
    assert "Nothing is left." in agreed.output
    assert world.ada.id not in people(world)


def test_erasing_says_what_stays(run, world):
    with world.tenant() as work:
        work.matches.add(world.match(world.ada, world.ben, state=MatchState.ACCEPTED))
    told = run("erase", world.ada.id, "--yes").output
    assert "stays for those" in told
    assert people(world)[world.ada.id].name == ""


def test_an_id_is_an_id(run):
    assert run("export", "Ada").exit_code == 2
