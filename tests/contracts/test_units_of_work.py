from dataclasses import replace

import pytest

from core.domain.person import Identity
from core.domain.program import Role
from tests.contracts.world import World, fresh


class SurpriseError(Exception):
    pass


def test_an_exception_takes_everything_back(world):
    def work_and_fail():
        with world.tenant() as work:
            work.people.save(replace(world.ada, name="changed"))
            work.people.save(world.person("new"))
            work.matches.add(world.match())
            raise SurpriseError

    with pytest.raises(SurpriseError):
        work_and_fail()
    with world.tenant() as work:
        assert work.people.get(world.ada.id) == world.ada
        assert work.matches.of_program(world.program.id) == []


def test_an_exception_takes_platform_work_back_too(world):
    def work_and_fail():
        with world.platform() as work:
            work.sessions.add(world.session(1))
            work.organizations.save(replace(world.organization, name="changed"))
            raise SurpriseError

    with pytest.raises(SurpriseError):
        work_and_fail()
    with world.platform() as work:
        assert work.sessions.find(world.session(1).token_hash) is None
        assert work.organizations.get(world.id) == world.organization


def test_organizations_do_not_see_each_other(storage, world):
    other = World(storage)
    match = world.match()
    with world.tenant() as work:
        work.profiles.save(world.profile(world.ada, goals=("Read studies",)))
        work.participations.save(world.participation(world.ada))
        work.people.link(Identity(issuer="i", subject="s", person_id=world.ada.id))
        work.matches.add(match)
    with other.tenant() as work:
        assert work.people.get(world.ada.id) is None
        assert work.people.get_many([world.ada.id, other.ada.id]) == {other.ada.id: other.ada}
        assert work.people.by_identity("i", "s") is None
        assert work.profiles.get(world.ada.id) is None
        assert work.profiles.of_program(world.program.id, Role.MENTOR) == []
        assert work.embeddings.vectors_of_program(world.program.id, Role.MENTOR, "m") == {}
        assert work.programs.all() == [other.program]
        assert work.participations.of_program(world.program.id) == []
        assert work.participations.of_person(world.ada.id) == []
        assert work.matches.get(match.id) is None
        assert work.matches.of_program(world.program.id) == []
        # The same name may mean another person in another organization.
        work.people.link(Identity(issuer="i", subject="s", person_id=other.ben.id))
        assert work.people.by_identity("i", "s") == other.ben


def test_an_unknown_organization_is_empty(storage, world):
    with storage.tenant(fresh()) as work:
        assert work.programs.all() == []
        assert work.people.get(world.ada.id) is None


def test_it_gives_a_sign_of_life(storage):
    storage.ping()
