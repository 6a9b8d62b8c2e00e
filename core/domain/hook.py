"""The address at which a vendor tells of changes, and what came there."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.identifiers import ConnectionId, OrganizationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A subscription to a vendor's webhooks; its secrets are kept with the connection's.

    Attributes:
        token_hash: SHA-256 of the secret in the address. 32 bytes.
        subscription_id: the vendor's.
        expires_at: when it has to be renewed; None for never.
        heard_at: when something verified last came.
    """

    token_hash: bytes
    connection_id: ConnectionId
    organization_id: OrganizationId
    subscription_id: str
    expires_at: datetime | None = None
    created_at: datetime
    heard_at: datetime | None = None
