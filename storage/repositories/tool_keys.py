"""Our LTI signing keys; the private half is encrypted with its own row's name bound in."""

from sqlalchemy import Connection, delete, select

from core.domain.registration import ToolKey
from core.ports.cipher import SecretCipher
from storage.repositories.statements import PlatformRepository, upsert
from storage.tables import ToolKeyRow


class PostgresToolKeys(PlatformRepository):
    """Adapter of core.ports.repositories.ToolKeys."""

    def __init__(self, connection: Connection, cipher: SecretCipher) -> None:
        super().__init__(connection)
        self._cipher = cipher

    def all(self) -> list[ToolKey]:
        """See the port."""
        rows = self.connection.execute(
            select(ToolKeyRow).order_by(ToolKeyRow.created_at.desc(), ToolKeyRow.kid)
        )
        keys = (ToolKey(**row._asdict()) for row in rows)
        return [
            ToolKey(
                kid=key.kid,
                private_pem=self._cipher.decrypt(key.private_pem, private_pem_context(key.kid)),
                status=key.status,
                created_at=key.created_at,
                changed_at=key.changed_at,
            )
            for key in keys
        ]

    def save(self, key: ToolKey) -> None:
        """See the port."""
        self.connection.execute(
            upsert(ToolKeyRow, "kid").values(
                kid=key.kid,
                private_pem=self._cipher.encrypt(key.private_pem, private_pem_context(key.kid)),
                status=key.status,
                created_at=key.created_at,
                changed_at=key.changed_at,
            )
        )

    def remove(self, kid: str) -> None:
        """See the port."""
        self.connection.execute(delete(ToolKeyRow).where(ToolKeyRow.kid == kid))


def private_pem_context(kid: str) -> str:
    """Where the encrypted key belongs: it cannot be moved into another row."""
    return f"lti_tool_key/{kid}/private_pem"
