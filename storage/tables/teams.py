"""Teams: tenants and what came from them, conversations, the ledger of messages, choices."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.teams_choices import Rhythm
from core.domain.teams_conversation import ConversationKind
from core.domain.teams_delivery import DeliveryState, Purpose
from storage.tables.base import Base, TenantOwned, same_tenant, word


class TeamsTenantRow(Base):
    """core.domain.teams_tenant.TeamsTenant with its client secret, encrypted."""

    __tablename__ = "teams_tenant"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        UniqueConstraint("tenant", "client_id"),
        Index(None, "client_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    tenant: Mapped[str]
    client_id: Mapped[str]
    app_id: Mapped[str]
    catalog_app_id: Mapped[str]
    enabled: Mapped[bool]
    installs: Mapped[bool]
    feed: Mapped[bool]
    secret_set_at: Mapped[datetime | None]
    package_number: Mapped[int]
    package_digest: Mapped[str]
    created_at: Mapped[datetime]
    version: Mapped[int]
    sealed: Mapped[str | None]


class TeamsActivityRow(Base):
    """What came from Teams; the body is encrypted, and goes when it is done."""

    __tablename__ = "teams_activity"
    __table_args__ = (
        PrimaryKeyConstraint("teams_tenant_id", "activity_id"),
        Index(None, "received_at"),
    )

    teams_tenant_id: Mapped[UUID] = mapped_column(ForeignKey("teams_tenant.id", ondelete="CASCADE"))
    activity_id: Mapped[str]
    sealed: Mapped[str | None]
    received_at: Mapped[datetime]


class TeamsConversationRow(TenantOwned, Base):
    """core.domain.teams_conversation.Conversation."""

    __tablename__ = "teams_conversation"
    __table_args__ = (
        PrimaryKeyConstraint("teams_tenant_id", "conversation_id"),
        same_tenant("teams_tenant_id", "teams_tenant", "CASCADE"),
        same_tenant("person_id", "person", "CASCADE"),
        Index(None, "person_id"),
    )

    teams_tenant_id: Mapped[UUID]
    conversation_id: Mapped[str]
    kind: Mapped[ConversationKind] = mapped_column(word(ConversationKind, "kind"))
    service_url: Mapped[str]
    bot_id: Mapped[str]
    user_id: Mapped[str]
    object_id: Mapped[str]
    person_id: Mapped[UUID | None]
    team_id: Mapped[str]
    channel_id: Mapped[str]
    locale: Mapped[str]
    installed_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    refreshed_at: Mapped[datetime]


class TeamsDeliveryRow(TenantOwned, Base):
    """core.domain.teams_delivery.TeamsDelivery."""

    __tablename__ = "teams_delivery"
    __table_args__ = (
        UniqueConstraint("organization_id", "key"),
        same_tenant("teams_tenant_id", "teams_tenant", "CASCADE"),
        same_tenant("person_id", "person", "CASCADE"),
        Index(None, "person_id", "created_at"),
        Index(None, "organization_id", "created_at"),
        Index(
            "ix_teams_delivery_open",
            "teams_tenant_id",
            "due_at",
            postgresql_where=text("state IN ('waiting', 'sending')"),
        ),
        Index(None, "teams_tenant_id", "claimed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    teams_tenant_id: Mapped[UUID]
    person_id: Mapped[UUID]
    purpose: Mapped[Purpose] = mapped_column(word(Purpose, "purpose"))
    about: Mapped[dict[str, Any]] = mapped_column(JSONB)
    key: Mapped[str]
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    state: Mapped[DeliveryState] = mapped_column(word(DeliveryState, "state"))
    reason: Mapped[str]
    attempts: Mapped[int]
    conversation_id: Mapped[str]
    activity_id: Mapped[str]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


class TeamsChoicesRow(TenantOwned, Base):
    """core.domain.teams_choices.TeamsChoices."""

    __tablename__ = "teams_choices"
    __table_args__ = (same_tenant("person_id", "person", "CASCADE"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    chat: Mapped[bool]
    quiet_from: Mapped[time]
    quiet_until: Mapped[time]
    weekends: Mapped[bool]
    rhythm: Mapped[Rhythm] = mapped_column(word(Rhythm, "rhythm"))
    paused_until: Mapped[date | None]


class TeamsTokensRow(TenantOwned, Base):
    """What core.ports.teams_repositories.TeamsTokens keeps, encrypted."""

    __tablename__ = "teams_tokens"
    __table_args__ = (
        PrimaryKeyConstraint("teams_tenant_id", "object_id"),
        same_tenant("teams_tenant_id", "teams_tenant", "CASCADE"),
        same_tenant("person_id", "person", "CASCADE"),
        Index(None, "person_id"),
    )

    teams_tenant_id: Mapped[UUID]
    object_id: Mapped[str]
    person_id: Mapped[UUID]
    sealed: Mapped[str]
    updated_at: Mapped[datetime]


class TeamsRatingRow(TenantOwned, Base):
    """core.ports.teams_repositories.Ratings of one day."""

    __tablename__ = "teams_rating"
    __table_args__ = (PrimaryKeyConstraint("organization_id", "day"),)

    day: Mapped[date]
    helpful: Mapped[int]
    unhelpful: Mapped[int]
