"""Platforms' questions what to put into a course; what is secret is encrypted for its own row."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.domain.deep_link import DeepLinkRequest
from core.ports.cipher import SecretCipher
from storage.repositories.statements import PlatformRepository
from storage.tables import DeepLinkRow, table_of

_SECRET = ("return_url", "data")
_PLAIN = tuple(name for name in DeepLinkRequest.__dataclass_fields__ if name not in _SECRET)


class PostgresDeepLinks(PlatformRepository):
    """Adapter of core.ports.platform_repositories.DeepLinks."""

    def __init__(self, connection: Connection, cipher: SecretCipher) -> None:
        super().__init__(connection)
        self._cipher = cipher

    def add(self, request: DeepLinkRequest) -> None:
        """See the port."""
        secret = json.dumps({name: getattr(request, name) for name in _SECRET})
        values = {name: getattr(request, name) for name in _PLAIN}
        values["sealed"] = self._cipher.encrypt(secret, sealed_context(request.token_hash))
        self.connection.execute(insert(DeepLinkRow).values(values))

    def get(self, token_hash: bytes) -> DeepLinkRequest | None:
        """See the port."""
        one = select(DeepLinkRow).where(DeepLinkRow.token_hash == token_hash)
        return self._request(self.connection.execute(one).one_or_none())

    def take(self, token_hash: bytes) -> DeepLinkRequest | None:
        """See the port."""
        gone = delete(DeepLinkRow).where(DeepLinkRow.token_hash == token_hash)
        taken = gone.returning(*table_of(DeepLinkRow).columns)
        return self._request(self.connection.execute(taken).one_or_none())

    def purge(self, before: datetime) -> int:
        """See the port."""
        gone = delete(DeepLinkRow).where(DeepLinkRow.expires_at < before)
        return self.connection.execute(gone).rowcount

    def _request(self, row: Row[Any] | None) -> DeepLinkRequest | None:
        if row is None:
            return None
        secret = self._cipher.decrypt(row.sealed, sealed_context(row.token_hash))
        return DeepLinkRequest(
            **{name: getattr(row, name) for name in _PLAIN}, **json.loads(secret)
        )


def sealed_context(token_hash: bytes) -> str:
    """Where the encrypted part belongs: it cannot be moved into another row."""
    return f"lti_deep_link/{token_hash.hex()}/sealed"
