"""Everything about somebody is handed over or erased, and those who had a part in it are told."""

from dataclasses import replace

import pytest

from core.domain.directory import Presence
from core.domain.match import EndReason, MatchState
from core.domain.program import Role
from core.errors import NotFoundError
from core.services.people.personal_data import PersonalData
from tests.contracts.world import NOW, World, fresh
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy


@pytest.fixture
def world():
    return World(FakeStorage())


@pytest.fixture
def data(world):
    return PersonalData(world.storage, FakeClock(), FakeEntropy())


class TestFinding:
    def test_the_organization_of_somebody(self, world, data):
        other = World(world.storage)
        assert data.whose(world.ada.id) == world.id
        assert data.whose(other.ada.id) == other.id

    def test_nobody(self, data):
        with pytest.raises(NotFoundError):
            data.whose(fresh())

    def test_everybody_with_an_address(self, world, data):
        other = World(world.storage)
        for one in (world, other):
            with one.tenant() as work:
                work.people.save(replace(one.ada, email="Ada@example.edu"))
        found = data.with_email(" ada@EXAMPLE.edu ")
        places = {(slug, person.id) for slug, person in found}
        assert places == {(one.organization.slug, one.ada.id) for one in (world, other)}
        assert data.with_email("nobody@example.edu") == []


class TestExporting:
    def test_all_that_is_kept_with_who_was_merged_into_them(self, world, data):
        undone = world.merge(world.ada, world.dora, undone_at=NOW)
        with world.tenant() as work:
            work.profiles.save(world.profile(world.ada, headline="Countess"))
            work.merges.save_many(
                [world.merge(world.ada, world.ben), world.merge(world.ben, world.cleo), undone]
            )
        told = data.export(world.id, world.ada.id)
        assert told["person_id"] == str(world.ada.id)
        assert {row["name"] for row in told["person"]} == {"Ada", "Ben", "Cleo"}
        assert told["profile"][0]["headline"] == "Countess"

    def test_of_nobody(self, world, data):
        with pytest.raises(NotFoundError):
            data.export(world.id, fresh())


class TestErasing:
    def test_matches_end_first_and_the_other_is_told(self, world, data):
        match = world.match(world.ada, world.ben, state=MatchState.ACCEPTED, note="Please")
        with world.tenant() as work:
            work.participations.save(world.participation(world.ada, Role.MENTEE))
            work.participations.save(world.participation(world.ben))
            work.matches.add(match)
        assert not data.erase(world.id, world.ada.id)
        with world.tenant() as work:
            ended = work.matches.get(match.id)
            assert (ended.state, ended.end_reason) == (MatchState.ENDED, EndReason.LEFT)
            assert ended.note == ""
            blank = work.people.get(world.ada.id)
            assert (blank.name, blank.presence) == ("", Presence.GONE)
            (news,) = work.news.of_person(world.ben.id, 9)
            assert "left the organization" in str(news.sentence)
            assert work.news.of_person(world.ada.id, 9) == []

    def test_everybody_who_was_the_same_person_goes(self, world, data):
        with world.tenant() as work:
            work.merges.save_many(
                [world.merge(world.ada, world.ben), world.merge(world.ben, world.cleo)]
            )
        assert data.erase(world.id, world.ada.id)
        with world.tenant() as work:
            people = [world.ada.id, world.ben.id, world.cleo.id, world.dora.id]
            assert set(work.people.get_many(people)) == {world.dora.id}

    def test_it_is_audited_without_a_name(self, world, data):
        data.erase(world.id, world.ada.id, by=world.dora.id)
        data.erase(world.id, world.ben.id)
        with world.tenant() as work:
            entries = {entry.subject: entry for entry in work.audit.page(None, 9)}
        ada, ben = (entries[f"person:{one.id}"] for one in (world.ada, world.ben))
        assert (ada.by, ben.by) == (world.dora.id, None)
        assert ada.deed == "person.erased"
        assert "Ada" not in str(ada.sentence)

    def test_whoever_erases_themselves_is_not_named(self, world, data):
        data.erase(world.id, world.ada.id, by=world.ada.id)
        with world.tenant() as work:
            (entry,) = work.audit.page(None, 9)
        assert entry.by is None

    def test_nobody(self, world, data):
        with pytest.raises(NotFoundError):
            data.erase(world.id, fresh())
