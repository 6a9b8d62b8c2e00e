"""How a connection stands, in one word, and which step of setting it up comes next."""

from dataclasses import dataclass
from enum import StrEnum

from core.domain.connection import Connection, ConnectionStatus
from core.ports.connectors import Connector, RecordKind
from core.services.connections.contexts import mapping_field
from core.services.connections.known import KnownConnection


class Standing(StrEnum):
    """In one word."""

    DRAFT = "draft"
    RUNNING = "running"
    NEEDS = "needs"  # an administrator has to do something
    RETRIES = "retries"
    ON = "on"
    BY_HAND = "by_hand"  # files that are uploaded
    PAUSED = "paused"


class Step(StrEnum):
    """What there is to do until a connection works."""

    ENTER = "enter"
    TEST = "test"
    FILE = "file"
    TOKEN = "token"  # noqa: S105 - the name of a step
    COLUMNS = "columns"
    TRY = "try"
    ON = "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The steps of setting a connection up.

    Attributes:
        steps: all of them, in order.
        now: the one that is to be done; None once all are.
    """

    steps: tuple[Step, ...]
    now: Step | None

    def done(self, step: Step) -> bool:
        """Whether a step is behind."""
        return self.now is None or self.steps.index(step) < self.steps.index(self.now)


def needs_somebody(connection: Connection) -> bool:
    """Whether it stands still until an administrator does something."""
    return connection.problem is not None and connection.problem.retry_at is None


def uploads(connector: Connector) -> bool:
    """Whether people upload files to it."""
    return connector.manifest.receives and bool(connector.streams)


def standing_of(known: KnownConnection, *, running: bool | None = None) -> Standing:
    """How it stands.

    Args:
        known: the connection.
        running: whether a run is going on, where `known` does not tell.
    """
    connection = known.connection
    if known.running is not None if running is None else running:
        return Standing.RUNNING
    if connection.problem is not None:
        return Standing.NEEDS if needs_somebody(connection) else Standing.RETRIES
    if connection.status is ConnectionStatus.DRAFT:
        return Standing.DRAFT
    if uploads(known.connector):
        return Standing.BY_HAND
    return Standing.ON if connection.status is ConnectionStatus.ON else Standing.PAUSED


def way_of(known: KnownConnection, *, tokens: int = 0) -> Way:
    """Which steps there are, and which comes next.

    Args:
        known: the connection.
        tokens: how many the other side can write with.
    """
    connection, connector = known.connection, known.connector
    applied = connection.status is not ConnectionStatus.DRAFT
    mapping = mapping_field(connector)
    if not connector.streams:
        done = {Step.ENTER: True, Step.TOKEN: bool(tokens), Step.ON: applied}
    else:
        checked = Step.FILE if uploads(connector) else Step.TEST
        done = {Step.ENTER: True, checked: bool(connection.account_id)}
        if mapping is not None:
            done[Step.COLUMNS] = bool(connection.settings.get(mapping)) or known.tried
        done |= {Step.TRY: known.tried, Step.ON: applied}
    return Way(steps=tuple(done), now=next((step for step, past in done.items() if not past), None))


def tells_of_people(connector: Connector) -> bool:
    """Whether its records are people, not what courses offer."""
    return all(stream.records is RecordKind.PEOPLE for stream in connector.streams)
