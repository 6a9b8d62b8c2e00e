"""In memory: jobs that were promised."""

from core.ports.jobs import Lane
from tests.fakes.tables import Tables


class FakeJobs:
    def __init__(self, tables: Tables) -> None:
        self.deferred = tables.table("jobs")

    def defer(
        self,
        job,
        *,
        lock=None,
        once=None,
        delay=None,
        urgent=False,
        lane=Lane.WORK,
        **arguments,
    ):
        if once is not None and any(row["once"] == once for row in self.deferred.values()):
            return
        row = {
            "job": job,
            "lock": lock,
            "once": once,
            "delay": delay,
            "urgent": urgent,
            "lane": lane,
            "arguments": arguments,
        }
        self.deferred[max(self.deferred, default=0) + 1] = row
