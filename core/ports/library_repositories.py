"""What is kept of courses: their resources, and what they show about people.

Adapters: storage/repositories/{resources,evidences}.py and tests/fakes/library_storage.py.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from core.domain.evidence import Evidence
from core.domain.identifiers import ConnectionId, PersonId, SyncRunId
from core.domain.resource import Resource


class Resources(Protocol):
    """The resource catalogue, and the vectors of its texts."""

    def get_many(self, connection_id: ConnectionId, keys: Collection[str]) -> dict[str, Resource]:
        """By key, those that are gone too."""
        ...

    def present(self, connection_ids: Collection[ConnectionId]) -> list[Resource]:
        """Those of some connections that are present, by course, module and title."""
        ...

    def save_many(self, resources: Sequence[Resource]) -> None:
        """Insert or replace, in bulk."""
        ...

    def count(self, connection_id: ConnectionId) -> int:
        """How many are present."""
        ...

    def unseen(self, connection_id: ConnectionId, run_id: SyncRunId, limit: int) -> list[str]:
        """The first keys of present ones that were on no page of a run."""
        ...

    def count_unseen(self, connection_id: ConnectionId, run_id: SyncRunId) -> int: ...
    def unread(self, model: str, limit: int) -> list[str]:
        """Different texts of present ones without a vector of this model."""
        ...

    def vectors(self, model: str, text_hashes: Collection[bytes]) -> dict[bytes, bytes]:
        """Vectors by the hash of their text: little-endian float32, L2-normalised."""
        ...

    def save_vectors(self, model: str, vectors: Mapping[bytes, bytes]) -> None: ...
    def purge_vectors(self) -> int:
        """Forget vectors of texts that no present resource has; returns how many."""
        ...


class Evidences(Protocol):
    """What courses show about people."""

    def get_many(self, connection_id: ConnectionId, keys: Collection[str]) -> dict[str, Evidence]:
        """By key, those that are gone too."""
        ...

    def of_person(self, person_id: PersonId) -> list[Evidence]:
        """Those that are present, hidden ones too, newest first."""
        ...

    def save_many(self, evidences: Sequence[Evidence]) -> None:
        """Insert or replace, in bulk."""
        ...

    def count(self, connection_id: ConnectionId) -> int:
        """How many are present."""
        ...

    def unseen(self, connection_id: ConnectionId, run_id: SyncRunId, limit: int) -> list[str]:
        """The first keys of present ones that were on no page of a run."""
        ...

    def count_unseen(self, connection_id: ConnectionId, run_id: SyncRunId) -> int: ...
