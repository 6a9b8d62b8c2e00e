"""News for people, and how they may be written to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, TenantOwned, same_tenant


class NotificationRow(TenantOwned, Base):
    """core.domain.notification.Notification; `message` and `params` are its sentence."""

    __tablename__ = "notification"
    __table_args__ = (
        same_tenant("person_id", "person", "CASCADE"),
        same_tenant("program_id", "program", "CASCADE"),
        Index(None, "person_id", "created_at"),
        Index(
            "ix_notification_unread",
            "person_id",
            postgresql_where=text("read_at IS NULL"),
        ),
        Index(
            "ix_notification_unmailed",
            "organization_id",
            "created_at",
            postgresql_where=text("read_at IS NULL AND mailed_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    program_id: Mapped[UUID | None]
    message: Mapped[str]
    params: Mapped[list[list[str]]] = mapped_column(JSONB)
    page: Mapped[str]
    subject: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    by_mail: Mapped[bool]


class MailboxRow(TenantOwned, Base):
    """core.domain.notification.Mailbox."""

    __tablename__ = "mailbox"
    __table_args__ = (
        same_tenant("person_id", "person", "CASCADE"),
        UniqueConstraint("organization_id", "token"),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    wanted: Mapped[bool]
    refused: Mapped[str]
    token: Mapped[str]
