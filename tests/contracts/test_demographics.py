from core.domain.demographics import UNSAID, Dimension
from tests.contracts.world import NOW, fresh

ANSWERS = {Dimension.GENDER: "woman", Dimension.AGE: UNSAID}


def test_answers_come_back_and_only_of_those_who_gave_some(world):
    with world.tenant() as work:
        work.demographics.replace(world.ada.id, ANSWERS, NOW)
        work.demographics.replace(world.ben.id, {Dimension.MIGRATION: "no"}, NOW)
    with world.tenant() as work:
        asked = [world.ada.id, world.cleo.id, fresh()]
        assert work.demographics.of_people(asked) == {world.ada.id: ANSWERS}
        assert work.demographics.of_people([]) == {}


def test_new_answers_replace_all_older_ones(world):
    with world.tenant() as work:
        work.demographics.replace(world.ada.id, ANSWERS, NOW)
        work.demographics.replace(world.ada.id, {Dimension.GENDER: "another"}, NOW)
        found = work.demographics.of_people([world.ada.id])
        assert found == {world.ada.id: {Dimension.GENDER: "another"}}
        assert all(isinstance(where, Dimension) for where in found[world.ada.id])


def test_no_answers_leave_nothing(world):
    with world.tenant() as work:
        work.demographics.replace(world.ada.id, ANSWERS, NOW)
        work.demographics.replace(world.ada.id, {}, NOW)
        work.demographics.replace(world.ada.id, {}, NOW)
        assert work.demographics.of_people([world.ada.id]) == {}


def test_another_organization_sees_none_of_them(world):
    other = world.new_organization()
    with world.tenant() as work:
        work.demographics.replace(world.ada.id, ANSWERS, NOW)
    with world.storage.tenant(other.id) as work:
        assert work.demographics.of_people([world.ada.id]) == {}
        work.demographics.replace(world.ada.id, {}, NOW)
    with world.tenant() as work:
        assert work.demographics.of_people([world.ada.id]) == {world.ada.id: ANSWERS}
