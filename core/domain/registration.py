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
        management_url: where the platform lets us read and change the registration; empty if it
            registered us by hand or does not offer that.
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
    management_url: str = ""
    status: RegistrationStatus = RegistrationStatus.ACTIVE
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One installation of a registration inside the platform (`deployment_id` claim).

    Attributes:
        organization_id: whose people come through it. Usually the registration's; one client id
            of hosted Canvas may be installed in accounts of several organizations.
    """

    registration_id: RegistrationId
    deployment_id: str
    organization_id: OrganizationId
    status: RegistrationStatus = RegistrationStatus.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchState:
    """One login on its way through the platform and back; used once.

    Attributes:
        state_hash, nonce_hash, browser_hash: SHA-256 of the values sent out. 32 bytes each;
            browser_hash is of the secret in the browser's cookie.
        target_link_uri: from the login request; informative only, the claim decides.
        storage_target: the frame in which the platform keeps values for us when cookies do not
            reach us (`lti_storage_target`); empty if it offers none.
    """

    state_hash: bytes
    nonce_hash: bytes
    browser_hash: bytes
    registration_id: RegistrationId
    target_link_uri: str
    storage_target: str = ""
    created_at: datetime
    expires_at: datetime


class KeyStatus(StrEnum):
    """The life of a tool key."""

    PREPARED = "prepared"  # published already, so that platforms know it before it signs
    ACTIVE = "active"  # signs
    PUBLISHED = "published"  # verifies what it signed
    RETIRED = "retired"  # neither; kept a while, then removed


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolKey:
    """One RSA key pair of ours.

    Attributes:
        kid: UUID hex.
        private_pem: PKCS#8 PEM, encrypted at rest by storage.
        changed_at: when it reached its status.
    """

    kid: str
    private_pem: str
    status: KeyStatus
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """A platform's permission to call its services for a while.

    Attributes:
        scopes: what it is good for, as asked; sorted and joined by spaces they are its key.
        token: encrypted at rest by storage.
    """

    registration_id: RegistrationId
    scopes: frozenset[str]
    token: str
    expires_at: datetime
