from dataclasses import replace

from core.domain.learned_belief import LearnedFigures
from tests.contracts.world import fresh


def test_a_belief_comes_back_whole(world):
    with world.tenant() as work:
        work.learned_beliefs.save(world.learned())
    with world.tenant() as work:
        assert work.learned_beliefs.get(world.program.id) == world.learned()


def test_when_it_was_learned_is_told_alone(world):
    other = world.new_organization()
    with world.tenant() as work:
        assert work.learned_beliefs.learned_at(world.program.id) is None
        work.learned_beliefs.save(world.learned())
        assert work.learned_beliefs.learned_at(world.program.id) == world.learned().learned_at
    with world.storage.tenant(other.id) as work:
        assert work.learned_beliefs.learned_at(world.program.id) is None


def test_figures_of_all_programmes_come_without_the_fits(world):
    other = world.new_organization()
    second = replace(world.program, id=fresh(), name="Second")
    cold = replace(world.program, id=fresh(), name="Cold")
    with world.tenant() as work:
        assert work.learned_beliefs.figures() == {}
        work.programs.save(second)
        work.programs.save(cold)
        work.learned_beliefs.save(world.learned())
        unmeasured = {"accuracy": None, "low": None, "high": None}
        work.learned_beliefs.save(replace(world.learned(), program_id=second.id, **unmeasured))
    first = LearnedFigures(
        program_id=world.program.id,
        learned_at=world.learned().learned_at,
        outcomes=40,
        mentees=9,
        mentors=7,
        accuracy=0.6,
        low=0.55,
        high=0.65,
    )
    with world.tenant() as work:
        assert work.learned_beliefs.figures() == {
            world.program.id: first,
            second.id: replace(first, program_id=second.id, **unmeasured),
        }
    with world.storage.tenant(other.id) as work:
        assert work.learned_beliefs.figures() == {}


def test_a_programme_without_one_is_cold(world):
    with world.tenant() as work:
        assert work.learned_beliefs.get(world.program.id) is None
        assert work.learned_beliefs.get(fresh()) is None


def test_the_newest_replaces_the_one_before(world):
    newer = replace(world.learned(), outcomes=99, accuracy=None, low=None, high=None)
    with world.tenant() as work:
        work.learned_beliefs.save(world.learned())
        work.learned_beliefs.save(newer)
        assert work.learned_beliefs.get(world.program.id) == newer


def test_it_can_be_forgotten_twice(world):
    with world.tenant() as work:
        work.learned_beliefs.save(world.learned())
        work.learned_beliefs.remove(world.program.id)
        work.learned_beliefs.remove(world.program.id)
        assert work.learned_beliefs.get(world.program.id) is None


def test_another_organization_neither_sees_nor_forgets_it(world):
    other = world.new_organization()
    with world.tenant() as work:
        work.learned_beliefs.save(world.learned())
    with world.storage.tenant(other.id) as work:
        assert work.learned_beliefs.get(world.program.id) is None
        work.learned_beliefs.remove(world.program.id)
    with world.tenant() as work:
        assert work.learned_beliefs.get(world.program.id) is not None
