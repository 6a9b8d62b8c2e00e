import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from config import scheduler
from config.scheduler import Schedule, latest
from core.errors import UnavailableError
from storage.database import libpq_url

ROOT = Path(__file__).parents[2]
FIVE = Schedule(name="purge", job="purge_expired", cron="*/5 * * * *")


def at(hour, minute, second=0):
    return datetime(2026, 3, 2, hour, minute, second, tzinfo=UTC)


class TestLatest:
    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (at(9, 0), at(9, 0)),
            (at(9, 4, 59), at(9, 0)),
            (at(9, 5), at(9, 5)),
            (at(0, 3), at(0, 0)),
        ],
    )
    def test_is_the_newest_moment_up_to_now(self, now, expected):
        assert latest(FIVE, now) == expected

    def test_is_none_when_the_last_one_is_long_ago(self):
        daily = Schedule(name="report", job="report", cron="30 3 * * *")
        assert latest(daily, at(3, 39)) == at(3, 30)
        assert latest(daily, at(3, 29)) is None
        assert latest(daily, at(3, 41)) is None


class FakeLeadership:
    def __init__(self):
        self.free = True
        self.leading = False

    def acquire(self):
        self.leading = self.leading or self.free
        return self.leading

    def holds(self):
        return self.leading

    def release(self):
        self.leading = False


@contextmanager
def scheduling(schedules, defer, leadership):
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(scheduler.run, schedules, defer, leadership, stop)
        try:
            yield
        finally:
            stop.set()
        run.result(timeout=10)


def until(what, seconds=15):
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return found


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(scheduler, "CHECK", 0.05)


@pytest.mark.usefixtures("quick")
class TestRun:
    def test_only_the_leader_schedules(self):
        calls, leadership = [], FakeLeadership()
        leadership.free = False
        schedules = [Schedule(name="purge", job="purge_expired", cron="* * * * *")]
        with scheduling(schedules, lambda *call: calls.append(call), leadership):
            time.sleep(0.3)
            assert calls == []
            leadership.free = True
            until(lambda: calls)
        ((name, job, due), *_) = calls
        assert (name, job) == ("purge", "purge_expired")
        assert timedelta() <= datetime.now(UTC) - due < timedelta(minutes=2)
        assert not leadership.leading

    def test_losing_the_lock_stops_scheduling(self):
        calls, leadership = [], FakeLeadership()

        class EveryTick(Schedule):
            def trigger(self):
                return scheduler.CronTrigger(second="*", timezone=UTC)

        schedule = EveryTick(name="tick", job="tick", cron="* * * * *")
        with scheduling([schedule], lambda *call: calls.append(call), leadership):
            until(lambda: len({due for *_, due in calls}) > 1)
            leadership.free = leadership.leading = False
            time.sleep(0.3)
            before = len(calls)
            time.sleep(1.5)
            assert len(calls) == before

    def test_a_database_that_is_away_does_not_end_it(self):
        calls, leadership = [], FakeLeadership()

        def away(*call):
            calls.append(call)
            raise UnavailableError("The database does not answer.")

        schedules = [Schedule(name="purge", job="purge_expired", cron="* * * * *")]
        with scheduling(schedules, away, leadership):
            until(lambda: calls)
            leadership.leading = False  # it notices, and leads again
            until(lambda: len(calls) > 1)


def start(url, name):
    script = Path(__file__).with_name("scheduler_process.py")
    return subprocess.Popen(
        [sys.executable, str(script), url, name],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_killed_leader_is_followed_within_seconds_and_no_moment_comes_twice(postgres_url):
    first, second = start(postgres_url, "first"), None
    try:
        assert first.stdout.readline() == "first leads\n"
        second = start(postgres_url, "second")
        with psycopg.connect(libpq_url(postgres_url), autocommit=True) as connection:
            until(lambda: deferred(connection) >= 2)
            time.sleep(2)  # so that the second one is waiting
            first.kill()
            killed = time.monotonic()
            assert second.stdout.readline() == "second leads\n"
            assert time.monotonic() - killed < 5
            seen = deferred(connection)
            until(lambda: deferred(connection) >= seen + 2)
            started = connection.execute(FIRST).fetchone()[0]
            elapsed = datetime.now(UTC) - started
            assert deferred(connection) <= elapsed.total_seconds() + 2
    finally:
        for process in filter(None, (first, second)):
            process.kill()
            process.wait()
            process.stdout.close()


FIRST = "SELECT min(at) FROM procrastinate_events WHERE type = 'deferred'"


def deferred(connection):
    """Works off what waits, as a worker would; returns how many jobs there were so far."""
    connection.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo'")
    return connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()[0]
