"""Runs of connections, what they found, and where streams stand."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from core.domain.identifiers import ConnectionId, PersonId, SyncRunId
from core.domain.sync import (
    Counts,
    Effect,
    Outcome,
    Position,
    SyncChange,
    SyncIssue,
    SyncRun,
    Window,
)
from storage.repositories.bulk import insert_all
from storage.repositories.connection_columns import as_problem, problem_row
from storage.repositories.run_columns import as_sentence, sentence_row
from storage.repositories.statements import TenantRepository, upsert, values_of
from storage.tables import (
    SyncChangeRow,
    SyncIssueRow,
    SyncPositionRow,
    SyncRunRow,
    SyncSeenRow,
)


class PostgresSyncRuns(TenantRepository):
    """Adapter of core.ports.connection_repositories.SyncRuns."""

    def get(self, run_id: SyncRunId) -> SyncRun | None:
        """See the port."""
        return next(iter(self._runs(self._select().where(SyncRunRow.id == run_id))), None)

    def unfinished(self, connection_id: ConnectionId) -> list[SyncRun]:
        """See the port."""
        row = SyncRunRow
        open_ones = self._select().where(row.connection_id == connection_id, row.outcome.is_(None))
        return self._runs(open_ones.order_by(row.started_at, row.id))

    def left_open(self, before: datetime) -> list[SyncRun]:
        """See the port."""
        row = SyncRunRow
        open_ones = self._select().where(row.outcome.is_(None), row.started_at < before)
        return self._runs(open_ones.order_by(row.started_at, row.id))

    def of_connection(self, connection_id: ConnectionId, limit: int) -> list[SyncRun]:
        """See the port."""
        row = SyncRunRow
        newest = (row.started_at.desc(), row.id.desc())
        own = self._select().where(row.connection_id == connection_id)
        return self._runs(own.order_by(*newest).limit(limit))

    def newest(self) -> dict[ConnectionId, SyncRun]:
        """See the port."""
        row = SyncRunRow
        order = (row.connection_id, row.started_at.desc(), row.id.desc())
        newest = self._select().ext(distinct_on(row.connection_id)).order_by(*order)
        return {run.connection_id: run for run in self._runs(newest)}

    def save(self, run: SyncRun) -> None:
        """See the port."""
        self.connection.execute(upsert(SyncRunRow, "id"), _run_row(run))

    def position(self, connection_id: ConnectionId, stream: str) -> Position:
        """See the port."""
        row = SyncPositionRow
        found = self.connection.execute(
            select(row.cursor, row.full_at).where(
                row.organization_id == self.organization_id,
                row.connection_id == connection_id,
                row.stream == stream,
            )
        ).one_or_none()
        cursor, full_at = found or (None, None)
        return Position(connection_id=connection_id, stream=stream, cursor=cursor, full_at=full_at)

    def save_position(self, position: Position) -> None:
        """See the port."""
        row = {"organization_id": self.organization_id, **values_of(position)}
        row["cursor"] = dict(position.cursor) if position.cursor is not None else None
        self.connection.execute(upsert(SyncPositionRow, "connection_id", "stream"), row)

    def add_issues(self, issues: Sequence[SyncIssue]) -> None:
        """See the port."""
        rows = [
            {
                "organization_id": self.organization_id,
                **values_of(issue),
                "sentence": sentence_row(issue.sentence),
            }
            for issue in issues
        ]
        insert_all(self.connection, SyncIssueRow, rows)

    def issues(self, run_id: SyncRunId, limit: int) -> list[SyncIssue]:
        """See the port."""
        row = SyncIssueRow
        rows = self.connection.execute(
            select(row.key, row.place, row.sentence)
            .where(row.organization_id == self.organization_id, row.run_id == run_id)
            .order_by(row.id)
            .limit(limit)
        )
        return [
            SyncIssue(run_id=run_id, key=key, place=place, sentence=as_sentence(told))
            for key, place, told in rows
        ]

    def add_changes(self, changes: Sequence[SyncChange]) -> None:
        """See the port."""
        rows = [
            {"organization_id": self.organization_id, **values_of(change)} for change in changes
        ]
        insert_all(self.connection, SyncChangeRow, rows)

    def changes(self, run_id: SyncRunId, limit: int) -> list[SyncChange]:
        """See the port."""
        row = SyncChangeRow
        rows = self.connection.execute(
            select(row.key, row.effect, row.person_id, row.fields, row.name, row.told)
            .where(row.organization_id == self.organization_id, row.run_id == run_id)
            .order_by(row.id)
            .limit(limit)
        )
        return [
            SyncChange(
                run_id=run_id,
                key=key,
                effect=Effect(effect),
                person_id=PersonId(person_id) if person_id else None,
                fields=tuple(fields),
                name=name,
                told={field: (was, now) for field, (was, now) in told.items()},
            )
            for key, effect, person_id, fields, name, told in rows
        ]

    def note_seen(self, run_id: SyncRunId, page: int, keys: Sequence[str]) -> None:
        """See the port."""
        self.connection.execute(
            upsert(SyncSeenRow, "run_id", "page"),
            {
                "organization_id": self.organization_id,
                "run_id": run_id,
                "page": page,
                "keys": list(keys),
            },
        )

    def seen_before(self, run_id: SyncRunId, keys: Collection[str]) -> set[str]:
        """See the port."""
        seen = select(func.unnest(SyncSeenRow.keys).label("key")).where(self._seen(run_id))
        asked = select(func.unnest(literal(list(keys), ARRAY(Text()))))
        return set(self.connection.scalars(asked.intersect(seen)))

    def forget_seen(self, run_id: SyncRunId) -> None:
        """See the port."""
        self.connection.execute(delete(SyncSeenRow).where(self._seen(run_id)))

    def forget_told(self, before: datetime) -> int:
        """See the port."""
        row, run = SyncChangeRow, SyncRunRow
        own = (row.organization_id == self.organization_id) & (run.started_at < before)
        telling = (row.name != "") | (row.told != {})
        forgotten = update(row).where(own, row.run_id == run.id, telling)
        return self.connection.execute(forgotten.values(name="", told={})).rowcount

    def purge(self, before: datetime) -> int:
        """See the port; foreign keys remove what is kept about a run."""
        row = SyncRunRow
        own = row.organization_id == self.organization_id
        applied = own & (row.outcome == Outcome.COMPLETE) & row.dry.is_(False)
        kept = (
            select(row.id)
            .where(applied)
            .ext(distinct_on(row.connection_id, row.stream))
            .order_by(row.connection_id, row.stream, row.started_at.desc(), row.id.desc())
        )
        old = own & row.outcome.is_not(None) & (row.started_at < before)
        return self.connection.execute(delete(row).where(old, row.id.not_in(kept))).rowcount

    def _seen(self, run_id: SyncRunId) -> ColumnElement[bool]:
        row = SyncSeenRow
        return (row.organization_id == self.organization_id) & (row.run_id == run_id)

    def _select(self) -> Select[SyncRunRow]:
        return select(SyncRunRow).where(SyncRunRow.organization_id == self.organization_id)

    def _runs(self, statement: Select[SyncRunRow]) -> list[SyncRun]:
        return [_as_run(row._asdict()) for row in self.connection.execute(statement)]


def _run_row(run: SyncRun) -> dict[str, Any]:
    row = values_of(run)
    window: Window | None = row.pop("window")
    cursors = {
        name: dict(row[name]) if row[name] is not None else None
        for name in ("cursor_before", "cursor_after")
    }
    return {
        **row,
        **cursors,
        "since": window.since if window else None,
        "until": window.until if window else None,
        "counts": asdict(run.counts),
        "problem": problem_row(run.problem),
    }


def _as_run(row: dict[str, Any]) -> SyncRun:
    since, until = row.pop("since"), row.pop("until")
    return SyncRun(
        **{
            **row,
            "window": Window(since=since, until=until) if since else None,
            "counts": Counts(**row["counts"]),
            "problem": as_problem(row["problem"]),
        }
    )
