"""LTI registrations, deployments and logins on their way."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CTE, Select, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import OrganizationId, RegistrationId
from core.domain.registration import Deployment, LaunchState, Registration
from storage.repositories.statements import (
    PlatformRepository,
    among,
    unique_or_conflict,
    upsert,
)
from storage.tables import DeploymentRow, LaunchStateRow, RegistrationRow, table_of


class PostgresRegistrations(PlatformRepository):
    """Adapter of core.ports.repositories.Registrations."""

    def get(self, registration_id: RegistrationId) -> Registration | None:
        """See the port."""
        found = self._registrations(_all().where(RegistrationRow.id == registration_id))
        return next(iter(found), None)

    def find(self, issuer: str, client_id: str) -> Registration | None:
        """See the port."""
        known = (RegistrationRow.issuer == issuer) & (RegistrationRow.client_id == client_id)
        return next(iter(self._registrations(_all().where(known))), None)

    def of_issuer(self, issuer: str) -> list[Registration]:
        """See the port."""
        return self._registrations(_all().where(RegistrationRow.issuer == issuer))

    def of_organization(self, organization_id: OrganizationId) -> list[Registration]:
        """See the port."""
        own = RegistrationRow.organization_id == organization_id
        return self._registrations(_all().where(own))

    def all(self) -> list[Registration]:
        """See the port."""
        return self._registrations(_all())

    def save(self, registration: Registration) -> None:
        """Insert or update.

        Raises:
            ConflictError: another registration has this issuer and client id.
        """
        taken = "This platform and client id are registered already."
        with unique_or_conflict(self.connection, taken):
            self.connection.execute(
                upsert(RegistrationRow, "id").values(
                    id=registration.id,
                    organization_id=registration.organization_id,
                    issuer=registration.issuer,
                    client_id=registration.client_id,
                    auth_login_url=registration.auth_login_url,
                    token_url=registration.token_url,
                    jwks_url=registration.jwks_url,
                    token_audience=registration.token_audience,
                    product_family=registration.product_family,
                    management_url=registration.management_url,
                    status=registration.status,
                    created_at=registration.created_at,
                )
            )

    def deployment(self, registration_id: RegistrationId, deployment_id: str) -> Deployment | None:
        """See the port."""
        found = self._deployments(
            _deployments(registration_id).where(DeploymentRow.deployment_id == deployment_id)
        )
        return next(iter(found), None)

    def deployments(self, registration_id: RegistrationId) -> list[Deployment]:
        """See the port."""
        return self._deployments(_deployments(registration_id))

    def deployments_of(self, registration_ids: Collection[RegistrationId]) -> list[Deployment]:
        """See the port."""
        row = DeploymentRow
        wanted = select(row).where(among(row.registration_id, registration_ids))
        return self._deployments(wanted.order_by(row.registration_id, row.deployment_id))

    def save_deployment(self, deployment: Deployment) -> None:
        """See the port. Unlike a tenant's own rows, a deployment may be given to another tenant."""
        told = insert(DeploymentRow).values(
            registration_id=deployment.registration_id,
            deployment_id=deployment.deployment_id,
            organization_id=deployment.organization_id,
            status=deployment.status,
        )
        self.connection.execute(
            told.on_conflict_do_update(
                index_elements=["registration_id", "deployment_id"],
                set_={
                    "organization_id": told.excluded.organization_id,
                    "status": told.excluded.status,
                },
            )
        )

    def remove(self, registration_id: RegistrationId) -> None:
        """See the port; the database cascades."""
        gone = delete(RegistrationRow).where(RegistrationRow.id == registration_id)
        self.connection.execute(gone)

    def _registrations(self, statement: Select[RegistrationRow]) -> list[Registration]:
        return [Registration(**row._asdict()) for row in self.connection.execute(statement)]

    def _deployments(self, statement: Select[DeploymentRow]) -> list[Deployment]:
        return [Deployment(**row._asdict()) for row in self.connection.execute(statement)]


class PostgresLaunchStates(PlatformRepository):
    """Adapter of core.ports.repositories.LaunchStates."""

    def add(self, state: LaunchState) -> None:
        """See the port."""
        self.connection.execute(
            insert(LaunchStateRow).values(
                state_hash=state.state_hash,
                nonce_hash=state.nonce_hash,
                browser_hash=state.browser_hash,
                registration_id=state.registration_id,
                target_link_uri=state.target_link_uri,
                storage_target=state.storage_target,
                created_at=state.created_at,
                expires_at=state.expires_at,
            )
        )

    def get(self, state_hash: bytes) -> tuple[LaunchState, Registration] | None:
        """See the port."""
        logins = table_of(LaunchStateRow)
        found = select(logins).where(logins.c.state_hash == state_hash)
        return self._with_platform(found.cte("login"))

    def take(self, state_hash: bytes) -> tuple[LaunchState, Registration] | None:
        """See the port."""
        logins = table_of(LaunchStateRow)
        taken = delete(logins).where(logins.c.state_hash == state_hash).returning(*logins.columns)
        return self._with_platform(taken.cte("login"))

    def _with_platform(self, login: CTE) -> tuple[LaunchState, Registration] | None:
        """Both in one statement: every launch waits for it."""
        platform = table_of(RegistrationRow)
        row = self.connection.execute(
            select(*login.c, *platform.columns).join_from(
                login, platform, platform.c.id == login.c.registration_id
            )
        ).one_or_none()
        if row is None:
            return None
        width = len(login.c)
        state = dict(zip(login.c.keys(), row[:width], strict=True))
        registration = dict(zip(platform.c.keys(), row[width:], strict=True))
        return LaunchState(**state), Registration(**registration)

    def purge(self, before: datetime) -> int:
        """See the port."""
        gone = delete(LaunchStateRow).where(LaunchStateRow.expires_at < before)
        return self.connection.execute(gone).rowcount


def _all() -> Select[RegistrationRow]:
    return select(RegistrationRow).order_by(RegistrationRow.issuer, RegistrationRow.client_id)


def _deployments(registration_id: RegistrationId) -> Select[DeploymentRow]:
    return (
        select(DeploymentRow)
        .where(DeploymentRow.registration_id == registration_id)
        .order_by(DeploymentRow.deployment_id)
    )
