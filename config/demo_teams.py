"""Fjordwerk's Microsoft 365 in the hub: the tenant with the app, and who its people are there.

Loading again changes nothing that is there.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from core.domain.identifiers import OrganizationId, PersonId, TeamsTenantId
from core.domain.person import ENTRA_ISSUER, Identity
from core.domain.teams_tenant import TeamsTenant
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from demo.teams import tenant as known
from demo.teams.places import Places
from teams_app.package.archive import Files, package_files

VERSION = "1.0.0"


class DemoTeams:
    """Connects the organization with the stand-in for Microsoft 365."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def load(self, organization: OrganizationId, ids: Mapping[str, PersonId]) -> None:
        """Add what is missing.

        Args:
            organization: Fjordwerk's.
            ids: key of a person -> who that is in the hub.
        """
        with self._storage.platform() as work:
            if work.teams_tenants.by_client(known.TENANT, known.CLIENT_ID) is None:
                tenant_id = TeamsTenantId(self._entropy.uuid())
                work.teams_tenants.save(_tenant(tenant_id, organization, self._clock.now()))
                work.teams_tenants.save_secret(tenant_id, known.CLIENT_SECRET)
        issuer = ENTRA_ISSUER.format(known.TENANT)
        with self._storage.tenant(organization) as work:
            for who in known.employees():
                if work.people.by_identity(issuer, who.object_id) is None:
                    work.people.link(
                        Identity(
                            issuer=issuer, subject=who.object_id, person_id=ids[who.person.key]
                        )
                    )


def teams_package(public_url: str) -> Files:
    """The app package that Fjordwerk's administrator uploaded."""
    nobody = UUID(int=0)
    tenant = _tenant(
        TeamsTenantId(nobody), OrganizationId(nobody), datetime.min.replace(tzinfo=UTC)
    )
    return package_files(tenant, public_url, VERSION)


def stand_in(campus: str, hub: str) -> Mapping[str, str]:
    """Settings by which a hub finds the stand-in.

    Args:
        campus: its origin.
        hub: the hub's.
    """
    places = Places(campus, hub)
    return {
        "MENTORLOOM_ENTRA_AUTHORITY": places.campus,
        "MENTORLOOM_GRAPH_URL": places.graph,
        "MENTORLOOM_TEAMS_BOT_METADATA": places.bot_metadata,
        "MENTORLOOM_TEAMS_CONNECTORS": places.campus,
        "MENTORLOOM_TEAMS_HOSTS": places.campus,
    }


def _tenant(tenant_id: TeamsTenantId, organization: OrganizationId, now: datetime) -> TeamsTenant:
    return TeamsTenant(
        id=tenant_id,
        organization_id=organization,
        tenant=known.TENANT,
        client_id=known.CLIENT_ID,
        app_id=known.APP_ID,
        catalog_app_id=known.CATALOG_APP_ID,
        installs=True,
        feed=True,
        created_at=now,
    )
