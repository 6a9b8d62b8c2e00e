"""Platforms that registered themselves (LTI Dynamic Registration) and wait for approval."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from core.domain.identifiers import OrganizationId

RegistrationRequestId = NewType("RegistrationRequestId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRequest:
    """What a platform told about itself; it becomes a Registration when somebody approves it.

    Attributes:
        name: what the platform calls itself; unproved, so only shown.
        deployment_id: of the installation it made; empty if it did not say.
        management_url: where the registration is read and changed there; empty if not offered.
    """

    id: RegistrationRequestId
    issuer: str
    client_id: str
    auth_login_url: str
    token_url: str
    jwks_url: str
    token_audience: str = ""
    product_family: str = ""
    deployment_id: str = ""
    management_url: str = ""
    name: str = ""
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationInvitation:
    """A registration link an administrator handed out: its platform needs no further approval.

    Attributes:
        token_hash: SHA-256 of the secret in the link. 32 bytes.
        organization_id: whom the platform will belong to.
    """

    token_hash: bytes
    organization_id: OrganizationId
    expires_at: datetime
