"""What is kept about mentees' ranked lists, one protocol a noun. See repositories.py."""

from collections.abc import Collection, Sequence
from typing import Protocol

from core.domain.choice import Choice, Search
from core.domain.identifiers import PersonId, ProgramId


class Choices(Protocol):
    """Who is on whose list; the two are on one list of a programme once."""

    def of_mentees(self, program_id: ProgramId, mentee_ids: Collection[PersonId]) -> list[Choice]:
        """Their lists, by mentee, each by rank."""
        ...

    def save_many(self, choices: Sequence[Choice]) -> None:
        """Insert or update in bulk."""
        ...

    def remove(
        self, program_id: ProgramId, mentee_id: PersonId, mentor_ids: Collection[PersonId]
    ) -> None:
        """Take mentors off one list."""
        ...

    def clear(self, program_id: ProgramId, mentee_ids: Collection[PersonId]) -> None:
        """Forget whole lists."""
        ...


class Searches(Protocol):
    """Who is looking for a mentor by a list."""

    def of_program(self, program_id: ProgramId) -> list[Search]:
        """Who began first comes first."""
        ...

    def of_mentees(self, program_id: ProgramId, mentee_ids: Collection[PersonId]) -> list[Search]:
        """Those of some mentees, as `of_program`."""
        ...

    def programs(self) -> list[ProgramId]:
        """Where somebody is looking."""
        ...

    def save_many(self, searches: Sequence[Search]) -> None:
        """Insert or update in bulk."""
        ...

    def end(self, program_id: ProgramId, mentee_ids: Collection[PersonId]) -> None:
        """They look no more."""
        ...
