"""Handlers registered with platforms, and the notices that came."""

from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import RegistrationId
from core.domain.notice import Notice, NoticeSubscription
from storage.repositories.statements import PlatformRepository, upsert, values_of
from storage.tables import NoticeRow, NoticeSubscriptionRow

_KEY = ("registration_id", "deployment_id", "notice_type")


class PostgresNotices(PlatformRepository):
    """Adapter of core.ports.platform_repositories.Notices."""

    def subscription(
        self, registration_id: RegistrationId, deployment_id: str, notice_type: str
    ) -> NoticeSubscription | None:
        """See the port."""
        row = NoticeSubscriptionRow
        found = self._subscriptions(
            _subscriptions(registration_id).where(
                row.deployment_id == deployment_id, row.notice_type == notice_type
            )
        )
        return next(iter(found), None)

    def subscriptions(self, registration_id: RegistrationId) -> list[NoticeSubscription]:
        """See the port."""
        return self._subscriptions(_subscriptions(registration_id))

    def save_subscription(self, subscription: NoticeSubscription) -> None:
        """See the port."""
        values = values_of(subscription)
        self.connection.execute(upsert(NoticeSubscriptionRow, *_KEY).values(values))

    def add(self, notice: Notice) -> bool:
        """See the port."""
        added = self.connection.execute(
            insert(NoticeRow)
            .values({**values_of(notice), "origins": list(notice.origins)})
            .on_conflict_do_nothing()
            .returning(NoticeRow.notice_id)
        )
        return added.one_or_none() is not None

    def get(self, registration_id: RegistrationId, notice_id: str) -> Notice | None:
        """See the port."""
        row = self.connection.execute(
            select(NoticeRow).where(
                NoticeRow.registration_id == registration_id, NoticeRow.notice_id == notice_id
            )
        ).one_or_none()
        return Notice(**{**row._asdict(), "origins": tuple(row.origins)}) if row else None

    def purge(self, before: datetime) -> int:
        """See the port."""
        gone = delete(NoticeRow).where(NoticeRow.received_at < before)
        return self.connection.execute(gone).rowcount

    def _subscriptions(self, statement: Select[NoticeSubscriptionRow]) -> list[NoticeSubscription]:
        rows = self.connection.execute(statement)
        return [NoticeSubscription(**row._asdict()) for row in rows]


def _subscriptions(registration_id: RegistrationId) -> Select[NoticeSubscriptionRow]:
    row = NoticeSubscriptionRow
    known = select(row).where(row.registration_id == registration_id)
    return known.order_by(row.deployment_id, row.notice_type)
