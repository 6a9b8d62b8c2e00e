"""The operating system's clock and randomness."""

import secrets
from datetime import UTC, datetime
from uuid import UUID, uuid4


class SystemClock:
    """Adapter of core.ports.clock.Clock."""

    def now(self) -> datetime:
        """See the port."""
        return datetime.now(UTC)


class SystemEntropy:
    """Adapter of core.ports.entropy.Entropy."""

    def uuid(self) -> UUID:
        """See the port."""
        return uuid4()

    def token(self) -> str:
        """See the port."""
        return secrets.token_urlsafe(32)
