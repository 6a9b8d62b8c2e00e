"""Who may use the settings page, and their one-time links."""

from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.domain.administrator import Administrator, SignInLink
from core.domain.identifiers import AdministratorId, OrganizationId
from storage.repositories.statements import (
    PlatformRepository,
    unique_or_conflict,
    upsert,
    values_of,
)
from storage.tables import AdministratorRow, SignInLinkRow, table_of


class PostgresAdministrators(PlatformRepository):
    """Adapter of core.ports.platform_repositories.Administrators."""

    def get(self, administrator_id: AdministratorId) -> Administrator | None:
        """See the port."""
        return self._one(select(AdministratorRow).where(AdministratorRow.id == administrator_id))

    def by_email(self, organization_id: OrganizationId, email: str) -> Administrator | None:
        """See the port."""
        known = _of(organization_id).where(AdministratorRow.email == email)
        return self._one(known)

    def by_account(self, account: str) -> Administrator | None:
        """See the port."""
        return self._one(select(AdministratorRow).where(AdministratorRow.account == account))

    def of_organization(self, organization_id: OrganizationId) -> list[Administrator]:
        """See the port."""
        rows = self.connection.execute(_of(organization_id).order_by(AdministratorRow.email))
        return [Administrator(**row._asdict()) for row in rows]

    def save(self, administrator: Administrator) -> None:
        """Insert or update.

        Raises:
            ConflictError: another administrator of the organization has this address, or another
                one at all this account.
        """
        with unique_or_conflict(self.connection, "This person is an administrator already."):
            self.connection.execute(upsert(AdministratorRow, "id"), values_of(administrator))

    def add_link(self, link: SignInLink) -> None:
        """See the port."""
        self.connection.execute(
            insert(SignInLinkRow).values(
                token_hash=link.token_hash,
                administrator_id=link.administrator_id,
                expires_at=link.expires_at,
            )
        )

    def get_link(self, token_hash: bytes) -> SignInLink | None:
        """See the port."""
        row = self.connection.execute(
            select(SignInLinkRow).where(SignInLinkRow.token_hash == token_hash)
        ).one_or_none()
        return SignInLink(**row._asdict()) if row else None

    def take_link(self, token_hash: bytes) -> SignInLink | None:
        """See the port."""
        row = self.connection.execute(
            delete(SignInLinkRow)
            .where(SignInLinkRow.token_hash == token_hash)
            .returning(*table_of(SignInLinkRow).columns)
        ).one_or_none()
        return SignInLink(**row._asdict()) if row else None

    def remove_links(self, administrator_id: AdministratorId) -> None:
        """See the port."""
        own = SignInLinkRow.administrator_id == administrator_id
        self.connection.execute(delete(SignInLinkRow).where(own))

    def purge_links(self, before: datetime) -> int:
        """See the port."""
        gone = delete(SignInLinkRow).where(SignInLinkRow.expires_at < before)
        return self.connection.execute(gone).rowcount

    def _one(self, statement: Select[AdministratorRow]) -> Administrator | None:
        row = self.connection.execute(statement).one_or_none()
        return Administrator(**row._asdict()) if row else None


def _of(organization_id: OrganizationId) -> Select[AdministratorRow]:
    return select(AdministratorRow).where(AdministratorRow.organization_id == organization_id)
