"""What is looked up before a tenant is known: registrations, logins, keys, tokens, sessions.

These tables are not protected by row-level security; tests/storage/test_row_security.py lists them
with the reason.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.registration import KeyStatus, RegistrationStatus
from storage.tables.base import Base, same_tenant, word


class RegistrationRow(Base):
    """core.domain.registration.Registration."""

    __tablename__ = "lti_registration"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    issuer: Mapped[str]
    client_id: Mapped[str]
    auth_login_url: Mapped[str]
    token_url: Mapped[str]
    jwks_url: Mapped[str]
    token_audience: Mapped[str]
    product_family: Mapped[str]
    management_url: Mapped[str]
    status: Mapped[RegistrationStatus] = mapped_column(word(RegistrationStatus, "status"))
    created_at: Mapped[datetime]


class DeploymentRow(Base):
    """core.domain.registration.Deployment."""

    __tablename__ = "lti_deployment"
    __table_args__ = (PrimaryKeyConstraint("registration_id", "deployment_id"),)

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("lti_registration.id", ondelete="CASCADE")
    )
    deployment_id: Mapped[str]
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    status: Mapped[RegistrationStatus] = mapped_column(word(RegistrationStatus, "status"))


class LaunchStateRow(Base):
    """core.domain.registration.LaunchState."""

    __tablename__ = "lti_launch_state"

    state_hash: Mapped[bytes] = mapped_column(primary_key=True)
    nonce_hash: Mapped[bytes]
    browser_hash: Mapped[bytes]
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("lti_registration.id", ondelete="CASCADE")
    )
    target_link_uri: Mapped[str]
    storage_target: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class DeepLinkRow(Base):
    """core.domain.deep_link.DeepLinkRequest."""

    __tablename__ = "lti_deep_link"
    __table_args__ = (same_tenant("person_id", "person", "CASCADE"),)

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("lti_registration.id", ondelete="CASCADE")
    )
    organization_id: Mapped[UUID]
    person_id: Mapped[UUID]
    context_id: Mapped[str | None]
    deployment_id: Mapped[str]
    sealed: Mapped[str]  # encrypted: storage/repositories/deep_links.py
    takes_activities: Mapped[bool]
    several: Mapped[bool]
    graded: Mapped[bool]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ToolKeyRow(Base):
    """core.domain.registration.ToolKey."""

    __tablename__ = "lti_tool_key"

    kid: Mapped[str] = mapped_column(primary_key=True)
    private_pem: Mapped[str]  # encrypted: storage/repositories/tool_keys.py
    status: Mapped[KeyStatus] = mapped_column(word(KeyStatus, "status"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class AccessTokenRow(Base):
    """core.domain.registration.AccessToken; scopes are sorted and joined by spaces."""

    __tablename__ = "lti_access_token"
    __table_args__ = (PrimaryKeyConstraint("registration_id", "scopes"),)

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("lti_registration.id", ondelete="CASCADE")
    )
    scopes: Mapped[str]
    token: Mapped[str]  # encrypted: storage/repositories/access_tokens.py
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RegistrationRequestRow(Base):
    """core.domain.registration_request.RegistrationRequest."""

    __tablename__ = "lti_registration_request"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    issuer: Mapped[str]
    client_id: Mapped[str]
    auth_login_url: Mapped[str]
    token_url: Mapped[str]
    jwks_url: Mapped[str]
    token_audience: Mapped[str]
    product_family: Mapped[str]
    deployment_id: Mapped[str]
    management_url: Mapped[str]
    name: Mapped[str]
    requested_at: Mapped[datetime]


class RegistrationInvitationRow(Base):
    """core.domain.registration_request.RegistrationInvitation."""

    __tablename__ = "lti_registration_invitation"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)


class NoticeSubscriptionRow(Base):
    """core.domain.notice.NoticeSubscription."""

    __tablename__ = "lti_notice_subscription"
    __table_args__ = (PrimaryKeyConstraint("registration_id", "deployment_id", "notice_type"),)

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("lti_registration.id", ondelete="CASCADE")
    )
    deployment_id: Mapped[str]
    notice_type: Mapped[str]
    url: Mapped[str]
    handler: Mapped[str]
    subscribed_at: Mapped[datetime]


class NoticeRow(Base):
    """core.domain.notice.Notice."""

    __tablename__ = "lti_notice"
    __table_args__ = (PrimaryKeyConstraint("registration_id", "notice_id"),)

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("lti_registration.id", ondelete="CASCADE")
    )
    notice_id: Mapped[str]
    notice_type: Mapped[str]
    deployment_id: Mapped[str]
    context_id: Mapped[str | None]
    origins: Mapped[list[str]]
    received_at: Mapped[datetime] = mapped_column(index=True)


class AdministratorRow(Base):
    """core.domain.administrator.Administrator."""

    __tablename__ = "administrator"
    __table_args__ = (
        UniqueConstraint("organization_id", "email"),
        same_tenant("person_id", "person", "SET NULL (person_id)"),
        Index(None, "account", unique=True, postgresql_where=text("account <> ''")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    email: Mapped[str]
    person_id: Mapped[UUID | None]
    operates: Mapped[bool]
    account: Mapped[str]
    created_at: Mapped[datetime]


class SignInLinkRow(Base):
    """core.domain.administrator.SignInLink."""

    __tablename__ = "sign_in_link"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    administrator_id: Mapped[UUID] = mapped_column(
        ForeignKey("administrator.id", ondelete="CASCADE")
    )
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SessionRow(Base):
    """core.domain.session.Session, its actor spread over columns."""

    __tablename__ = "session"
    __table_args__ = (
        same_tenant("person_id", "person", "CASCADE"),
        same_tenant("program_id", "program", "SET NULL (program_id)"),
        ForeignKeyConstraint(["registration_id"], ["lti_registration.id"], ondelete="CASCADE"),
    )

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    ticket_hash: Mapped[bytes | None] = mapped_column(unique=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    person_id: Mapped[UUID] = mapped_column(index=True)
    program_id: Mapped[UUID | None]
    registration_id: Mapped[UUID | None]
    context_id: Mapped[str | None]
    manages: Mapped[bool]
    administers: Mapped[bool]
    configures: Mapped[bool]
    operates: Mapped[bool]
    surface: Mapped[str]
    theme: Mapped[str]
    locale: Mapped[str]
    framed_by: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
