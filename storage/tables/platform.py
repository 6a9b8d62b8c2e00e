"""What is looked up before a tenant is known: LTI registrations, logins, keys, sessions.

These tables are not protected by row-level security; tests/storage/test_row_security.py lists them
with the reason.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint
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
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ToolKeyRow(Base):
    """core.domain.registration.ToolKey."""

    __tablename__ = "lti_tool_key"

    kid: Mapped[str] = mapped_column(primary_key=True)
    private_pem: Mapped[str]  # encrypted: storage/repositories/tool_keys.py
    status: Mapped[KeyStatus] = mapped_column(word(KeyStatus, "status"))
    created_at: Mapped[datetime]


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
    surface: Mapped[str]
    theme: Mapped[str]
    locale: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
