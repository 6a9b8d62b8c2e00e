"""Deferring jobs with procrastinate, inside the transaction that makes them necessary."""

from collections.abc import Mapping
from datetime import timedelta

from procrastinate import SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task
from procrastinate.types import JSONValue
from sqlalchemy import Connection

from core.errors import UnavailableError
from core.ports.jobs import Lane

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
        urgent: bool = False,
        lane: Lane = Lane.WORK,
        **arguments: str | float | bool | None,
    ) -> None:
        """See the port."""
        deferrer = configure_task(
            name=job,
            job_manager=_MANAGER,
            lock=lock,
            queueing_lock=once,
            queue=lane.value,
            priority=int(urgent),
            schedule_in={"microseconds": round(delay / timedelta(microseconds=1))}
            if delay
            else None,
            connection=self._connection.connection.driver_connection,
        )
        try:
            self._defer(deferrer, arguments, once=once is not None)
        except ConnectorException as error:
            raise UnavailableError(
                "The database does not answer just now. Try again in a moment."
            ) from error

    def _defer(
        self, deferrer: JobDeferrer, arguments: Mapping[str, JSONValue], *, once: bool
    ) -> None:
        if not once:
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
