"""Platforms that registered themselves and wait: whoever operates the hub decides about them."""

from core.domain.actor import Actor
from core.domain.identifiers import RegistrationId
from core.domain.organization import Organization
from core.domain.registration import Deployment, Registration
from core.domain.registration_request import RegistrationRequest, RegistrationRequestId
from core.errors import NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import PlatformWork, Storage
from core.sentence import sentence
from core.services.administration.organizations import named_organization
from lti.registration_deeds import RegistrationDeeds


class WaitingRegistrations:
    """Shows, approves and refuses requests."""

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, deeds: RegistrationDeeds
    ) -> None:
        self._storage = storage
        self._deeds = deeds
        self._clock = clock
        self._entropy = entropy

    def all(self, actor: Actor) -> list[RegistrationRequest]:
        """Those that wait, oldest first; none for who may not decide about them."""
        if not actor.operates:
            return []
        with self._storage.platform() as work:
            return work.registration_requests.all()

    def get(
        self, actor: Actor, request_id: RegistrationRequestId
    ) -> tuple[RegistrationRequest, list[Organization]]:
        """One of them, and the organizations it could belong to.

        Raises:
            ForbiddenError: the actor does not operate the hub.
            NotFoundError: it does not wait (any more).
        """
        actor.must_operate()
        with self._storage.platform() as work:
            return _waiting(work, request_id), work.organizations.all()

    def approve(
        self,
        actor: Actor,
        request_id: RegistrationRequestId,
        organization_slug: str,
        organization_name: str = "",
    ) -> Registration:
        """Give a platform to an organization: people can come.

        Args:
            actor: who says so.
            request_id: the platform that waits.
            organization_slug: its short name.
            organization_name: creates the organization under this name if there is none yet.

        Raises:
            ForbiddenError: the actor does not operate the hub.
            NotFoundError: it does not wait (any more), or there is no such organization.
            InvalidInputError: a new organization cannot be called that.
            ConflictError: the platform was registered meanwhile.
        """
        actor.must_operate()
        with self._storage.platform() as work:
            asked = _waiting(work, request_id)
            organization = named_organization(
                work, organization_slug, organization_name, self._clock, self._entropy
            )
            made = Registration(
                id=RegistrationId(self._entropy.uuid()),
                organization_id=organization.id,
                issuer=asked.issuer,
                client_id=asked.client_id,
                auth_login_url=asked.auth_login_url,
                token_url=asked.token_url,
                jwks_url=asked.jwks_url,
                token_audience=asked.token_audience,
                product_family=asked.product_family,
                management_url=asked.management_url,
                created_at=self._clock.now(),
            )
            work.registrations.save(made)
            if asked.deployment_id:
                work.registrations.save_deployment(
                    Deployment(
                        registration_id=made.id,
                        deployment_id=asked.deployment_id,
                        organization_id=organization.id,
                    )
                )
            work.registration_requests.remove(request_id)
        told = sentence("The LMS %(issuer)s was approved.", issuer=asked.issuer)
        self._deeds.note(actor, "registration.approved", made.id, told)
        return made

    def refuse(self, actor: Actor, request_id: RegistrationRequestId) -> None:
        """Forget a request; the LMS may ask again.

        Raises:
            ForbiddenError: the actor does not operate the hub.
            NotFoundError: it does not wait (any more).
        """
        actor.must_operate()
        with self._storage.platform() as work:
            asked = _waiting(work, request_id)
            work.registration_requests.remove(request_id)
        told = sentence("The LMS %(issuer)s was refused.", issuer=asked.issuer)
        self._deeds.note(actor, "registration.refused", request_id, told)


def _waiting(work: PlatformWork, request_id: RegistrationRequestId) -> RegistrationRequest:
    found = work.registration_requests.get(request_id)
    if found is None:
        raise NotFoundError("This LMS does not wait any more. Somebody may have been faster.")
    return found
