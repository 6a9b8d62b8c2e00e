"""What programmes decide about matching.

Adapters: storage/repositories/matching_settings.py and tests/fakes/matching_storage.py.
"""

from typing import Protocol

from core.domain.identifiers import ProgramId
from core.domain.matching_settings import MatchingSettings


class MatchingSettingsOfPrograms(Protocol):
    """One set of settings a programme."""

    def get(self, program_id: ProgramId) -> MatchingSettings:
        """The programme's own; the usual ones while nobody changed them."""
        ...

    def save(self, settings: MatchingSettings) -> None:
        """Insert or replace."""
        ...
