"""Teams tenants with their client secrets, and what came from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import OrganizationId, TeamsTenantId
from core.domain.teams_tenant import TeamsTenant
from core.errors import ConflictError
from core.ports.cipher import SecretCipher
from storage.repositories.statements import PlatformRepository, unique_or_conflict, values_of
from storage.tables import TeamsActivityRow, TeamsTenantRow


def tenant_context(teams_tenant_id: object) -> str:
    """Where an encrypted client secret belongs."""
    return f"teams_tenant/{teams_tenant_id}/secret"


def activity_context(teams_tenant_id: object, activity_id: str) -> str:
    """Where an encrypted activity belongs."""
    return f"teams_activity/{teams_tenant_id}/{activity_id}"


class PostgresTeamsTenants(PlatformRepository):
    """Adapter of core.ports.teams_repositories.TeamsTenants."""

    def __init__(self, connection: Connection, cipher: SecretCipher) -> None:
        super().__init__(connection)
        self._cipher = cipher

    def all(self) -> list[TeamsTenant]:
        """See the port."""
        return self._tenants(_select())

    def of_organization(self, organization_id: OrganizationId) -> list[TeamsTenant]:
        """See the port."""
        return self._tenants(_select().where(TeamsTenantRow.organization_id == organization_id))

    def get(self, teams_tenant_id: TeamsTenantId) -> TeamsTenant | None:
        """See the port."""
        found = self._tenants(_select().where(TeamsTenantRow.id == teams_tenant_id))
        return next(iter(found), None)

    def by_client(self, tenant: str, client_id: str) -> TeamsTenant | None:
        """See the port."""
        row = TeamsTenantRow
        found = self._tenants(_select().where(row.tenant == tenant, row.client_id == client_id))
        return next(iter(found), None)

    def by_app(self, client_id: str) -> list[TeamsTenant]:
        """See the port."""
        return self._tenants(_select().where(TeamsTenantRow.client_id == client_id))

    def save(self, tenant: TeamsTenant) -> None:
        """See the port."""
        row, values = TeamsTenantRow, values_of(tenant)
        message = "This tenant and app registration are known already."
        new = insert(row).values(values).on_conflict_do_nothing(index_elements=["id"])
        before = (row.id == tenant.id) & (row.version == tenant.version - 1)
        changed = update(row).where(before).values(values)
        with unique_or_conflict(self.connection, message):
            stored = self.connection.scalar(
                new.returning(row.id) if tenant.version == 1 else changed.returning(row.id)
            )
        if stored is None:
            raise ConflictError("Somebody changed this meanwhile. Reload the page and try again.")

    def remove(self, teams_tenant_id: TeamsTenantId) -> None:
        """See the port; foreign keys remove what is its own."""
        gone = delete(TeamsTenantRow).where(TeamsTenantRow.id == teams_tenant_id)
        self.connection.execute(gone)

    def secret(self, teams_tenant_id: TeamsTenantId) -> str:
        """See the port."""
        row = TeamsTenantRow
        sealed = self.connection.scalar(select(row.sealed).where(row.id == teams_tenant_id))
        return self._cipher.decrypt(sealed, tenant_context(teams_tenant_id)) if sealed else ""

    def save_secret(self, teams_tenant_id: TeamsTenantId, value: str) -> None:
        """See the port."""
        sealed = self._cipher.encrypt(value, tenant_context(teams_tenant_id)) if value else None
        own = update(TeamsTenantRow).where(TeamsTenantRow.id == teams_tenant_id)
        self.connection.execute(own.values(sealed=sealed))

    def _tenants(self, statement: Select[Any]) -> list[TeamsTenant]:
        row = TeamsTenantRow
        oldest = statement.order_by(row.created_at, row.id)
        return [TeamsTenant(**found._asdict()) for found in self.connection.execute(oldest)]


def _select() -> Select[Any]:
    return select(*(c for c in TeamsTenantRow.__table__.columns if c.name != "sealed"))


class PostgresTeamsActivities(PlatformRepository):
    """Adapter of core.ports.teams_repositories.TeamsActivities."""

    def __init__(self, connection: Connection, cipher: SecretCipher) -> None:
        super().__init__(connection)
        self._cipher = cipher

    def take(
        self, teams_tenant_id: TeamsTenantId, activity_id: str, body: str, at: datetime
    ) -> bool:
        """See the port."""
        sealed = self._cipher.encrypt(body, activity_context(teams_tenant_id, activity_id))
        taken = self.connection.scalar(
            insert(TeamsActivityRow)
            .values(
                teams_tenant_id=teams_tenant_id,
                activity_id=activity_id,
                sealed=sealed,
                received_at=at,
            )
            .on_conflict_do_nothing()
            .returning(TeamsActivityRow.activity_id)
        )
        return taken is not None

    def get(self, teams_tenant_id: TeamsTenantId, activity_id: str) -> str | None:
        """See the port."""
        row = TeamsActivityRow
        one = (row.teams_tenant_id == teams_tenant_id) & (row.activity_id == activity_id)
        sealed = self.connection.scalar(select(row.sealed).where(one))
        if sealed is None:
            return None
        return self._cipher.decrypt(sealed, activity_context(teams_tenant_id, activity_id))

    def done(self, teams_tenant_id: TeamsTenantId, activity_id: str) -> None:
        """See the port."""
        row = TeamsActivityRow
        one = (row.teams_tenant_id == teams_tenant_id) & (row.activity_id == activity_id)
        self.connection.execute(update(row).where(one).values(sealed=None))

    def purge(self, before: datetime) -> int:
        """See the port."""
        gone = delete(TeamsActivityRow).where(TeamsActivityRow.received_at < before)
        return self.connection.execute(gone).rowcount
