"""Who manages programmes outside courses.

Adapters: storage/repositories/program_managers.py and tests/fakes/storage.py.
"""

from typing import Protocol

from core.domain.identifiers import PersonId, ProgramId
from core.domain.program import ProgramManager


class ProgramManagers(Protocol):
    """Who manages a programme without teaching a course of it."""

    def of_program(self, program_id: ProgramId) -> list[ProgramManager]:
        """Whoever was appointed first comes first."""
        ...

    def of_person(self, person_id: PersonId) -> list[ProgramManager]:
        """What somebody manages, in the order in which they were appointed."""
        ...

    def all(self) -> list[ProgramManager]:
        """Of every programme, in the order in which they were appointed."""
        ...

    def add(self, manager: ProgramManager) -> bool:
        """Appoint somebody; False when they manage it already."""
        ...

    def remove(self, program_id: ProgramId, person_id: PersonId) -> bool:
        """Dismiss somebody; False when they do not manage it."""
        ...
