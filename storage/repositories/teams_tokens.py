"""Tokens that Microsoft gave on behalf of people; encrypted at rest."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from core.domain.identifiers import OrganizationId, PersonId, TeamsTenantId
from core.ports.cipher import SecretCipher
from storage.repositories.statements import TenantRepository, upsert
from storage.tables import TeamsTokensRow


def tokens_context(teams_tenant_id: TeamsTenantId, object_id: str) -> str:
    """What the ciphertext is bound to."""
    return f"teams_tokens/{teams_tenant_id}/{object_id}/sealed"


class PostgresTeamsTokens(TenantRepository):
    """Adapter of core.ports.teams_repositories.TeamsTokens."""

    def __init__(
        self, connection: Connection, organization_id: OrganizationId, cipher: SecretCipher
    ) -> None:
        super().__init__(connection, organization_id)
        self._cipher = cipher

    def get(self, teams_tenant_id: TeamsTenantId, object_id: str) -> str:
        """See the port."""
        row = TeamsTokensRow
        sealed = self.connection.scalar(
            select(row.sealed).where(
                row.organization_id == self.organization_id,
                row.teams_tenant_id == teams_tenant_id,
                row.object_id == object_id,
            )
        )
        if sealed is None:
            return ""
        return self._cipher.decrypt(sealed, tokens_context(teams_tenant_id, object_id))

    def save(
        self,
        teams_tenant_id: TeamsTenantId,
        object_id: str,
        person_id: PersonId,
        tokens: str,
        at: datetime,
    ) -> None:
        """See the port."""
        self.connection.execute(
            upsert(TeamsTokensRow, "teams_tenant_id", "object_id"),
            {
                "organization_id": self.organization_id,
                "teams_tenant_id": teams_tenant_id,
                "object_id": object_id,
                "person_id": person_id,
                "sealed": self._cipher.encrypt(tokens, tokens_context(teams_tenant_id, object_id)),
                "updated_at": at,
            },
        )

    def purge(self, before: datetime) -> int:
        """See the port."""
        row = TeamsTokensRow
        own = row.organization_id == self.organization_id
        return self.connection.execute(delete(row).where(own, row.updated_at < before)).rowcount
