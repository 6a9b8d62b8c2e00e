"""Several works at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

from core.errors import ConflictError


def at_once(*works):
    """Run works in threads that start together; returns results or ConflictErrors."""
    together = threading.Barrier(len(works), timeout=10)

    def run(work):
        together.wait()
        try:
            return work()
        except ConflictError as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return [f.result(timeout=20) for f in [pool.submit(run, work) for work in works]]
