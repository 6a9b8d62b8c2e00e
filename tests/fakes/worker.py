"""A worker for what was deferred in memory: one job after the other, failed ones again."""

from core.errors import UnavailableError
from core.ports.jobs import ATTEMPTS


def run_next(storage, handlers):
    """Run the oldest job; False if it is to be tried again, or was for the last time."""
    jobs = storage.tables.table("jobs")
    key = min(jobs)
    row = jobs.pop(key)
    try:
        handlers[row["job"]](**row["arguments"])
    except UnavailableError:
        row["tries"] = row.get("tries", 0) + 1
        if row["tries"] < ATTEMPTS:
            storage.tables.table("jobs").setdefault(key, row)
        return False
    return True


def run_all(storage, handlers):
    """Run jobs until none is left."""
    while storage.jobs:
        run_next(storage, handlers)
