"""Starting, watching and throwing away whole-cohort runs, and who takes part in them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.match import MatchState
from core.domain.match_run import (
    PairOrigin,
    RunFigures,
    RunGroup,
    RunLeftOver,
    RunOptions,
    RunState,
)
from core.domain.match_run_pages import PairOrder, PairShow
from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError


class TestWhoTakesPart:
    @pytest.fixture
    def mixed(self, three):
        """One has a mentor, one asked somebody, one waits; others cannot begin."""
        three.match(three.rust_mentee, three.rust_mentor)
        three.match(three.law_mentee, three.law_mentor, MatchState.OFFERED)
        three.mentee("paused", "rust", part={"paused": True})
        three.mentee("not asked", "rust", part={"agreed": False})
        three.mentee("student view", "rust", test_user=True)
        return three

    def test_those_who_wait(self, mixed):
        assert mixed.pairs(mixed.start()) == {"wants chess": "knows chess"}

    def test_those_without_a_mentor(self, mixed):
        mixed.mentor("knows law too", "law")
        pairs = mixed.pairs(mixed.start(who=RunGroup.UNMATCHED))
        # What they asked for stays asked; the run has somebody else for them.
        assert pairs == {"wants chess": "knows chess", "wants law": "knows law too"}

    def test_chosen_ones(self, mixed):
        chosen = frozenset({mixed.rust_mentee, mixed.chess_mentee, mixed.law_mentor})
        run_id = mixed.start(who=RunGroup.CHOSEN, chosen=chosen)
        assert mixed.pairs(run_id) == {"wants chess": "knows chess"}

    def test_a_place_that_somebody_asked_for_stays_free_for_them(self, mixed):
        mixed.mentee("wants law too", "law")
        assert "knows law" not in mixed.pairs(mixed.start()).values()

    def test_the_overview_counts_them(self, mixed):
        overview = mixed.runs.overview(mixed.manager)
        assert overview.groups == {RunGroup.WAITING: 1, RunGroup.UNMATCHED: 2}
        assert overview.places == 1
        assert [person.name for person in overview.unmatched] == ["wants chess", "wants law"]
        assert overview.unchanged is None
        assert overview.program.name == "Peers"


class TestStarting:
    def test_managers_only(self, three):
        run_id = three.start()
        mia = three.actor(three.rust_mentee)
        for call in (
            lambda: three.runs.overview(mia),
            lambda: three.runs.start(mia, RunOptions()),
            lambda: three.runs.progress(mia, run_id),
            lambda: three.runs.tables(mia, run_id),
            lambda: three.runs.discard(mia, run_id),
        ):
            with pytest.raises(ForbiddenError):
                call()

    def test_one_at_a_time(self, three):
        three.runs.start(three.manager, RunOptions())
        with pytest.raises(ConflictError, match="being computed already"):
            three.runs.start(three.manager, RunOptions())

    def test_a_run_that_lost_its_worker_is_in_nobodys_way(self, three):
        run = three.runs.start(three.manager, RunOptions())
        assert not three.view(run.id).silent
        three.clock.advance(minutes=11)
        assert three.view(run.id).silent
        three.runs.start(three.manager, RunOptions())

    def test_there_has_to_be_somebody(self, cohort):
        with pytest.raises(ConflictError, match="nobody to match"):
            cohort.runs.start(cohort.manager, RunOptions())

    def test_odd_options_are_named(self, three):
        odd = RunOptions(who=RunGroup.CHOSEN, least=21, bands=1)
        with pytest.raises(InvalidInputError) as refused:
            three.runs.start(three.manager, odd)
        assert set(refused.value.fields) == {"least", "bands", "chosen"}

    def test_ticks_that_would_count_for_nothing_are_named(self, three):
        with pytest.raises(InvalidInputError) as refused:
            three.runs.start(three.manager, RunOptions(chosen=frozenset({three.law_mentee})))
        assert set(refused.value.fields) == {"chosen"}

    def test_a_run_of_another_programme_does_not_exist(self, three):
        run_id = three.start()
        elsewhere = replace(three.manager, program_id=three.uuid())
        with pytest.raises(NotFoundError):
            three.runs.progress(elsewhere, run_id)
        with pytest.raises(NotFoundError):
            three.runs.start(three.manager, RunOptions(base=three.uuid()))


class TestRunningAgain:
    def test_locked_pairs_stay_as_they_are(self, three):
        first = three.start()
        three.edits.assign(
            three.manager, first, three.rust_mentee, three.law_mentor, three.law_mentee
        )
        three.edits.lock(three.manager, first, [three.law_mentee], locked=False)
        second = three.start(base=first)
        assert three.pairs(second)["wants rust"] == "knows law"
        kept = three.stored(second, three.rust_mentee)
        assert (kept.locked, kept.approved_by, kept.origin) == (True, three.tess, PairOrigin.MANUAL)
        assert three.stored(second, three.law_mentee).locked is False

    def test_what_moved_is_counted_and_can_be_kept_small(self, three):
        first = three.start()
        with three.work() as work:
            profile = work.profiles.get(three.rust_mentee)
            work.profiles.save(replace(profile, skills_wanted=("rust", "law")))
        three.mentor("knows rust and law", "rust", "law")
        again = three.view(three.start(base=first)).run.figures.moved
        kept = three.view(three.start(base=first, keep=True)).run.figures.moved
        assert kept <= again
        assert kept is not None

    def test_a_locked_pair_of_somebody_who_left_is_not_taken_over(self, three):
        first = three.start()
        everybody = [three.rust_mentee, three.law_mentee]
        three.edits.lock(three.manager, first, everybody, locked=True)
        three.change(Role.MENTEE, three.rust_mentee, paused=True)
        three.change(Role.MENTOR, three.law_mentor, away=True)
        assert three.pairs(three.start(base=first))["wants law"] != "knows law"

    def test_a_locked_pair_without_words_is_no_left_over(self, three):
        wordless = three.mentee("wordless")
        three.mentor("spare", "gardening")
        first = three.start()
        spare = three.view(first).mentors[0].person.id
        three.edits.assign(three.manager, first, wordless, spare)
        view = three.view(three.start(base=first))
        assert view.mentees == view.mentors == ()
        assert view.run.figures.matched == 4


class TestLooking:
    def test_pages_lists_and_search(self, three):
        run_id = three.start()
        three.edits.approve(three.manager, run_id, [three.law_mentee])
        approved = three.view(run_id, show=PairShow.APPROVED)
        assert [n.mentee.name for n in approved.page.pairs] == ["wants law"]
        assert three.view(run_id, text="knows ru").page.found == 1
        too_far = three.view(run_id, page=9, size=2, order=PairOrder.MENTEE)
        assert (too_far.query.page, too_far.pages) == (2, 2)
        assert [n.mentee.name for n in too_far.page.pairs] == ["wants rust"]
        assert three.view(run_id, page=-1).query.page == 1
        assert approved.counts.approved == 1

    def test_runs_are_listed_with_who_started_them(self, three):
        first = three.start()
        three.clock.advance(minutes=1)
        with three.work() as work:
            run = work.match_runs.get(first)
            forgotten = replace(run, id=three.uuid(), started_by=None)
            work.match_runs.save(replace(forgotten, started_at=run.started_at + timedelta(1)))
        three.edits.approve(three.manager, first)
        overview = three.runs.overview(three.manager)
        assert [line.starter and line.starter.name for line in overview.runs] == [None, "Tess"]
        assert overview.unchanged == 1.0

    def test_tables_hold_everything(self, three):
        three.mentor("spare", "tea")
        run_id = three.start()
        pairs, left, people = three.runs.tables(three.manager, run_id)
        assert len(pairs) == 3
        assert [people[one.person_id].name for one in left] == ["spare"]
        assert isinstance(left[0], RunLeftOver)


class TestDiscarding:
    def test_once(self, three):
        run_id = three.start()
        assert three.runs.discard(three.manager, run_id).state is RunState.DISCARDED
        with pytest.raises(ConflictError, match="closed already"):
            three.runs.discard(three.manager, run_id)

    def test_figures_without_pairs_have_no_mean(self):
        figures = RunFigures(mentees=2, mentors=0, matched=0, total=0.0)
        assert (figures.mean, figures.unmatched) == (0.0, 2)

    def test_a_mentee_without_a_profile_has_an_empty_one(self, three):
        who = three.mentee("no profile", told=False)
        run_id = three.start()
        view = three.choosing.view(three.manager, run_id, who)
        assert view.pair is None
        assert view.mentor is None
        assert Profile(person_id=who).ready_to_learn() is False
