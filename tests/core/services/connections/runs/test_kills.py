"""Runs that are killed or stopped, and what goes on with them."""

from dataclasses import replace

import pytest

from core.domain.connection import ProblemKind
from core.domain.sync import Outcome
from core.errors import UnavailableError
from core.ports.connectors import (
    CursorExpiredError,
    Page,
)
from tests.core.services.connections.office import counts, run_wish
from tests.fakes.source import Killed


def kill(_number):
    raise Killed


def overtaken(office):
    office.source.before_page = lambda _: None
    office.syncs()


class TestKilled:
    @pytest.mark.parametrize("page", [0, 1, 2])
    def test_a_killed_run_goes_on_after_its_last_page(self, reading, page):
        reading.source.raises[page] = Killed()
        with pytest.raises(Killed):
            reading.syncs()
        assert reading.run.pages == page
        # Whoever comes next goes on with it first.
        reading.syncs()
        assert [run.outcome for run in reading.runs] == [Outcome.COMPLETE] * 2
        assert reading.source.pulled[1] == (
            reading.source.pulled[0] if not page else {"all": ["", "ben", "dan"][page], "since": 5}
        )
        assert reading.present == reading.source.people
        assert counts(reading.runs[-1]) == (5, 0, 0, 0)

    def test_the_same_job_again_reads_nothing(self, reading):
        reading.uses.switches.turn_on(reading.admin, reading.id)
        job = reading.promised[0]["arguments"]
        reading.works()
        pulled = len(reading.source.pulled)
        reading.runner.sync_connection(**job)
        assert (len(reading.runs), len(reading.source.pulled)) == (1, pulled)

    def test_a_source_without_cursors_is_read_from_its_beginning(self, reading):
        everybody = list(reading.source.people.values())

        def pages(_cursor, _window):
            yield Page(upserts=everybody[:3])
            reading.source.before_page(1)
            yield Page(upserts=everybody[3:], last=True)

        reading.source.pages = pages
        reading.source.before_page = kill
        with pytest.raises(Killed):
            reading.syncs()
        reading.source.before_page = lambda _: None
        reading.syncs()
        first = reading.runs[-1]
        assert (first.outcome, first.pages, counts(first)) == (Outcome.COMPLETE, 2, (5, 0, 3, 0))

    def test_a_page_of_a_worker_that_was_thought_dead_is_left_out(self, reading):
        reading.source.before_page = lambda number: number == 1 and overtaken(reading)
        reading.syncs()
        assert [run.outcome for run in reading.runs] == [Outcome.COMPLETE] * 2
        assert counts(reading.runs[-1]) == (5, 0, 0, 0)

    def test_a_worker_that_was_overtaken_leaves_the_rest_to_the_other(self, reading):
        def overtake(number):
            if number == 1:
                reading.source.before_page = lambda _: None
                reading.source.raises[1] = UnavailableError("It does not answer.")
                reading.syncs()

        reading.source.before_page = overtake
        reading.syncs()
        first = reading.runs[-1]
        assert (first.pages, first.outcome) == (2, None)
        assert len(reading.present) == 4
        reading.clock.advance(hours=1)
        reading.works()
        assert reading.present == reading.source.people


class TestStopped:
    def test_all_runs_are_stopped_at_once(self, reading):
        for _ in range(2):
            reading.source.raises[0] = Killed()
            with pytest.raises(Killed):
                reading.syncs()
            with reading.tenant() as work:
                work.sync_runs.save(replace(reading.run, id=reading.campus.entropy.uuid()))
        reading.source.before_page = lambda _: reading.uses.switches.stop(reading.admin, reading.id)
        reading.syncs()
        assert {run.outcome for run in reading.runs} == {Outcome.STOPPED}

    def test_a_stopped_run_does_not_begin_again(self, reading):
        def stop_and_forget(number):
            if number == 1:
                reading.uses.switches.stop(reading.admin, reading.id)
                reading.source.raises[1] = CursorExpiredError("Too old.")

        reading.source.before_page = stop_and_forget
        run = reading.syncs()
        assert (run.outcome, run.pages) == (Outcome.STOPPED, 1)

    def test_a_stopped_run_stores_no_further_page(self, reading):
        reading.source.before_page = lambda number: (
            number == 1 and reading.uses.switches.stop(reading.admin, reading.id)
        )
        run = reading.syncs()
        assert (run.outcome, run.pages) == (Outcome.STOPPED, 1)
        assert len(reading.present) == 2
        assert reading.position.cursor is None

    def test_other_settings_stop_a_run(self, reading):
        def change(number):
            if number == 1:
                with reading.tenant() as work:
                    now = work.connections.get(reading.id)
                    settings = {**now.settings, "address": "https://other.example"}
                    work.connections.update(
                        replace(now, settings=settings, version=now.version + 1)
                    )

        reading.source.before_page = change
        run = reading.syncs()
        assert (run.outcome, run.problem.kind) == (Outcome.STOPPED, ProblemKind.SETTINGS)

    def test_a_deleted_connection_is_read_no_more(self, reading):
        reading.source.before_page = lambda number: (
            number == 1 and reading.uses.setup.delete(reading.admin, reading.id)
        )
        with reading.tenant() as work:
            before = len(work.people.own("people"))
        with pytest.raises(Exception, match="no such connection"):
            reading.syncs()
        with reading.tenant() as work:
            assert len(work.people.own("people")) == before + 2
        reading.runner.run(
            reading.campus.organization.id, reading.id, run_wish(reading)
        )  # nothing to do

    def test_a_stopped_run_that_fails_keeps_its_end(self, reading):
        def stop_and_fail(number):
            if number == 1:
                reading.uses.switches.stop(reading.admin, reading.id)
                raise UnavailableError("It does not answer.")

        reading.source.before_page = stop_and_fail
        run = reading.syncs()
        assert (run.outcome, run.problem) == (Outcome.STOPPED, None)

    def test_a_paused_connection_is_not_read_by_itself(self, reading):
        reading.uses.switches.pause(reading.admin, reading.id)
        reading.runner.run(reading.campus.organization.id, reading.id, run_wish(reading))
        assert reading.runs == []
