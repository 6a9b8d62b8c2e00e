"""Scheduled jobs, deferred once for each moment they are due, however many processes try.

procrastinate keeps the last moment of every schedule in `procrastinate_periodic_defers`; the moment
and the job are stored in one transaction. So a new leader can make up for what the old one may have
missed without doing anything twice.
"""

import json
from datetime import datetime

from procrastinate import sql
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from storage.database import transaction


class PostgresTicks:
    """Defers the jobs of schedules.

    Args:
        engine: of storage.database.open_engine.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def defer(self, schedule: str, job: str, due: datetime) -> bool:
        """Defer a schedule's job unless that was done for this moment, or one still waits.

        Args:
            schedule: its name, unique among schedules.
            job: name of the job.
            due: when it was to run, aware.

        Returns:
            Whether a job was deferred.

        Raises:
            UnavailableError: the database does not answer; try again.
        """
        values = {
            "queue": "default",
            "lock": None,
            "queueing_lock": f"schedule:{schedule}",
            "task_name": job,
            "priority": 0,
            "periodic_id": schedule,
            "defer_timestamp": int(due.timestamp()),
            "args": json.dumps({}),
        }
        try:
            with transaction(self._engine) as connection:
                row = connection.exec_driver_sql(sql.queries["defer_periodic_job"], values).one()
        except IntegrityError:  # the job of an earlier moment waits: it will do for this one
            return False
        return row[0] is not None
