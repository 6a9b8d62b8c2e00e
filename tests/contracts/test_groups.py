from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.match import OCCUPYING_STATES, MatchState
from core.domain.program import Role
from tests.contracts.world import NOW, fresh


@pytest.fixture
def group(world):
    return world.group(name="Writers")


def test_groups_come_back_by_name_until_they_end(world, group):
    other = replace(group, id=fresh(), name="Coders", topic="Rust", whereabouts="Room 5")
    with world.tenant() as work:
        work.groups.save(group)
        work.groups.save(other)
        assert work.groups.get(other.id) == work.groups.lock(other.id) == other
        assert work.groups.get(fresh()) is work.groups.lock(fresh()) is None
        assert work.groups.of_program(world.program.id) == [other, group]
        assert work.groups.of_program(fresh()) == []
        ended = replace(group, ended_at=NOW, most=9)
        work.groups.save(ended)
        assert work.groups.get(group.id) == ended
        assert work.groups.of_program(world.program.id) == [other]


def test_members_come_once_and_go(world, group):
    late = world.group_member(group, world.ben, joined_at=NOW + timedelta(hours=1))
    early = world.group_member(group, world.ada, Role.MENTOR)
    with world.tenant() as work:
        work.groups.save(group)
        work.groups.add_members([])
        work.groups.add_members([late, early])
        work.groups.add_members([replace(late, role=Role.MENTOR)])
        assert work.groups.members([group.id]) == [early, late]
        assert work.groups.members([]) == []
        work.groups.remove_members(group.id, [world.ben.id, world.cleo.id])
        assert work.groups.members([group.id]) == [early]


def test_matches_in_a_group_take_no_place_of_the_mentor(world, group):
    alone = world.match(state=MatchState.ACCEPTED)
    together = replace(
        world.match(state=MatchState.ACCEPTED),
        mentor_id=alone.mentor_id,
        mentee_id=world.dora.id,
        group_id=group.id,
    )
    with world.tenant() as work:
        work.groups.save(group)
        work.matches.add(alone)
        work.matches.add(together)
        assert work.matches.get(together.id) == together
        load = work.matches.load(world.program.id, OCCUPYING_STATES)
        assert load == {alone.mentor_id: 1}


def test_other_organizations_see_nothing(world, group):
    other = world.new_organization()
    with world.tenant() as work:
        work.groups.save(group)
        work.groups.add_members([world.group_member(group, world.ada)])
    with world.storage.tenant(other.id) as work:
        assert work.groups.get(group.id) is None
        assert work.groups.of_program(world.program.id) == []
        assert work.groups.members([group.id]) == []
        work.groups.remove_members(group.id, [world.ada.id])
    with world.tenant() as work:
        assert len(work.groups.members([group.id])) == 1
