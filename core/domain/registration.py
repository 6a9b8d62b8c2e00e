"""LTI registrations: which platforms may send people here, and with which keys."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.identifiers import OrganizationId, RegistrationId


class RegistrationStatus(StrEnum):
    """Whether launches from a platform are let in."""

    PENDING = "pending"
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One platform (iss) knowing us by one client id, for one organization.

    Attributes:
        issuer: the platform's `iss`, without a trailing slash.
        auth_login_url: its OIDC authorisation endpoint.
        token_url: its OAuth 2 token endpoint.
        token_audience: `aud` for client assertions; empty means token_url.
        jwks_url: where its public keys are.
        product_family: "moodle", "canvas", ... empty if unknown.
    """

    id: RegistrationId
    organization_id: OrganizationId
    issuer: str
    client_id: str
    auth_login_url: str
    token_url: str
    jwks_url: str
    token_audience: str = ""
    product_family: str = ""
    status: RegistrationStatus = RegistrationStatus.ACTIVE
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One installation of a registration inside the platform (`deployment_id` claim)."""

    registration_id: RegistrationId
    deployment_id: str
    status: RegistrationStatus = RegistrationStatus.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchState:
    """One login on its way through the platform and back; used once.

    Attributes:
        state_hash, nonce_hash, browser_hash: SHA-256 of the values sent out. 32 bytes each;
            browser_hash is of the secret in the browser's cookie.
        target_link_uri: from the login request; informative only, the claim decides.
    """

    state_hash: bytes
    nonce_hash: bytes
    browser_hash: bytes
    registration_id: RegistrationId
    target_link_uri: str
    created_at: datetime
    expires_at: datetime


class KeyStatus(StrEnum):
    """The life of a tool key: signs, then is only published, then is gone."""

    ACTIVE = "active"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolKey:
    """One RSA key pair of ours.

    Attributes:
        kid: UUID hex.
        private_pem: PKCS#8 PEM, encrypted at rest by storage.
    """

    kid: str
    private_pem: str
    status: KeyStatus
    created_at: datetime
