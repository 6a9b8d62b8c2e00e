"""The worker process: runs deferred jobs until it is asked to stop."""

import gc
import signal
import threading
from collections.abc import Callable, Mapping
from types import FrameType

from storage.worker import run_worker


def run(url: str, handlers: Mapping[str, Callable[..., object]], concurrency: int) -> None:
    """Run jobs until SIGINT or SIGTERM; what is running then may end.

    Args:
        url: postgresql://... of a migrated database.
        handlers: name of a job -> function taking the job's arguments by name.
        concurrency: jobs run at once.
    """
    stop = stop_on_signal()
    # What is loaded now stays for good. Walking it again and again, the garbage collector would
    # take a good third of the time in which thousands of people are read.
    gc.collect()
    gc.freeze()
    run_worker(url, handlers, concurrency=concurrency, stop=stop)


def stop_on_signal() -> threading.Event:
    """An event that SIGINT and SIGTERM set. For the main thread of a process."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    return stop
