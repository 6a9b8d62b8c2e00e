"""What is kept about news for people. Adapters: storage/repositories/news.py and tests/fakes/."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from core.domain.identifiers import NotificationId, PersonId
from core.domain.notification import Mailbox, Notification


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

    def get_many(self, notification_ids: Collection[NotificationId]) -> list[Notification]:
        """These, as far as they are there, oldest first."""
        ...

    def to_mail(self, told_after: datetime, told_before: datetime, today: date) -> list[PersonId]:
        """People to write to: who has an address that takes mail and news for it, by id.

        That is news which is unread, was in no mail and no chat, and was told after `told_after`;
        the oldest piece of it before `told_before`. Who wants messages in a chat, and is not
        paused on this day, gets in mails only what no chat could tell, however old that is.
        """
        ...

    def unmailed(
        self, person_id: PersonId, told_after: datetime, today: date
    ) -> list[Notification]:
        """Such news of one person, oldest first."""
        ...

    def to_tell(
        self, told_after: datetime, beyond: PersonId | None, most: int
    ) -> list[Notification]:
        """News for chats, by person and then oldest first: of so many people after `beyond`.

        That is news for people who want messages in a chat, which is unread, was in no mail and no
        chat, and was told after `told_after`. Nobody else sees it until this unit of work ends.
        """
        ...

    def promised(self, notification_ids: Collection[NotificationId], at: datetime) -> None:
        """Remember that a message in a chat was promised for these."""
        ...

    def untold(self, notification_ids: Collection[NotificationId]) -> None:
        """Remember that no chat could tell these, so that they go by e-mail."""
        ...

    def mailed(self, notification_ids: Collection[NotificationId], at: datetime) -> None:
        """Remember that these were in a mail."""
        ...

    def purge(self, read_before: datetime, told_before: datetime) -> int:
        """Remove what was read, or else told, before a moment; returns how much that was."""
        ...


class Mailboxes(Protocol):
    """How people may be written to; most have no row until somebody writes or they choose."""

    def get(self, person_id: PersonId) -> Mailbox | None: ...
    def by_token(self, token: str) -> Mailbox | None: ...
    def add(self, mailbox: Mailbox) -> Mailbox:
        """Insert, unless the person has one; returns what is stored then."""
        ...

    def save(self, mailbox: Mailbox) -> None:
        """Replace what is stored."""
        ...

    def refuse(self, person_id: PersonId, address: str) -> None:
        """Remember an address that was refused for good; all else stays as it is."""
        ...
