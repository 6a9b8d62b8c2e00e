"""A worker in this process that keeps time quickly."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg

from storage.database import libpq_url
from storage.worker import Timing, run_worker

QUICK = Timing(heartbeat=0.3, stalled=1.5, rescue=0.3, poll=0.3, connect=1, pause=0.3)


@contextmanager
def working(url, handlers, concurrency=2):
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(
            run_worker, url, handlers, concurrency=concurrency, stop=stop, timing=QUICK
        )
        try:
            yield
        finally:
            stop.set()
        run.result(timeout=20)


def until(what, seconds=20):
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return found


def jobs(url, columns="task_name, status::text"):
    with psycopg.connect(libpq_url(url)) as connection:
        return connection.execute(
            f"SELECT {columns} FROM procrastinate_jobs ORDER BY id"
        ).fetchall()
