"""What is kept about who changed.

Adapters: storage/repositories/changes.py and tests/fakes/change_storage.py.
"""

from dataclasses import dataclass
from typing import Protocol

from core.domain.identifiers import PersonId


@dataclass(frozen=True, slots=True)
class Changed:
    """Who changed since a mark.

    Attributes:
        mark: the moment of this answer, to be asked about next time.
        people: everybody of the organization of whom a profile, a text's vector, a participation, a
            match as a mentor or what they are was stored or removed.
    """

    mark: str
    people: frozenset[PersonId]


class Changes(Protocol):
    """What has to be read again by somebody who has read it before."""

    def mark(self) -> str:
        """Now, before reading; good for a day."""
        ...

    def since(self, mark: str) -> Changed:
        """Who changed: everything that was not to be seen yet when the mark was given."""
        ...
