from dataclasses import replace

from core.domain.matching_settings import MOST, OFF, MatchingSettings
from core.domain.must_have import MustHave
from tests.contracts.world import NOW, fresh


def own(world, **changes):
    return replace(
        MatchingSettings(
            program_id=world.program.id,
            template="leadership",
            importance={"goals": MOST, "location": OFF},
            must_haves=frozenset({MustHave.AHEAD, MustHave.PLACE}),
            skills=("law", "ethics"),
            languages=("de",),
            repeat_pairs=True,
            updated_at=NOW,
        ),
        **changes,
    )


def test_settings_come_back_whole(world):
    with world.tenant() as work:
        work.matching_settings.save(own(world))
    with world.tenant() as work:
        found = work.matching_settings.get(world.program.id)
    assert found == own(world)
    assert all(isinstance(must, MustHave) for must in found.must_haves)


def test_a_programme_that_nobody_changed_has_the_usual_ones(world):
    with world.tenant() as work:
        for program_id in (world.program.id, fresh()):
            usual = work.matching_settings.get(program_id)
            assert usual == MatchingSettings(program_id=program_id)


def test_saving_again_replaces_all_of_it(world):
    plain = MatchingSettings(program_id=world.program.id)
    with world.tenant() as work:
        work.matching_settings.save(own(world))
        work.matching_settings.save(plain)
        assert work.matching_settings.get(world.program.id) == plain


def test_another_organization_sees_none_of_them(world):
    other = world.new_organization()
    with world.tenant() as work:
        work.matching_settings.save(own(world))
    with world.storage.tenant(other.id) as work:
        usual = MatchingSettings(program_id=world.program.id)
        assert work.matching_settings.get(world.program.id) == usual
