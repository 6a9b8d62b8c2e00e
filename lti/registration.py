"""Registering platforms that an administrator describes: by hand or on the command line."""

from core.domain.identifiers import OrganizationId, RegistrationId
from core.domain.organization import Organization
from core.domain.registration import Deployment, Registration
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import PlatformWork, Storage
from core.services.administration.organizations import named_organization
from lti.platform_details import ID_RULE, PlatformDetails, checked_details, is_id


class PlatformRegistry:
    """Registers platforms and their deployments."""

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, http: OutboundHttp
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._http = http

    def register(
        self, organization_slug: str, details: PlatformDetails, organization_name: str = ""
    ) -> Registration:
        """Register a platform for an organization.

        Args:
            organization_slug: its short name.
            details: what the LMS shows.
            organization_name: creates the organization under this name if there is none yet.

        Raises:
            NotFoundError: there is no such organization.
            InvalidInputError: names every field that is wrong.
            ConflictError: the issuer and client id are registered already.
        """
        checked = checked_details(details, self._http)
        with self._storage.platform() as work:
            organization = named_organization(
                work, organization_slug, organization_name, self._clock, self._entropy
            )
            return self._add(work, organization.id, checked)

    def register_for(
        self, organization_id: OrganizationId, details: PlatformDetails
    ) -> Registration:
        """Register a platform for an organization that exists. Raises as `register`."""
        checked = checked_details(details, self._http)
        with self._storage.platform() as work:
            return self._add(work, organization_id, checked)

    def add_deployment(self, issuer: str, client_id: str, deployment_id: str) -> Deployment:
        """Let another installation of a registered platform send people here.

        Raises:
            NotFoundError: the platform is not registered.
            InvalidInputError: the deployment id cannot be one.
        """
        if not is_id(deployment_id):
            raise InvalidInputError(
                "The deployment was not added. Correct what is named and try again.",
                {"deployment_id": [ID_RULE]},
            )
        with self._storage.platform() as work:
            registration = work.registrations.find(issuer, client_id)
            if registration is None:
                raise NotFoundError(
                    "No LMS is registered with issuer %(issuer)s and client id %(client_id)s. "
                    "Register it first.",
                    issuer=issuer,
                    client_id=client_id,
                )
            deployment = Deployment(
                registration_id=registration.id,
                deployment_id=deployment_id,
                organization_id=registration.organization_id,
            )
            work.registrations.save_deployment(deployment)
        return deployment

    def all(self) -> list[tuple[Organization, Registration, list[Deployment]]]:
        """Everything registered, by issuer."""
        with self._storage.platform() as work:
            organizations = {o.id: o for o in work.organizations.all()}
            registrations = work.registrations.all()
            deployments = work.registrations.deployments_of([r.id for r in registrations])
        return [
            (
                organizations[r.organization_id],
                r,
                [d for d in deployments if d.registration_id == r.id],
            )
            for r in registrations
        ]

    def _add(
        self, work: PlatformWork, organization_id: OrganizationId, details: PlatformDetails
    ) -> Registration:
        if work.registrations.find(details.issuer, details.client_id) is not None:
            raise ConflictError(
                "This LMS is registered already (issuer %(issuer)s, client id %(client_id)s). "
                "Add a deployment to it instead.",
                issuer=details.issuer,
                client_id=details.client_id,
            )
        made = Registration(
            id=RegistrationId(self._entropy.uuid()),
            organization_id=organization_id,
            issuer=details.issuer,
            client_id=details.client_id,
            auth_login_url=details.auth_login_url,
            token_url=details.token_url,
            jwks_url=details.jwks_url,
            token_audience=details.token_audience,
            product_family=details.product_family,
            created_at=self._clock.now(),
        )
        work.registrations.save(made)
        for deployment_id in details.deployment_ids:
            work.registrations.save_deployment(
                Deployment(
                    registration_id=made.id,
                    deployment_id=deployment_id,
                    organization_id=organization_id,
                )
            )
        return made
