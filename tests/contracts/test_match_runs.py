from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.match_run import (
    PairOrigin,
    RunFigures,
    RunGroup,
    RunObjective,
    RunOptions,
    RunPhase,
    RunReason,
    RunState,
)
from core.domain.match_run_pages import PairCounts, PairOrder, PairQuery, PairShow
from core.domain.program import Role
from core.sentence import sentence
from tests.contracts.world import NOW, fresh

REASON = RunReason("skills", sentence("You want to learn %(skill)s.", skill="Rust 🦀"), 0.25)


@pytest.fixture
def run(world):
    made = world.match_run(state=RunState.RUNNING)
    with world.tenant() as work:
        work.match_runs.save(made)
    return made


@pytest.fixture
def pairs(world, run):
    """Ada with Ben and Cleo with Dora; Ada's is the weaker one."""
    ada = world.run_pair(run, world.ada, world.ben, score=0.4, reasons=(REASON,))
    cleo = world.run_pair(run, world.cleo, world.dora, score=0.6)
    with world.tenant() as work:
        work.run_pairs.save_many([cleo, ada])
    return ada, cleo


class TestMatchRuns:
    def test_everything_in_a_run_comes_back(self, world):
        base = world.match_run()
        full = world.match_run(
            state=RunState.PARTLY,
            options=RunOptions(
                objective=RunObjective.FAIR,
                who=RunGroup.CHOSEN,
                chosen=frozenset({world.ada.id, world.cleo.id}),
                base=base.id,
                keep=True,
                least=1,
                bands=5,
            ),
            phase=RunPhase.WRITING,
            done=3,
            total=4,
            finished_at=NOW,
            figures=RunFigures(
                mentees=5, mentors=2, matched=4, total=2.5, proved=False, gap=0.01, moved=2
            ),
            settings={"weights": {"goals": 0.3}},
            problem=sentence("Nobody is there: %(count)s", count=0),
            published_by=world.dora.id,
            published_at=NOW,
        )
        with world.tenant() as work:
            work.match_runs.save(base)
            work.match_runs.save(full)
        with world.tenant() as work:
            assert work.match_runs.get(base.id) == base
            assert work.match_runs.get(full.id) == full
            assert work.match_runs.lock(full.id) == full
            assert work.match_runs.get(fresh()) is None
            assert work.match_runs.lock(fresh()) is None

    def test_saving_again_replaces(self, world, run):
        changed = replace(run, state=RunState.READY)
        with world.tenant() as work:
            work.match_runs.save(changed)
            assert work.match_runs.get(run.id) == changed

    def test_those_of_a_programme_are_newest_first(self, world, run):
        newer = world.match_run(minutes=1)
        with world.tenant() as work:
            work.match_runs.save(newer)
            assert work.match_runs.of_program(world.program.id) == [newer, run]
            assert work.match_runs.of_program(world.program.id, 1) == [newer]
            assert work.match_runs.of_program(fresh()) == []

    def test_only_a_running_run_is_told_of(self, world, run):
        later = NOW + timedelta(seconds=2)
        with world.tenant() as work:
            assert work.match_runs.tell(run.id, RunPhase.ASSIGNING, 1, 2, later)
            stored = work.match_runs.get(run.id)
            assert (stored.phase, stored.done, stored.total) == (RunPhase.ASSIGNING, 1, 2)
            assert stored.told_at == later
            work.match_runs.save(replace(stored, state=RunState.DISCARDED))
            assert not work.match_runs.tell(run.id, RunPhase.WRITING, 2, 2, later)
            assert not work.match_runs.tell(fresh(), RunPhase.WRITING, 2, 2, later)

    def test_the_newest_step_of_editing_is_found_until_it_is_removed(self, world, run, pairs):
        ada, cleo = pairs
        first = world.run_edit(run, world.ada)
        swap = [
            world.run_edit(run, world.cleo, replace(cleo, locked=True), 2),
            world.run_edit(run, world.ada, replace(ada, origin=PairOrigin.MANUAL), 2),
        ]
        with world.tenant() as work:
            assert work.match_runs.last_edits(run.id) == []
            work.match_runs.add_edits([first])
            work.match_runs.add_edits(swap)
        with world.tenant() as work:
            newest = sorted(swap, key=lambda e: e.mentee_id)
            assert work.match_runs.last_edits(run.id) == newest
            assert work.match_runs.edits(run.id) == [*newest, first]
            work.match_runs.remove_edits(run.id, 2)
            assert work.match_runs.last_edits(run.id) == [first]


