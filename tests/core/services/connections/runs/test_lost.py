"""Runs whose job is lost: the schedule has them gone on with, and begins nothing else."""

import pytest

from core.domain.sync import Outcome, Trigger
from core.errors import UnavailableError


@pytest.fixture
def lost(reading):
    """A dry run that somebody waits for, without its job."""
    reading.uses.switches.dry_run(reading.admin, reading.id)
    reading.storage.tables.table("jobs").clear()
    return reading


def rest(office):
    return [job["arguments"].get("rest", False) for job in office.promised]


def test_a_run_that_stands_still_is_gone_on_with(lost):
    lost.clock.advance(minutes=9)
    lost.ticks()
    assert rest(lost) == []
    lost.clock.advance(minutes=2)
    lost.ticks()
    lost.ticks()
    assert rest(lost) == [True]
    run = lost.works()
    assert (run.trigger, run.dry, run.outcome) == (Trigger.MANUAL, True, Outcome.COMPLETE)
    assert len(lost.runs) == 1
    lost.clock.advance(minutes=20)
    lost.ticks()
    assert rest(lost) == []


def test_one_that_waits_for_its_source_is_left_until_it_is_overdue(lost):
    lost.source.before_page = fails
    lost.clock.advance(minutes=11)
    lost.ticks()
    retry_at = lost.works().problem.retry_at
    assert rest(lost) == [True]
    lost.storage.tables.table("jobs").clear()
    lost.ticks()
    assert rest(lost) == []
    lost.clock.advance(seconds=(retry_at - lost.clock.now()).total_seconds() + 601)
    lost.source.before_page = lambda _: None
    lost.ticks()
    assert lost.works().outcome is Outcome.COMPLETE


def fails(_):
    raise UnavailableError("It does not answer.")
