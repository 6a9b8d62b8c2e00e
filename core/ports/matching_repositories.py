"""What programmes decide about matching, and what was learned in them.

Adapters: storage/repositories/ (matching_settings.py, learned_beliefs.py) and
tests/fakes/matching_storage.py.
"""

from datetime import datetime
from typing import Protocol

from core.domain.identifiers import ProgramId
from core.domain.learned_belief import LearnedBelief, LearnedFigures
from core.domain.matching_settings import MatchingSettings


class MatchingSettingsOfPrograms(Protocol):
    """One set of settings a programme."""

    def get(self, program_id: ProgramId) -> MatchingSettings:
        """The programme's own; the usual ones while nobody changed them."""
        ...

    def save(self, settings: MatchingSettings) -> None:
        """Insert or replace."""
        ...


class LearnedBeliefs(Protocol):
    """The newest fit of each programme."""

    def get(self, program_id: ProgramId) -> LearnedBelief | None:
        """None while a programme is cold."""
        ...

    def learned_at(self, program_id: ProgramId) -> datetime | None:
        """When the one that `get` returns was learned, without reading it: it may be megabytes."""
        ...

    def figures(self) -> dict[ProgramId, LearnedFigures]:
        """What is told of every programme's fit, without reading the fits; not of cold ones."""
        ...

    def save(self, belief: LearnedBelief) -> None:
        """Insert or replace."""
        ...

    def remove(self, program_id: ProgramId) -> None:
        """Forget it, if there is one."""
        ...
