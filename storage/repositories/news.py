"""News for people."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from core.domain.identifiers import NotificationId, PersonId
from core.domain.notification import Notification
from core.sentence import Sentence
from storage.repositories.statements import TenantRepository, among, values_of
from storage.tables import MailboxRow, NotificationRow, PersonRow, TeamsChoicesRow


class PostgresNews(TenantRepository):
    """Adapter of core.ports.news_repositories.News."""

    def add_many(self, news: Sequence[Notification]) -> None:
        """See the port."""
        if news:
            self.connection.execute(insert(NotificationRow), [_as_row(one) for one in news])

    def get(self, notification_id: NotificationId) -> Notification | None:
        """See the port."""
        found = self._news(self._select().where(NotificationRow.id == notification_id))
        return next(iter(found), None)

    def of_person(self, person_id: PersonId, most: int, skip: int = 0) -> list[Notification]:
        """See the port."""
        newest = (NotificationRow.created_at.desc(), NotificationRow.id.desc())
        own = self._select().where(NotificationRow.person_id == person_id)
        return self._news(own.order_by(*newest).limit(most).offset(skip))

    def unread(self, person_id: PersonId) -> int:
        """See the port."""
        count = select(func.count()).where(
            NotificationRow.organization_id == self.organization_id,
            NotificationRow.person_id == person_id,
            NotificationRow.read_at.is_(None),
        )
        return self.connection.execute(count).scalar_one()

    def read(
        self, person_id: PersonId, at: datetime, only: Collection[NotificationId] | None = None
    ) -> None:
        """See the port."""
        mark = update(NotificationRow).where(
            NotificationRow.organization_id == self.organization_id,
            NotificationRow.person_id == person_id,
            NotificationRow.read_at.is_(None),
        )
        if only is not None:
            mark = mark.where(among(NotificationRow.id, only))
        self.connection.execute(mark.values(read_at=at))

    def get_many(self, notification_ids: Collection[NotificationId]) -> list[Notification]:
        """See the port."""
        row = NotificationRow
        these = self._select().where(among(row.id, notification_ids))
        return self._news(these.order_by(row.created_at, row.id))

    def to_mail(self, told_after: datetime, told_before: datetime, today: date) -> list[PersonId]:
        """See the port."""
        row, person, box = NotificationRow, PersonRow, MailboxRow
        own, theirs = ((other.organization_id == row.organization_id) for other in (person, box))
        refused = func.coalesce(box.refused, "") == person.email
        rows = self.connection.execute(
            select(row.person_id)
            .join(person, own & (person.id == row.person_id))
            .outerjoin(box, theirs & (box.person_id == row.person_id))
            .where(
                self._unmailed(told_after, today),
                person.email != "",
                person.test_user.is_(False),
                func.coalesce(box.wanted, true()),
                ~refused,
            )
            .group_by(row.person_id)
            .having(func.min(row.created_at) <= told_before)
            .order_by(row.person_id)
        )
        return [PersonId(person_id) for (person_id,) in rows]

    def unmailed(
        self, person_id: PersonId, told_after: datetime, today: date
    ) -> list[Notification]:
        """See the port."""
        row = NotificationRow
        own = self._select().where(self._unmailed(told_after, today), row.person_id == person_id)
        return self._news(own.order_by(row.created_at, row.id))

    def mailed(self, notification_ids: Collection[NotificationId], at: datetime) -> None:
        """See the port."""
        self._change(notification_ids, mailed_at=at)

    def to_tell(
        self, told_after: datetime, beyond: PersonId | None, most: int
    ) -> list[Notification]:
        """See the port."""
        row, chosen, person = NotificationRow, TeamsChoicesRow, PersonRow
        for_chats = (
            self._waiting()
            & row.told_at.is_(None)
            & row.by_mail.is_(False)
            & (row.created_at > told_after)
        )
        people = (
            select(row.person_id)
            .join(chosen, chosen.person_id == row.person_id)
            .join(person, person.id == row.person_id)
            .where(for_chats, chosen.chat, person.test_user.is_(False))
            .distinct()
            .order_by(row.person_id)
            .limit(most)
        )
        if beyond is not None:
            people = people.where(row.person_id > beyond)
        theirs = self._select().where(for_chats, row.person_id.in_(people))
        return self._news(
            theirs.order_by(row.person_id, row.created_at, row.id).with_for_update(skip_locked=True)
        )

    def promised(self, notification_ids: Collection[NotificationId], at: datetime) -> None:
        """See the port."""
        self._change(notification_ids, told_at=at)

    def untold(self, notification_ids: Collection[NotificationId]) -> None:
        """See the port."""
        self._change(notification_ids, told_at=None, by_mail=True)

    def purge(self, read_before: datetime, told_before: datetime) -> int:
        """See the port."""
        old = or_(NotificationRow.read_at < read_before, NotificationRow.created_at < told_before)
        gone = delete(NotificationRow).where(
            NotificationRow.organization_id == self.organization_id, old
        )
        return self.connection.execute(gone).rowcount

    def _change(self, notification_ids: Collection[NotificationId], **values: Any) -> None:
        row = NotificationRow
        these = (row.organization_id == self.organization_id) & among(row.id, notification_ids)
        self.connection.execute(update(row).where(these).values(values))

    def _unmailed(self, told_after: datetime, today: date) -> ColumnElement[bool]:
        row, chosen = NotificationRow, TeamsChoicesRow
        by_chat = exists().where(
            chosen.organization_id == self.organization_id,
            chosen.person_id == row.person_id,
            chosen.chat,
            or_(chosen.paused_until.is_(None), chosen.paused_until <= today),
        )
        elsewhere = row.told_at.is_(None) & (row.created_at > told_after) & ~by_chat
        return self._waiting() & or_(row.by_mail, elsewhere)

    def _waiting(self) -> ColumnElement[bool]:
        row = NotificationRow
        return (
            (row.organization_id == self.organization_id)
            & row.read_at.is_(None)
            & row.mailed_at.is_(None)
        )

    def _select(self) -> Select[NotificationRow]:
        return select(NotificationRow).where(
            NotificationRow.organization_id == self.organization_id
        )

    def _news(self, statement: Select[NotificationRow]) -> list[Notification]:
        return [_as_notification(row._asdict()) for row in self.connection.execute(statement)]


def _as_row(news: Notification) -> dict[str, Any]:
    row = values_of(news)
    told: Sentence = row.pop("sentence")
    return {**row, "message": told.message, "params": [list(pair) for pair in told.params]}


def _as_notification(row: dict[str, Any]) -> Notification:
    params = tuple((name, value) for name, value in row.pop("params"))
    return Notification(sentence=Sentence(row.pop("message"), params), **row)
