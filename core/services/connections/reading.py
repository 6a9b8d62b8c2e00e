"""A run that is being read."""

from dataclasses import dataclass

from core.domain.connection import Connection
from core.domain.sync import SyncRun
from core.ports.connectors import StreamInfo
from core.ports.sinks import Sink


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A run that is being read.

    Attributes:
        connection: as it was when reading began.
        sink: who stores the stream's records.
    """

    connection: Connection
    stream: StreamInfo
    sink: Sink
    run: SyncRun
