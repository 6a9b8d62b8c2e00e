"""Platforms that registered themselves, and the links that invite them to."""

from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.domain.registration_request import (
    RegistrationInvitation,
    RegistrationRequest,
    RegistrationRequestId,
)
from storage.repositories.statements import PlatformRepository, upsert, values_of
from storage.tables import RegistrationInvitationRow, RegistrationRequestRow, table_of


class PostgresRegistrationRequests(PlatformRepository):
    """Adapter of core.ports.platform_repositories.RegistrationRequests."""

    def get(self, request_id: RegistrationRequestId) -> RegistrationRequest | None:
        """See the port."""
        found = self._requests(_requests().where(RegistrationRequestRow.id == request_id))
        return next(iter(found), None)

    def find(self, issuer: str, client_id: str) -> RegistrationRequest | None:
        """See the port."""
        row = RegistrationRequestRow
        one = (row.issuer == issuer) & (row.client_id == client_id)
        return next(iter(self._requests(_requests().where(one))), None)

    def all(self) -> list[RegistrationRequest]:
        """See the port."""
        return self._requests(_requests())

    def save(self, request: RegistrationRequest) -> None:
        """See the port."""
        values = values_of(request)
        self.connection.execute(upsert(RegistrationRequestRow, "issuer", "client_id"), values)

    def remove(self, request_id: RegistrationRequestId) -> None:
        """See the port."""
        row = RegistrationRequestRow
        self.connection.execute(delete(row).where(row.id == request_id))

    def purge(self, before: datetime) -> int:
        """See the port."""
        row = RegistrationRequestRow
        return self.connection.execute(delete(row).where(row.requested_at < before)).rowcount

    def _requests(self, statement: Select[RegistrationRequestRow]) -> list[RegistrationRequest]:
        rows = self.connection.execute(statement)
        return [RegistrationRequest(**row._asdict()) for row in rows]


class PostgresRegistrationInvitations(PlatformRepository):
    """Adapter of core.ports.platform_repositories.RegistrationInvitations."""

    def add(self, invitation: RegistrationInvitation) -> None:
        """See the port."""
        self.connection.execute(
            insert(RegistrationInvitationRow).values(
                token_hash=invitation.token_hash,
                organization_id=invitation.organization_id,
                expires_at=invitation.expires_at,
            )
        )

    def get(self, token_hash: bytes) -> RegistrationInvitation | None:
        """See the port."""
        row = self.connection.execute(
            select(RegistrationInvitationRow).where(
                RegistrationInvitationRow.token_hash == token_hash
            )
        ).one_or_none()
        return RegistrationInvitation(**row._asdict()) if row else None

    def take(self, token_hash: bytes) -> RegistrationInvitation | None:
        """See the port."""
        row = self.connection.execute(
            delete(RegistrationInvitationRow)
            .where(RegistrationInvitationRow.token_hash == token_hash)
            .returning(*table_of(RegistrationInvitationRow).columns)
        ).one_or_none()
        return RegistrationInvitation(**row._asdict()) if row else None

    def purge(self, before: datetime) -> int:
        """See the port."""
        row = RegistrationInvitationRow
        return self.connection.execute(delete(row).where(row.expires_at < before)).rowcount


def _requests() -> Select[RegistrationRequestRow]:
    row = RegistrationRequestRow
    return select(row).order_by(row.requested_at, row.id)
