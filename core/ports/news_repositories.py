"""What is kept about news for people. Adapters: storage/repositories/news.py and tests/fakes/."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.identifiers import NotificationId, PersonId
from core.domain.notification import Notification


class News(Protocol):
    """News for people of one organization."""

    def add_many(self, news: Sequence[Notification]) -> None:
        """Insert all of it at once."""
        ...

    def get(self, notification_id: NotificationId) -> Notification | None: ...
    def of_person(self, person_id: PersonId, most: int, skip: int = 0) -> list[Notification]:
        """Newest first: at most so many, after leaving out the first ones."""
        ...

    def unread(self, person_id: PersonId) -> int:
        """How much of it they have not read."""
        ...

    def read(
        self, person_id: PersonId, at: datetime, only: Collection[NotificationId] | None = None
    ) -> None:
        """Mark their unread news as read: all of it, or only these."""
        ...

    def purge(self, read_before: datetime, told_before: datetime) -> int:
        """Remove what was read, or else told, before a moment; returns how much that was."""
        ...
