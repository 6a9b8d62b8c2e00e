"""Running jobs with procrastinate: threads for handlers, retries, and rescue of lost jobs.

- A job that fails is tried again after 3, 9, 27, ... seconds, or later if the system that was busy
  asked for that; ATTEMPTS times in all, then it is kept as failed. A job that succeeds is deleted.
- Every worker reports a heartbeat. A worker killed in the middle of a job stops reporting; the
  others (or the next one to start) put its jobs back. So a handler may run twice: it has to lead
  to the same result as running once.
- Each lane has threads of its own: a chat never waits behind a directory that is read.
- A job that ends wakes whoever waits for its lock.
- When the database goes away, the worker waits and starts again.
"""

import asyncio
import contextlib
import datetime as dt
import json
import logging
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
import psycopg_pool
from procrastinate import App, PsycopgConnector, RetryDecision, RetryStrategy
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager, get_channel_for_queues

from core.errors import UnavailableError
from core.ports.jobs import ATTEMPTS, Lane
from storage.database import libpq_url

CHATS = 4
"""Jobs of the chat lane that run at once, besides the others."""
CHAT_POLL = 1.0
"""Seconds; a notification that comes just while a worker looks is lost to it."""
_log = logging.getLogger(__name__)


class _Patience(RetryStrategy):
    """Waits as long as the system that was busy asked for, if that is longer than usual."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Whether and when to try again."""
        decision = super().get_retry_decision(exception=exception, job=job)
        asked = exception.retry_after if isinstance(exception, UnavailableError) else None
        if decision is None or decision.retry_at is None or asked is None:
            return decision
        return RetryDecision(retry_at=max(decision.retry_at, dt.datetime.now(dt.UTC) + asked))


RETRY = _Patience(max_attempts=ATTEMPTS - 1, exponential_wait=3)

_WAKE = "SELECT pg_notify(%(channel)s, %(told)s)"
_TOLD = json.dumps({"type": "job_inserted", "job_id": 0})

Handlers = Mapping[str, Callable[..., object]]


@dataclass(frozen=True, slots=True)
class Timing:
    """How a worker keeps time, in seconds.

    Attributes:
        heartbeat: between two signs of life.
        stalled: without a sign of life for this long, a worker counts as dead.
        rescue: between two looks for jobs of dead workers.
        poll: between two looks for jobs; usually a notification comes first.
        connect: to wait for the database.
        pause: before trying again when it is away.
    """

    heartbeat: float = 5.0
    stalled: float = 20.0
    rescue: float = 5.0
    poll: float = 5.0
    connect: float = 5.0
    pause: float = 2.0


def run_worker(
    url: str,
    handlers: Handlers,
    *,
    concurrency: int,
    stop: threading.Event,
    timing: Timing | None = None,
) -> None:
    """Run jobs until told to stop; jobs that are running then may end.

    Args:
        url: postgresql://...
        handlers: name of a job -> function taking the job's arguments by name. Called in threads.
        concurrency: jobs run at once, those of chats not counted.
        stop: set it from any thread.
        timing: for tests.
    """
    asyncio.run(_run_until(stop, url, handlers, concurrency, timing or Timing()))


async def _run_until(
    stop: threading.Event, url: str, handlers: Handlers, concurrency: int, timing: Timing
) -> None:
    stopped = asyncio.create_task(_wait_for(stop))
    # The loop's own pool of threads has as many as the machine has processors, and a few.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(concurrency + CHATS + 1))
    while not stop.is_set():
        try:
            async with _pool(url, timing) as pool:
                app = _app(handlers)
                await app.connector.open_async(pool)
                await _run_once(app, stopped, concurrency, timing)
        except (ConnectorException, psycopg.OperationalError) as error:
            _log.warning("The worker has no database and tries again: %s", error.__cause__ or error)
        if not stop.is_set():
            await asyncio.wait([stopped], timeout=timing.pause)


async def _run_once(
    app: App, stopped: asyncio.Task[None], concurrency: int, timing: Timing
) -> None:
    """A worker a lane from their registration to their end, with their rescuer beside them."""
    tasks = [
        asyncio.create_task(_work(app, Lane.WORK, concurrency, timing)),
        asyncio.create_task(_work(app, Lane.CHAT, CHATS, timing)),
        asyncio.create_task(_rescue_for_ever(app.job_manager, timing)),
    ]
    await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def _work(app: App, lane: Lane, concurrency: int, timing: Timing) -> None:
    poll = min(timing.poll, CHAT_POLL) if lane is Lane.CHAT else timing.poll
    await app.run_worker_async(
        queues=[lane.value],
        name=lane.name.lower(),
        concurrency=concurrency,
        fetch_job_polling_interval=poll,
        delete_jobs="successful",
        install_signal_handlers=False,
        update_heartbeat_interval=timing.heartbeat,
        stalled_worker_timeout=timing.stalled,
    )


async def _wait_for(stop: threading.Event) -> None:
    while not stop.is_set():  # noqa: ASYNC110  a threading.Event cannot be awaited
        await asyncio.sleep(0.1)


async def _rescue_for_ever(manager: JobManager, timing: Timing) -> None:
    while True:
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=timing.stalled):
            await _rescue(manager, job)
        await asyncio.sleep(timing.rescue)


async def _rescue(manager: JobManager, job: Job) -> None:
    """Put a dead worker's job back, or give up on one that seems to kill its workers."""
    with contextlib.suppress(ConnectorException):  # another worker was faster
        if job.attempts + 1 < ATTEMPTS:
            _log.warning("Job %s (%s) lost its worker and is tried again", job.id, job.task_name)
            await manager.retry_job(job)
        else:
            _log.error("Job %s (%s) lost its worker too often", job.id, job.task_name)
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)


class _Manager(JobManager):
    """Wakes those who wait for a lock.

    And knows what to do with a failed job whose `once` is taken by a newer one that waits.
    """

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:  # noqa: FBT001  procrastinate's own signature
        """End it. Another that waited for its lock would be seen at the next poll only."""
        await super().finish_job(job, status, delete_job)
        await self._wake(job)

    async def retry_job(
        self,
        job: Job,
        retry_at: dt.datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Try again, unless an equal job waits anyway: that one does the work."""
        try:
            await super().retry_job(job, retry_at, priority, queue, lock)
        except UniqueViolation:
            await self.finish_job(job, status=Status.SUCCEEDED, delete_job=True)
        else:
            await self._wake(job)

    async def _wake(self, job: Job) -> None:
        if job.lock is None:
            return
        for channel in get_channel_for_queues([lane.value for lane in Lane]):
            await self.connector.execute_query_async(_WAKE, channel=channel, told=_TOLD)


def _app(handlers: Handlers) -> App:
    app = App(connector=PsycopgConnector())
    app.job_manager = _Manager(app.connector)
    for name, handler in handlers.items():
        app.task(name=name, retry=RETRY)(handler)
    return app


@contextlib.asynccontextmanager
async def _pool(url: str, timing: Timing) -> AsyncIterator[psycopg_pool.AsyncConnectionPool]:
    """The worker's connections; raises when there is none in time."""
    pool = psycopg_pool.AsyncConnectionPool(
        libpq_url(url),
        min_size=1,
        max_size=6,
        open=False,
        check=psycopg_pool.AsyncConnectionPool.check_connection,
    )
    try:
        await pool.open(wait=True, timeout=timing.connect)
        yield pool
    finally:
        await pool.close()
