"""Promising that a connection will be read: by hand, by schedule, after a hint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from core.domain.connection import Connection
from core.domain.identifiers import PersonId, SyncRunId
from core.domain.sync import Position, SyncMode, SyncRun, Trigger, Window
from core.ports.connectors import Connector, StreamInfo
from core.ports.jobs import JobQueue, Lane
from core.ports.unit_of_work import TenantWork

SYNC_CONNECTION = "sync_connection"
FULL_EVERY = timedelta(days=7)
"""Where changes alone can be read, everything is read so often nevertheless: a source may forget
to tell of somebody who left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What kind of run is wanted.

    Attributes:
        run_id: names the runs, one a stream; the same wish twice is one.
        full: everything, although changes alone could be read.
        confirmed: how many people may go because an administrator said so.
        of: the stream that this is about; all if empty.
        rest: nothing new, only that runs which were begun are gone on with.
    """

    run_id: UUID
    trigger: Trigger
    dry: bool = False
    full: bool = False
    window: Window | None = None
    by: PersonId | None = None
    confirmed: int = 0
    of: str = ""
    rest: bool = False


def runs_of(
    work: TenantWork, connection: Connection, connector: Connector, wish: Wish, now: datetime
) -> list[SyncRun]:
    """The runs that a wish asks for, one a stream; those that are there are left as they are."""
    made = []
    for stream in connector.streams:
        if wish.window is not None and not stream.backfills:
            continue
        run_id = SyncRunId(uuid5(wish.run_id, stream.name))
        run = work.sync_runs.get(run_id)
        if run is None:
            position = work.sync_runs.position(connection.id, stream.name)
            run = _run(run_id, connection, stream, position, wish, now)
            work.sync_runs.save(run)
        made.append(run)
    return made


def _run(
    run_id: SyncRunId,
    connection: Connection,
    stream: StreamInfo,
    position: Position,
    wish: Wish,
    now: datetime,
) -> SyncRun:
    mode = _mode(stream, position, wish, now)
    changes_only = mode is SyncMode.INCREMENTAL and wish.window is None
    cursor = position.cursor if changes_only else None
    return SyncRun(
        id=run_id,
        connection_id=connection.id,
        organization_id=connection.organization_id,
        stream=stream.name,
        trigger=wish.trigger,
        mode=mode,
        dry=wish.dry,
        window=wish.window,
        by=wish.by,
        confirmed=wish.confirmed if wish.of in {"", stream.name} else 0,
        cursor_before=cursor,
        cursor_after=cursor,
        started_at=now,
    )


def _mode(stream: StreamInfo, position: Position, wish: Wish, now: datetime) -> SyncMode:
    if wish.window is not None:
        return SyncMode.INCREMENTAL
    if wish.full or SyncMode.INCREMENTAL not in stream.modes or position.cursor is None:
        return SyncMode.FULL
    old = position.full_at is None or position.full_at <= now - FULL_EVERY
    return SyncMode.FULL if old else SyncMode.INCREMENTAL


def promise_run(
    jobs: JobQueue,
    connection: Connection,
    wish: Wish,
    *,
    delay: timedelta | None = None,
    tried: int = 0,
) -> None:
    """Have a connection read in the background; waiting hints and schedules become one.

    Args:
        jobs: of the unit of work that the promise belongs to.
        connection: which.
        wish: why and how.
        delay: not before.
        tried: how often the page that comes next was tried.
    """
    place = f"connection:{connection.id}"
    by_hand = wish.trigger in {Trigger.MANUAL, Trigger.BACKFILL}
    once = f"{place}:later" if delay else place
    if wish.rest:
        once = f"{place}:rest"
    if by_hand or tried:
        # What somebody waits for, and what was begun, is not one with anything else.
        once = f"{place}:{wish.run_id}"
    jobs.defer(
        SYNC_CONNECTION,
        lock=place,
        once=once,
        delay=delay,
        urgent=by_hand and delay is None,
        lane=Lane.WORK,
        organization_id=str(connection.organization_id),
        connection_id=str(connection.id),
        run_id=str(wish.run_id),
        trigger=wish.trigger.value,
        tried=tried,
        **({"rest": True} if wish.rest else {}),
    )


def forget_positions(work: TenantWork, connection: Connection, streams: Sequence[str]) -> None:
    """Have the next run read everything."""
    for stream in streams:
        work.sync_runs.save_position(Position(connection_id=connection.id, stream=stream))
