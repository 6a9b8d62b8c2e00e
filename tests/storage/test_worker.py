"""Running jobs, and losing neither jobs nor order when a worker dies."""

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from procrastinate import RetryStrategy
from procrastinate.jobs import Job

from core.errors import UnavailableError
from core.ports.jobs import ATTEMPTS
from storage import embedded, worker
from storage.database import libpq_url, open_engine
from storage.migrate import upgrade
from storage.unit_of_work import PostgresStorage
from storage.worker import Timing, run_worker
from tests.storage.at_work import QUICK, jobs, until, working

ROOT = Path(__file__).parents[2]


@pytest.fixture
def soon(monkeypatch):
    """Failed jobs are tried again at once."""
    monkeypatch.setattr(worker, "RETRY", RetryStrategy(max_attempts=ATTEMPTS - 1, wait=0))


def test_a_handler_gets_its_arguments_and_the_job_is_gone(postgres_url, defer):
    calls = []
    defer("greet", name="Ada", times=2)
    with working(postgres_url, {"greet": lambda name, times: calls.append((name, times))}):
        until(lambda: not jobs(postgres_url))
    assert calls == [("Ada", 2)]


def test_a_job_deferred_later_starts_at_once(postgres_url, defer):
    called = threading.Event()
    slow = Timing(poll=60)
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        handlers = {"greet": called.set}
        run = pool.submit(run_worker, postgres_url, handlers, concurrency=1, stop=stop, timing=slow)
        try:
            time.sleep(1)
            defer("greet")
            assert called.wait(5)
        finally:
            stop.set()
        run.result(timeout=20)


def test_handlers_run_at_the_same_time_but_not_under_one_lock(postgres_url, defer):
    running, most = [], []
    together = threading.Barrier(2, timeout=10)

    def meet():
        together.wait()  # ends only if two run at once

    def alone():
        running.append(1)
        most.append(len(running))
        time.sleep(0.2)
        running.pop()

    for _ in range(2):
        defer("meet")
    for _ in range(3):
        defer("alone", lock="one at a time")
    with working(postgres_url, {"meet": meet, "alone": alone}):
        until(lambda: not jobs(postgres_url))
    assert most == [1, 1, 1]


def test_a_failed_job_is_tried_again_later(postgres_url, defer):
    calls = []

    def fail():
        calls.append(1)
        raise OSError

    defer("fail")
    with working(postgres_url, {"fail": fail}):
        until(lambda: jobs(postgres_url, "attempts") == [(1,)])
        ((status, wait),) = jobs(postgres_url, "status::text, scheduled_at - now()")
    assert status == "todo"
    assert 0 < wait.total_seconds() <= 3
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [(timedelta(minutes=5), 290, 300), (timedelta(seconds=1), 0, 3), (None, 0, 3)],
)
def test_a_busy_system_is_left_alone_for_as_long_as_it_asks(
    postgres_url, defer, asked, least, most
):
    def fail():
        raise UnavailableError("Busy.", asked)

    defer("fail")
    with working(postgres_url, {"fail": fail}):
        until(lambda: jobs(postgres_url, "attempts") == [(1,)])
        ((wait,),) = jobs(postgres_url, "scheduled_at - now()")
    assert least < wait.total_seconds() <= most


def test_a_busy_system_is_given_up_too():
    exhausted = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=7)
    busy = UnavailableError("Busy.", timedelta(minutes=5))
    assert worker.RETRY.get_retry_decision(exception=busy, job=exhausted) is None


@pytest.mark.usefixtures("soon")
def test_a_job_that_always_fails_is_given_up_and_kept(postgres_url, defer):
    calls = []

    def fail():
        calls.append(1)
        raise OSError

    defer("fail")
    with working(postgres_url, {"fail": fail}):
        until(lambda: jobs(postgres_url) == [("fail", "failed")])
    assert len(calls) == ATTEMPTS


@pytest.mark.usefixtures("soon")
def test_a_failed_job_gives_way_to_an_equal_one_that_waits(postgres_url, defer):
    calls = []

    def flaky(number):
        calls.append(number)
        if number == 1:
            defer("flaky", once="same", number=2)
            raise OSError

    defer("flaky", once="same", number=1)
    with working(postgres_url, {"flaky": flaky}, concurrency=1):
        until(lambda: not jobs(postgres_url))
    assert calls == [1, 2]


def test_stopping_lets_a_running_job_end(postgres_url, defer):
    started, ended = threading.Event(), threading.Event()

    def slow():
        started.set()
        time.sleep(0.7)
        ended.set()

    defer("slow")
    with working(postgres_url, {"slow": slow}):
        assert started.wait(10)
    assert ended.is_set()
    assert jobs(postgres_url) == []


def test_a_killed_workers_job_is_done_by_another_once(postgres_url, defer, tmp_path):
    out = tmp_path / "out"
    script = Path(__file__).with_name("worker_process.py")

    def start(seconds):
        command = [sys.executable, str(script), postgres_url, str(out), str(seconds)]
        return subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})

    defer("note", name="a", lock="l")
    defer("note", name="b", lock="l")
    first = start(600)
    until(lambda: out.exists() and "started a" in out.read_text())
    first.kill()
    first.wait()
    second = start(0)
    try:
        until(lambda: not jobs(postgres_url))
        time.sleep(2 * QUICK.stalled)  # a wrong rescue would repeat one of them
    finally:
        second.kill()
        second.wait()
    lines = out.read_text().splitlines()
    assert lines == ["started a", "started a", "done a", "started b", "done b"]


def test_a_job_that_kills_its_workers_is_given_up(postgres_url, defer):
    defer("poison")
    with psycopg.connect(libpq_url(postgres_url)) as connection:
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [ATTEMPTS - 1]
        )
    with working(postgres_url, {"poison": lambda: None}):
        until(lambda: jobs(postgres_url) == [("poison", "failed")])


def test_a_worker_survives_losing_its_connections(postgres_server, postgres_url, defer):
    name = postgres_url.split("?")[0].rsplit("/", 1)[1]
    calls = []
    with working(postgres_url, {"greet": lambda: calls.append(1)}):
        defer("greet")
        until(lambda: len(calls) == 1)
        with psycopg.connect(postgres_server.admin_url, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
        defer("greet")
        until(lambda: len(calls) == 2)


def test_a_worker_survives_a_restart_of_the_database(cipher):
    folder = Path(tempfile.mkdtemp(prefix="mentorloom-tests-"))
    calls = []
    with embedded.start(folder, {"fsync": "off"}) as server:
        upgrade(server.url)
        storage = PostgresStorage(open_engine(server.url), cipher)
        with working(server.url, {"greet": lambda: calls.append(1)}):
            server.cluster.stop()
            time.sleep(1.5)  # long enough to try in vain
            with pytest.raises(UnavailableError):
                storage.ping()
            server.cluster.start({})
            with storage.platform() as work:
                work.jobs.defer("greet")
            until(lambda: calls)
        storage.close()
    shutil.rmtree(folder)