class TestRunPairs:
    def test_everything_in_a_pair_comes_back(self, world, run, pairs):
        match = world.match()
        full = replace(
            pairs[0],
            origin=PairOrigin.MANUAL,
            locked=True,
            approved_by=world.dora.id,
            match_id=match.id,
            problem=sentence("%(name)s is full.", name="Ben"),
            price=0.25,
        )
        with world.tenant() as work:
            work.matches.add(match)
            work.run_pairs.save_many([full])
            work.run_pairs.save_many([])
        with world.tenant() as work:
            assert work.run_pairs.of_run(run.id) == [full, pairs[1]]
            assert full.reasons
            assert work.run_pairs.plain(run.id) == [replace(full, reasons=()), pairs[1].plain()]
            assert work.run_pairs.get_many(run.id, [world.ada.id, fresh()]) == {world.ada.id: full}
            assert work.run_pairs.drafts(run.id) == {world.cleo.id: world.dora.id}
            assert work.run_pairs.of_run(fresh()) == []

    def test_replacing_leaves_nothing_of_before(self, world, run, pairs):
        other = world.match_run()
        kept = world.run_pair(other, world.ada, world.ben)
        with world.tenant() as work:
            work.match_runs.save(other)
            work.run_pairs.replace(other.id, [kept], [])
            work.run_pairs.add_left_overs([world.left_over(run, world.dora)])
            work.run_pairs.replace(run.id, [pairs[1]], [world.left_over(run, world.ada)])
            assert work.run_pairs.of_run(run.id) == [pairs[1]]
            left = work.run_pairs.left_overs(run.id, Role.MENTEE)
            assert left == [world.left_over(run, world.ada)]
            assert work.run_pairs.of_run(other.id) == [kept]

    def test_removing(self, world, run, pairs):
        with world.tenant() as work:
            work.run_pairs.remove(run.id, [world.ada.id, fresh()])
            assert work.run_pairs.of_run(run.id) == [pairs[1]]

    @pytest.mark.parametrize(
        ("order", "first"),
        [
            (PairOrder.WEAKEST, "Ada"),
            (PairOrder.BEST, "Cleo"),
            (PairOrder.MENTEE, "Ada"),
            (PairOrder.MENTOR, "Ada"),
        ],
    )
    def test_pages_are_in_order(self, world, run, pairs, order, first):
        with world.tenant() as work:
            page = work.run_pairs.page(run.id, PairQuery(order=order))
        assert page.found == 2
        assert [n.pair for n in page.pairs] == (list(pairs) if first == "Ada" else [*pairs][::-1])
        assert {(n.mentee, n.mentor) for n in page.pairs} == {
            (world.ada, world.ben),
            (world.cleo, world.dora),
        }

    def test_pages_are_short(self, world, run, pairs):
        with world.tenant() as work:
            page = work.run_pairs.page(run.id, PairQuery(page=2, size=1))
        assert (page.found, [n.pair for n in page.pairs]) == (2, [pairs[1]])

    @pytest.mark.usefixtures("pairs")
    @pytest.mark.parametrize(
        ("text", "found"), [("ADA", 1), ("dor", 1), ("e", 2), ("%", 0), (" ", 2), ("_", 0)]
    )
    def test_text_is_looked_for_in_both_names(self, world, run, text, found):
        with world.tenant() as work:
            assert work.run_pairs.page(run.id, PairQuery(text=text)).found == found

    def test_lists_and_counts_agree(self, world, run, pairs):
        ada, cleo = pairs
        match = world.match()
        rows = [
            replace(ada, approved_by=world.dora.id, match_id=match.id),
            replace(cleo, locked=True, origin=PairOrigin.MANUAL),
            world.run_pair(run, world.dora, world.ben, approved_by=world.cleo.id),
            world.run_pair(
                run, world.ben, world.ada, approved_by=world.cleo.id, problem=sentence("Full.")
            ),
        ]
        empty = world.match_run()
        with world.tenant() as work:
            work.match_runs.save(empty)
            work.matches.add(match)
            work.run_pairs.save_many(rows)
            found = {
                show: {n.pair.mentee_id for n in work.run_pairs.page(run.id, query(show)).pairs}
                for show in PairShow
            }
            counts = work.run_pairs.counts([run.id, empty.id])
        ada_id, ben, cleo_id, dora = (p.id for p in (world.ada, world.ben, world.cleo, world.dora))
        assert found == {
            PairShow.ALL: {ada_id, ben, cleo_id, dora},
            PairShow.OPEN: {cleo_id},
            PairShow.APPROVED: {dora, ben},
            PairShow.LOCKED: {cleo_id},
            PairShow.CHANGED: {cleo_id},
            PairShow.PUBLISHED: {ada_id},
            PairShow.PROBLEM: {ben},
        }
        assert counts[run.id] == PairCounts(
            pairs=4,
            approved=3,
            locked=1,
            changed=1,
            published=1,
            problems=1,
            waiting=1,
            unchanged=3,
        )
        assert counts[empty.id] == PairCounts()
        assert (counts[run.id].open, counts[run.id].unchanged_share) == (1, 1.0)
        assert counts[empty.id].unchanged_share is None

    @pytest.mark.usefixtures("pairs")
    def test_approving_chosen_ones_all_and_taking_it_back(self, world, run):
        tess = world.dora.id
        with world.tenant() as work:
            change = work.run_pairs.approve
            assert change(run.id, tess, [world.ada.id]) == 1
            assert change(run.id, world.ben.id) == 1
            approved = {p.mentee_id: p.approved_by for p in work.run_pairs.of_run(run.id)}
            assert approved == {world.ada.id: tess, world.cleo.id: world.ben.id}
            assert change(run.id, None, [world.cleo.id]) == 1
            assert change(run.id, None, []) == 0
            assert [p.approved for p in work.run_pairs.of_run(run.id)] == [True, False]

    def test_a_published_pair_keeps_its_approval(self, world, run, pairs):
        match = world.match()
        published = replace(pairs[0], approved_by=world.dora.id, match_id=match.id)
        with world.tenant() as work:
            work.matches.add(match)
            work.run_pairs.save_many([published])
            assert work.run_pairs.approve(run.id, None) == 0
            assert work.run_pairs.of_run(run.id)[0] == published

    def test_locking(self, world, run, pairs):
        with world.tenant() as work:
            work.run_pairs.lock(run.id, [world.cleo.id], locked=True)
            assert [p.locked for p in work.run_pairs.of_run(run.id)] == [False, True]
            work.run_pairs.lock(run.id, [world.cleo.id], locked=False)
            assert work.run_pairs.of_run(run.id) == list(pairs)

    @pytest.mark.usefixtures("pairs")
    def test_whoever_has_somebody_is_not_left_over(self, world, run):
        left = [
            world.left_over(run, world.ada),
            world.left_over(run, world.ben),
            world.left_over(run, world.ben, Role.MENTOR),
            world.left_over(run, world.cleo, Role.MENTOR),
        ]
        again = world.left_over(run, world.ben, why="Something else.")
        with world.tenant() as work:
            work.run_pairs.add_left_overs(left)
            work.run_pairs.add_left_overs([again])
            assert work.run_pairs.left_overs(run.id, Role.MENTEE) == [left[1]]
            assert work.run_pairs.left_overs(run.id, Role.MENTOR) == [left[3]]
            work.run_pairs.remove(run.id, [world.ada.id])
            assert work.run_pairs.left_overs(run.id, Role.MENTEE) == left[:2]


def query(show):
    return PairQuery(show=show)
