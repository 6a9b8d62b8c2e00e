"""The job behind a run: progress, stopping it, failures, and a worker that was lost."""

from dataclasses import replace

import pytest

from core.domain.match_run import RunOptions, RunPhase, RunState
from core.errors import ConflictError, UnavailableError
from core.services.runs import computing as runs_computing
from tests.core.services.runs.cohort import ORGANIZATION


class TestJob:
    def test_running_the_job_again_changes_nothing(self, three):
        run_id = three.start()
        before = three.view(run_id)
        three.computing.compute_match_run(str(ORGANIZATION), str(run_id))
        assert three.view(run_id) == before

    def test_a_job_that_lost_its_worker_begins_again(self, three):
        run = three.runs.start(three.manager, RunOptions())
        with three.work() as work:
            work.match_runs.save(replace(run, state=RunState.RUNNING, phase=RunPhase.PROVING))
        three.do_jobs()
        assert three.view(run.id).run.state is RunState.READY

    def test_progress_is_written_now_and_then(self, three, monkeypatch):
        run = three.runs.start(three.manager, RunOptions())
        seen = []

        def slowly(*_args, progress, **_options):
            for done in range(4):
                progress("comparing", done, 4)
                seen.append(three.runs.progress(three.manager, run.id).run.done)
                three.clock.advance(seconds=0.3)
            progress("assigning", 0, 1)
            seen.append(three.runs.progress(three.manager, run.id).run.phase)
            raise UnavailableError("Away.")

        monkeypatch.setattr(runs_computing, "pair_stored", slowly)
        with pytest.raises(UnavailableError):
            three.computing.compute_match_run(str(ORGANIZATION), str(run.id))
        assert seen == [0, 0, 2, 2, RunPhase.ASSIGNING]
        assert three.view(run.id).run.state is RunState.RUNNING

    def test_a_run_that_is_stopped_meanwhile_ends_at_the_next_word(self, three, monkeypatch):
        run = three.runs.start(three.manager, RunOptions())

        def stopped(*_args, progress, **_options):
            three.runs.discard(three.manager, run.id)
            progress("comparing", 0, 1)
            raise AssertionError

        monkeypatch.setattr(runs_computing, "pair_stored", stopped)
        three.do_jobs()
        assert three.view(run.id).run.state is RunState.DISCARDED

    def test_a_run_that_is_stopped_at_the_end_stores_nothing(self, three, monkeypatch):
        run = three.runs.start(three.manager, RunOptions())
        really = runs_computing.pair_stored

        def stopped(*args, **options):
            found = really(*args, **options)
            three.runs.discard(three.manager, run.id)
            return found

        monkeypatch.setattr(runs_computing, "pair_stored", stopped)
        three.do_jobs()
        view = three.view(run.id)
        assert (view.run.state, view.page.found) == (RunState.DISCARDED, 0)

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (ConflictError("That is too much: %(count)s", count=3), "That is too much: 3"),
            (ZeroDivisionError(), "Something went wrong on our side."),
        ],
    )
    def test_a_failure_is_told(self, three, monkeypatch, error, said):
        def failing(*_args, **_options):
            raise error

        monkeypatch.setattr(runs_computing, "pair_stored", failing)
        run = three.view(three.start()).run
        assert run.state is RunState.FAILED
        assert str(run.problem).startswith(said)
        assert run.finished_at is not None

    def test_a_run_of_nowhere_is_left_alone(self, cohort):
        cohort.computing.compute_match_run(str(ORGANIZATION), str(cohort.uuid()))

    def test_a_failure_after_it_was_stopped_is_not_told(self, three, monkeypatch):
        run = three.runs.start(three.manager, RunOptions())

        def failing(*_args, **_options):
            three.runs.discard(three.manager, run.id)
            raise ZeroDivisionError

        monkeypatch.setattr(runs_computing, "pair_stored", failing)
        three.do_jobs()
        assert three.view(run.id).run.state is RunState.DISCARDED
