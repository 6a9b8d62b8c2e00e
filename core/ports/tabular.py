"""Sources that name their columns as they like: files and reports, whose columns people map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from core.ports.connectors import Context

NO_COLUMN = "-"
"""In `Context.columns`: this field is not to be read, whatever the source's columns suggest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceColumn:
    """A column of a source that names its own, for administrators who map it.

    Attributes:
        title: as the source names it.
        fields: our fields it is taken for: core.services.files.directory_words.LABELS.
    """

    title: str
    fields: tuple[str, ...] = ()


@runtime_checkable
class Tabular(Protocol):
    """A connector whose source names its columns as it likes; `Context.columns` maps them."""

    def columns(self, context: Context) -> Sequence[SourceColumn]:
        """Every column there is now, in the source's order.

        Raises:
            InvalidInputError: the source is no table; says what to do.
            NotFoundError: no file was uploaded.
            NotAuthorisedError, ForbiddenScopeError, RateLimitedError, UnavailableError: as named.
        """
        ...
