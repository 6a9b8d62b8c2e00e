"""One leader among processes: whoever holds a PostgreSQL advisory lock.

The lock lives as long as the connection that took it. A killed leader's connection is closed by its
kernel, and the next one gets the lock; one whose machine vanished is noticed by TCP keep-alives
(https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS).
"""

import contextlib

import psycopg

from storage.database import CONNECT_SECONDS, libpq_url

SCHEDULER = 5_093_247_162
"""The lock of whoever runs the schedules."""


class AdvisoryLeadership:
    """The wish to lead, and what became of it.

    Args:
        url: postgresql://...
        lock: one number for each thing to lead.
    """

    def __init__(self, url: str, lock: int = SCHEDULER) -> None:
        self._url = libpq_url(url)
        self._lock = lock
        self._connection: psycopg.Connection | None = None

    def acquire(self) -> bool:
        """Become the leader if there is none. False also when the database does not answer."""
        try:
            connection = self._connection or self._connect()
            self._connection = connection
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", [self._lock]).fetchone()
        except psycopg.OperationalError:
            self.release()
            return False
        return row == (True,)

    def holds(self) -> bool:
        """Whether a leader still is one: the connection that took the lock lives."""
        if self._connection is None:
            return False
        try:
            self._connection.execute("SELECT 1")
        except psycopg.OperationalError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Stop leading, or wishing to."""
        if self._connection is not None:
            with contextlib.suppress(psycopg.OperationalError):
                # Closing alone frees the lock a moment later.
                self._connection.execute("SELECT pg_advisory_unlock_all()")
            self._connection.close()
            self._connection = None

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
            # A server whose leader's machine vanished drops the connection, and so the lock.
            options="-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 "
            "-c tcp_keepalives_count=3",
        )
