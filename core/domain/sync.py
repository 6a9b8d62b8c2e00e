"""Runs of a connection: what was read, what it changed, and where the next one goes on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from core.domain.connection import Problem
from core.domain.identifiers import ConnectionId, OrganizationId, PersonId, SyncRunId
from core.sentence import Sentence

Cursor = Mapping[str, Any]
"""Where reading goes on: JSON of the connector's own, with its version; opaque to all others."""


class Trigger(StrEnum):
    """Why a run began."""

    MANUAL = "manual"
    SCHEDULE = "schedule"
    WEBHOOK = "webhook"
    BACKFILL = "backfill"


class SyncMode(StrEnum):
    """Whether a run reads everything or what changed since the last one."""

    FULL = "full"
    INCREMENTAL = "incremental"


class Outcome(StrEnum):
    """How a run ended."""

    COMPLETE = "complete"
    HELD = "held"  # read to the end; too many would go, an administrator has to say yes
    FAILED = "failed"
    STOPPED = "stopped"  # by an administrator


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The span of time a backfill reads: since <= changed < until."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many records a page or a run saw, and what that changed.

    Attributes:
        leaving: of those updated or gone, whoever was there and is not any more.
        withheld: of those leaving, how many wait with their page for an administrator's yes.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0
    quarantined: int = 0
    leaving: int = field(default=0, compare=False)
    withheld: int = field(default=0, compare=False)

    def __add__(self, other: Self) -> "Counts":
        names = Counts.__dataclass_fields__
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def seen(self) -> int:
        """Records read."""
        return self.created + self.updated + self.unchanged + self.quarantined

    @property
    def changed(self) -> int:
        """Records that are not as they were before."""
        return self.created + self.updated + self.gone


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRun:
    """One reading of one stream of a connection.

    Attributes:
        dry: nothing is applied; counts say what would change.
        window: of a backfill.
        by: the administrator who pressed the button.
        confirmed: how many may go because an administrator said so.
        counts: of a dry or held run, `gone` is how many would go.
        cursor_before, cursor_after: where it began and stands.
        pages: how many were stored. A killed run goes on after the last of them.
        outcome: None while it runs. problem: why it did not succeed.
    """

    id: SyncRunId
    connection_id: ConnectionId
    organization_id: OrganizationId
    stream: str
    trigger: Trigger
    mode: SyncMode
    dry: bool = False
    window: Window | None = None
    by: PersonId | None = None
    confirmed: int = 0
    cursor_before: Cursor | None = None
    cursor_after: Cursor | None = None
    pages: int = 0
    counts: Counts = field(default_factory=Counts)
    outcome: Outcome | None = None
    problem: Problem | None = None
    started_at: datetime
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncIssue:
    """A record that could not be used, and why.

    Attributes:
        key: the source's id of it; empty if it has none.
        place: where it stands in a file, such as "row 17", or which part of the source could not be
            read, such as "course/12"; empty elsewhere.
        sentence: what is wrong and what to do. No value of the record is in it but its field's
            name: it may be shown to whoever looks after the connection.
    """

    run_id: SyncRunId
    key: str = ""
    place: str = ""
    sentence: Sentence


class Effect(StrEnum):
    """What a run did, or would do, with one record."""

    CREATED = "created"
    UPDATED = "updated"
    GONE = "gone"


MOST_CHANGES_KEPT = 1_000
"""Per run: enough to look at; the counts tell of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncChange:
    """One record that a run changed, or would change.

    Attributes:
        person_id: whom it is about, once known.
        fields: names of what changed.
        name: what the source calls it. told: field -> what is kept of it now, and what would be.
            Both of dry runs only, and not for long: who looks at one has to see what would happen.
    """

    run_id: SyncRunId
    key: str
    effect: Effect
    person_id: PersonId | None = None
    fields: tuple[str, ...] = ()
    name: str = ""
    told: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a stream stands.

    Attributes:
        cursor: where the next incremental run begins; None if it has to be a full one.
        full_at: when everything was last read.
    """

    connection_id: ConnectionId
    stream: str
    cursor: Cursor | None = None
    full_at: datetime | None = None
