"""Lanes: who waits behind whom."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from core.ports.jobs import Lane
from storage.worker import Timing, run_worker
from tests.storage.at_work import jobs, until, working


def test_a_chat_waits_behind_no_other_work(postgres_url, defer):
    begun, answered = threading.Semaphore(0), threading.Event()

    def long():
        begun.release()
        assert answered.wait(10)

    for _ in range(5):
        defer("long")
    with working(postgres_url, {"long": long, "answer": answered.set}):
        assert begun.acquire(timeout=10)
        assert begun.acquire(timeout=10)
        defer("answer", lane=Lane.CHAT)
        assert answered.wait(5)
        until(lambda: not jobs(postgres_url))


def test_a_lock_counts_in_all_lanes(postgres_url, defer):
    order = []

    def slow():
        order.append("begun")
        time.sleep(0.5)
        order.append("ended")

    with working(postgres_url, {"slow": slow, "answer": lambda: order.append("answered")}):
        defer("slow", lock="same")
        until(lambda: order)
        defer("answer", lock="same", lane=Lane.CHAT)
        until(lambda: not jobs(postgres_url))
    assert order == ["begun", "ended", "answered"]


def test_who_waits_for_a_lock_begins_when_it_is_free(postgres_url, defer):
    begun, done = threading.Event(), threading.Event()

    def first():
        begun.set()
        time.sleep(0.3)

    stop, seldom = threading.Event(), Timing(poll=60)
    handlers = {"first": first, "second": done.set}
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(
            run_worker, postgres_url, handlers, concurrency=2, stop=stop, timing=seldom
        )
        try:
            defer("first", lock="same")
            defer("second", lock="same")
            assert begun.wait(10)
            assert done.wait(5)
        finally:
            stop.set()
        run.result(timeout=20)
