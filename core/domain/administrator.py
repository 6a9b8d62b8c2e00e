"""Who may configure the hub, and the one-time links they sign in with."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.identifiers import AdministratorId, OrganizationId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """Somebody who may use the settings page.

    Attributes:
        organization_id: whose settings they see.
        person_id: who they are; None until they first sign in.
        email: where the invitation goes; unique in the organization, never proof of identity.
        operates: they run the hub itself: sites nobody knows wait for their approval, and they may
            give them to any organization.
        account: "tid/oid" of the Microsoft account they sign in with; empty if none is linked.
    """

    id: AdministratorId
    organization_id: OrganizationId
    email: str
    person_id: PersonId | None = None
    operates: bool = False
    account: str = ""
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInLink:
    """A link that signs an administrator in once.

    Attributes:
        token_hash: SHA-256 of the secret in the link. 32 bytes.
    """

    token_hash: bytes
    administrator_id: AdministratorId
    expires_at: datetime
