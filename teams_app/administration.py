"""What administrators do with Teams, put together once per process."""

from dataclasses import dataclass
from typing import Protocol, Self

from core.domain.actor import Actor
from core.domain.identifiers import TeamsTenantId
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage
from core.services.teams.ratings import AnswerRatings
from core.services.teams.registered_tenants import RegisteredTenants
from teams_app.checkup import Checked, TenantCheckup
from teams_app.package.packages import AppPackage, AppPackages


class MicrosoftSettings(Protocol):
    """Where Microsoft and the hub are; config.settings.Settings has it."""

    @property
    def public_url(self) -> str:
        """Where Teams reaches the hub."""
        ...

    @property
    def entra_authority(self) -> str:
        """Origin of Microsoft's sign-in."""
        ...

    @property
    def graph_url(self) -> str:
        """Microsoft Graph, without a version."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsAdministration:
    """What the settings page and the command line work with."""

    tenants: RegisteredTenants
    packages: AppPackages
    checkup: TenantCheckup
    ratings: AnswerRatings
    public_url: str

    @classmethod
    def assemble(
        cls,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        http: OutboundHttp,
        settings: MicrosoftSettings,
    ) -> Self:
        """Put the parts together."""
        packages = AppPackages(storage, settings.public_url)
        return cls(
            tenants=RegisteredTenants(storage, clock, entropy),
            packages=packages,
            ratings=AnswerRatings(storage, clock),
            checkup=TenantCheckup(
                http,
                settings.entra_authority,
                settings.graph_url,
                packages,
                settings.public_url,
                clock,
            ),
            public_url=settings.public_url,
        )

    def check(self, actor: Actor, teams_tenant_id: TeamsTenantId) -> Checked:
        """Ask Microsoft whether everything works, and remember where the app is in the catalogue.

        Raises:
            NotFoundError: there is no such tenant for this person.
        """
        tenant = self.tenants.get(actor, teams_tenant_id).tenant
        secret = self.tenants.secret(actor, teams_tenant_id)
        checked = self.checkup.examine(tenant, secret)
        if checked.catalog_app_id is not None:
            self.tenants.found_in_catalog(actor, teams_tenant_id, checked.catalog_app_id)
        return checked

    def package(self, actor: Actor, teams_tenant_id: TeamsTenantId) -> AppPackage:
        """The app package of a tenant.

        Raises:
            NotFoundError: there is no such tenant for this person.
            FlawedPackageError: says what to change first.
        """
        return self.packages.make(self.tenants.get(actor, teams_tenant_id).tenant.id)
