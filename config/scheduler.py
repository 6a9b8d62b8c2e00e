"""The scheduler process: one leader turns schedules into deferred jobs.

1. Every scheduler tries to take the leader's lock. One gets it; the others try again every second.
2. The leader runs APScheduler in memory, whose jobs only defer jobs for workers.
3. On taking over, it makes up for moments of the last minutes that the one before it may have
   missed. A moment is deferred once, whoever tries (storage/ticks.py).
4. A leader that loses the lock stops scheduling at once and starts again at 1.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from core.errors import UnavailableError

CHECK = 1.0
"""Seconds between two looks at the lock."""
CATCH_UP = timedelta(minutes=10)
_log = logging.getLogger(__name__)


class Leadership(Protocol):
    """Adapter: storage.leadership.AdvisoryLeadership."""

    def acquire(self) -> bool:
        """Become the leader if there is none."""
        ...

    def holds(self) -> bool:
        """Whether a leader still is one."""
        ...

    def release(self) -> None:
        """Stop leading."""
        ...


Defer = Callable[[str, str, datetime], object]
"""(schedule, job, due): defers the job, once for each moment. Adapter: storage.ticks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a job is due.

    Attributes:
        name: unique among schedules.
        job: name of the job; it gets no arguments.
        cron: five fields, minute to day of week, in UTC: "*/5 * * * *".
    """

    name: str
    job: str
    cron: str

    def trigger(self) -> CronTrigger:
        """APScheduler's form of it."""
        return CronTrigger.from_crontab(self.cron, timezone=UTC)


def run(
    schedules: Sequence[Schedule], defer: Defer, leadership: Leadership, stop: threading.Event
) -> None:
    """Lead when there is no leader, and wait for that otherwise, until told to stop.

    Args:
        schedules: what to run when.
        defer: called in a thread at every moment that is due.
        leadership: the lock.
        stop: set it from any thread.
    """
    try:
        while not stop.is_set():
            if leadership.acquire():
                _lead(schedules, defer, leadership, stop)
            stop.wait(CHECK)
    finally:
        leadership.release()


def _lead(
    schedules: Sequence[Schedule], defer: Defer, leadership: Leadership, stop: threading.Event
) -> None:
    _log.info("Leading the schedules")
    scheduler = BackgroundScheduler(timezone=UTC)
    for schedule in schedules:
        scheduler.add_job(
            _defer_latest,
            schedule.trigger(),
            args=(schedule, defer),
            # A moment that came while the thread was busy still counts, once.
            misfire_grace_time=int(CATCH_UP.total_seconds()),
            coalesce=True,
        )
    scheduler.start()
    try:
        for schedule in schedules:
            _defer_latest(schedule, defer)
        while not stop.wait(CHECK) and leadership.holds():
            pass
    finally:
        scheduler.shutdown()
    _log.info("No longer leading the schedules")


def _defer_latest(schedule: Schedule, defer: Defer) -> None:
    """Defer the newest moment that is due, if there is one in the last minutes."""
    due = latest(schedule, datetime.now(UTC))
    if due is None:
        return
    try:
        defer(schedule.name, schedule.job, due)
    except UnavailableError:
        _log.warning("The schedule %s could not be deferred; it will be made up for", schedule.name)


def latest(schedule: Schedule, now: datetime) -> datetime | None:
    """The newest moment up to now that the schedule names, at most CATCH_UP ago."""
    trigger, found = schedule.trigger(), None
    moment = trigger.get_next_fire_time(None, now - CATCH_UP)
    while moment is not None and moment <= now:
        found, moment = moment, trigger.get_next_fire_time(moment, moment)
    return found
