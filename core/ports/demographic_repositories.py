"""What people said about themselves for the fairness report, kept apart from everything else.

Adapters: storage/repositories/demographics.py and tests/fakes/demographic_storage.py.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from core.domain.demographics import Answers
from core.domain.identifiers import PersonId


class Demographics(Protocol):
    """Answers of people, by person."""

    def of_people(self, person_ids: Collection[PersonId]) -> dict[PersonId, Answers]:
        """Of those who answered anything."""
        ...

    def replace(self, person_id: PersonId, answers: Answers, at: datetime) -> None:
        """Make these the person's only answers; none deletes all of them."""
        ...
