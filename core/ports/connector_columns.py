"""Connectors whose source names its fields as it likes: files, reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from core.ports.connectors import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceColumns:
    """What a source has, and what that may mean.

    Attributes:
        names: its own columns, in its order.
        ours: (name, label) of our fields, those of DirectoryRecord for people; labels are message
            ids.
        suggested: our field -> its column, guessed by name.
    """

    names: Sequence[str]
    ours: Sequence[tuple[str, str]]
    suggested: Mapping[str, str] = field(default_factory=dict)


@runtime_checkable
class Columned(Protocol):
    """A connector whose columns administrators map. It is a Connector besides.

    Its form has one field with Widget.MAPPING, which stays empty until then; its `pull` reads
    `context.columns`, and what it would suggest where that is empty.
    """

    def columns(self, context: Context) -> SourceColumns:
        """Look at the beginning of the source.

        Raises:
            As Connector.check.
        """
        ...
