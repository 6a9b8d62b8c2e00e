"""Deferring jobs with procrastinate, inside the transaction that makes them necessary."""

from datetime import timedelta

from procrastinate import SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task
from sqlalchemy import Connection

# Never opened: every job goes through the connection of a unit of work.
_MANAGER = JobManager(SyncPsycopgConnector())


class PostgresJobQueue:
    """Adapter of core.ports.jobs.JobQueue.

    Args:
        connection: in the transaction that the jobs belong to.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def defer(
        self,
        job: str,
        *,
        lock: str | None = None,
        once: str | None = None,
        delay: timedelta | None = None,
        **arguments: str | float | bool | None,
    ) -> None:
        """See the port."""
        deferrer = configure_task(
            name=job,
            job_manager=_MANAGER,
            lock=lock,
            queueing_lock=once,
            schedule_in={"microseconds": round(delay / timedelta(microseconds=1))}
            if delay
            else None,
            connection=self._connection.connection.driver_connection,
        )
        if once is None:
            deferrer.defer(**arguments)
            return
        # The same job waiting already breaks a unique index; only the savepoint is lost.
        savepoint = self._connection.begin_nested()
        try:
            deferrer.defer(**arguments)
        except AlreadyEnqueued:
            savepoint.rollback()
        else:
            savepoint.commit()
