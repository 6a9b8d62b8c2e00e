"""What goes wrong, when it is tried again, and the schedule."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.connection import ConnectionStatus, ProblemKind
from core.domain.sync import Outcome, SyncMode, Trigger
from core.errors import ConflictError, UnavailableError
from core.ports.connectors import (
    CursorExpiredError,
    ForbiddenScopeError,
    RateLimitedError,
)
from core.services.connections.problems import LONGEST_ASKED, LONGEST_PAUSE, TRIES
from core.services.connections.promises import promise_run
from tests.core.services.connections.office import run_wish
from tests.fakes.connection_storage import FakeConnections


class TestProblems:
    def test_a_cursor_that_expired_has_everything_read_again(self, reading):
        reading.syncs()
        reading.source.hires("fay")
        reading.source.forgets_before = 6
        run = reading.syncs()
        assert (run.mode, run.outcome, run.cursor_before) == (
            SyncMode.FULL,
            Outcome.COMPLETE,
            None,
        )
        assert reading.present == reading.source.people

    def test_a_source_that_always_forgets_is_left_for_later(self, reading):
        reading.source.forgets_before = 99
        run = reading.syncs()
        assert (run.outcome, run.problem.kind) == (None, ProblemKind.TRANSIENT)

    def test_a_silent_source_is_asked_again_after_growing_pauses(self, reading):
        reading.uses.switches.turn_on(reading.admin, reading.id)
        pauses = []
        for _ in range(TRIES):
            reading.source.raises[0] = UnavailableError("It does not answer.")
            run = reading.works()
            pauses.append(run.problem.retry_at and run.problem.retry_at - reading.clock.now())
            if pauses[-1]:
                reading.clock.advance(seconds=pauses[-1].total_seconds())
        assert pauses[:3] == [timedelta(minutes=n) for n in (1, 2, 4)]
        assert max(pauses[:-1]) <= LONGEST_PAUSE
        assert (pauses[-1], run.outcome) == (None, Outcome.FAILED)
        # The schedule tries again; the page says when.
        assert reading.connection.problem.retry_at == reading.connection.due_at
        assert reading.promised == []

    def test_a_page_that_was_stored_begins_the_pauses_anew(self, reading):
        reading.uses.switches.turn_on(reading.admin, reading.id)
        for page in (0, 1, 1):
            reading.source.raises[page] = ConflictError("Somebody else was faster.")
            reading.works()
        assert reading.promised[0]["arguments"]["tried"] == 1

    def test_a_busy_source_says_when(self, reading):
        reading.source.raises[1] = RateLimitedError("Later.", timedelta(minutes=30))
        run = reading.syncs()
        assert run.problem.kind is ProblemKind.RATE
        assert run.problem.retry_at == reading.clock.now() + timedelta(minutes=30)
        assert reading.promised[0]["delay"] == timedelta(minutes=30)
        # A hint that comes meanwhile waits as long.
        reading.clock.advance(minutes=10)
        reading.syncs()
        reading.syncs()
        assert [job["delay"] for job in reading.promised] == [
            timedelta(minutes=30),
            timedelta(minutes=20) - timedelta(seconds=1),
        ]
        assert len(reading.source.pulled) == 1
        reading.clock.advance(minutes=20)
        reading.works()
        reading.works()
        assert reading.present == reading.source.people
        assert reading.connection.problem is None

    def test_nobody_is_waited_for_longer_than_a_day(self, reading):
        reading.source.raises[0] = RateLimitedError("Later.", timedelta(days=4000))
        run = reading.syncs()
        assert run.problem.retry_at == reading.clock.now() + LONGEST_ASKED

    def test_lost_authority_is_not_tried_again_by_itself(self, reading):
        reading.uses.switches.turn_on(reading.admin, reading.id)
        reading.source.key = "another"
        run = reading.works()
        assert (run.outcome, run.problem.kind) == (Outcome.FAILED, ProblemKind.AUTHORISATION)
        assert reading.connection.due_at is None
        reading.syncs()
        assert len(reading.runs) == 1
        reading.uses.checks.reauthorise(reading.admin, reading.id, {"key": "another"})
        reading.ticks()
        assert reading.works().outcome is Outcome.COMPLETE

    def test_a_run_by_hand_that_goes_well_lets_the_schedule_go_on(self, reading):
        reading.uses.switches.turn_on(reading.admin, reading.id)
        reading.source.key = "another"
        reading.works()
        assert reading.connection.due_at is None
        reading.source.key = "s3cret"
        reading.clock.advance(seconds=1)
        reading.uses.switches.run_now(reading.admin, reading.id)
        assert reading.works().outcome is Outcome.COMPLETE
        assert reading.connection.problem is None
        assert reading.connection.due_at == reading.clock.now() + reading.connection.every

    @pytest.mark.parametrize(
        ("error", "kind"),
        [
            (ForbiddenScopeError("It may not read people."), ProblemKind.SCOPE),
            (CursorExpiredError("Again."), None),
            (KeyError("ada@x.test"), ProblemKind.DEFECT),
        ],
    )
    def test_other_problems_end_the_run(self, reading, error, kind, caplog):
        reading.source.raises[0] = error
        run = reading.syncs()
        assert (run.problem and run.problem.kind) == kind
        assert run.outcome is (Outcome.FAILED if kind else Outcome.COMPLETE)
        assert "ada@x.test" not in caplog.text

    def test_a_stream_that_is_gone_is_said_to_be(self, reading):
        run = reading.uses.switches.dry_run(reading.admin, reading.id)[0]
        with reading.tenant() as work:
            work.sync_runs.save(replace(run, stream="salaries"))
        reading.works()
        found = next(one for one in reading.runs if one.stream == "salaries")
        assert found.problem.kind is ProblemKind.SETTINGS


class TestSchedule:
    def test_what_is_due_is_promised_once_and_then_waits(self, reading):
        with reading.tenant() as work:
            now = work.connections.get(reading.id)
            work.connections.update(
                replace(now, due_at=reading.clock.now(), version=now.version + 1)
            )
        reading.ticks()
        reading.ticks()
        assert len(reading.promised) == 1
        assert reading.connection.due_at == reading.clock.now() + timedelta(days=1)
        assert reading.works().trigger is Trigger.SCHEDULE

    def test_what_is_paused_is_not_due(self, reading):
        reading.uses.switches.pause(reading.admin, reading.id)
        reading.ticks()
        assert reading.promised == []
        assert reading.connection.status is ConnectionStatus.PAUSED

    def test_what_is_paused_in_that_moment_is_not_promised(self, reading, monkeypatch):
        late = replace(reading.connection, due_at=reading.clock.now())
        monkeypatch.setattr(FakeConnections, "due", lambda *_: [late])
        reading.ticks()
        assert reading.promised == []

    def test_hints_that_wait_are_one(self, reading):
        for _ in range(3):
            with reading.tenant() as work:
                promise_run(
                    work.jobs,
                    reading.connection,
                    replace(run_wish(reading), trigger=Trigger.WEBHOOK),
                )
        assert len(reading.promised) == 1

    def test_a_connector_that_is_gone_is_left_alone(self, reading):
        reading.connectors.clear()
        reading.runner.run(reading.campus.organization.id, reading.id, run_wish(reading))
        assert reading.runs == []
