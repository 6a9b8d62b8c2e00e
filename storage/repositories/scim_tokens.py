"""Bearer tokens of SCIM connections, as hashes."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from core.domain.identifiers import ConnectionId
from core.domain.scim import ScimToken
from storage.repositories.statements import PlatformRepository, values_of
from storage.tables import ScimTokenRow


class PostgresScimTokens(PlatformRepository):
    """Adapter of core.ports.scim_repositories.ScimTokens."""

    def find(self, token_hash: bytes) -> ScimToken | None:
        """See the port."""
        row = self.connection.execute(
            select(ScimTokenRow).where(ScimTokenRow.token_hash == token_hash)
        ).one_or_none()
        return ScimToken(**row._asdict()) if row else None

    def of_connection(self, connection_id: ConnectionId) -> list[ScimToken]:
        """See the port."""
        rows = self.connection.execute(
            select(ScimTokenRow)
            .where(ScimTokenRow.connection_id == connection_id)
            .order_by(ScimTokenRow.created_at.desc(), ScimTokenRow.token_hash.desc())
        )
        return [ScimToken(**row._asdict()) for row in rows]

    def add(self, token: ScimToken) -> None:
        """See the port."""
        self.connection.execute(insert(ScimTokenRow), values_of(token))

    def note_use(self, token_hash: bytes, at: datetime) -> None:
        """See the port."""
        used = update(ScimTokenRow).where(ScimTokenRow.token_hash == token_hash)
        self.connection.execute(used.values(used_at=at))

    def remove(self, token_hash: bytes) -> None:
        """See the port."""
        gone = delete(ScimTokenRow).where(ScimTokenRow.token_hash == token_hash)
        self.connection.execute(gone)
