"""What is kept about the webhooks of vendors.

Adapters: storage/repositories/hooks.py and tests/fakes/hook_storage.py.
"""

from datetime import datetime
from typing import Protocol

from core.domain.hook import Hook
from core.domain.identifiers import ConnectionId


class Hooks(Protocol):
    """Addresses of vendors' webhooks, one a connection, and which deliveries came.

    They go with their connection.
    """

    def find(self, token_hash: bytes) -> Hook | None: ...
    def of_connection(self, connection_id: ConnectionId) -> Hook | None: ...
    def save(self, hook: Hook) -> None:
        """Insert or replace the one of its connection; what came stays known."""
        ...

    def remove(self, connection_id: ConnectionId) -> None:
        """With what is known of its deliveries."""
        ...

    def expiring(self, before: datetime) -> list[Hook]:
        """Those that expire before a moment, the first to expire first."""
        ...

    def take(self, hook: Hook, delivery: bytes, at: datetime) -> bool:
        """Remember that a delivery came, and that the hook was heard; False if it came before.

        Args:
            hook: whose address it came to.
            delivery: SHA-256 of what tells it from others. 32 bytes.
            at: now.
        """
        ...

    def purge(self, before: datetime) -> int:
        """Forget deliveries that came before; how many."""
        ...
