"""The installations of a registration, and what administrators do with them."""

from dataclasses import replace

from core.domain.actor import Actor
from core.domain.identifiers import OrganizationId, RegistrationId
from core.domain.registration import Deployment, RegistrationStatus
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.ports.unit_of_work import PlatformWork, Storage
from core.sentence import sentence
from lti.own_registrations import OwnRegistrations
from lti.platform_details import ID_RULE, is_id
from lti.registration_deeds import RegistrationDeeds


class OwnDeployments:
    """Adds, approves and switches off installations.

    Args:
        registrations: says which registrations somebody may look after.
    """

    def __init__(
        self, storage: Storage, registrations: OwnRegistrations, deeds: RegistrationDeeds
    ) -> None:
        self._storage = storage
        self._deeds = deeds
        self._registrations = registrations

    def add(self, actor: Actor, registration_id: RegistrationId, deployment_id: str) -> None:
        """Let another installation send people here, for the registration's organization.

        Raises:
            NotFoundError: there is no such registration for this person.
            InvalidInputError: the id cannot be one.
            ConflictError: it is there already.
        """
        typed = deployment_id.strip()
        if not is_id(typed):
            raise InvalidInputError(
                "Some answers need a change before they can be saved.", {"deployment_id": [ID_RULE]}
            )
        with self._storage.platform() as work:
            registration = self._registrations.must_be_own(work, actor, registration_id)
            if work.registrations.deployment(registration_id, typed) is not None:
                raise ConflictError(
                    "This deployment is in the list already. Change it there.", deployment=typed
                )
            work.registrations.save_deployment(
                Deployment(
                    registration_id=registration_id,
                    deployment_id=typed,
                    organization_id=registration.organization_id,
                )
            )
        told = sentence("The deployment %(id)s was added.", id=typed)
        self._deeds.note(actor, "deployment.added", registration_id, told)

    def let_in(
        self,
        actor: Actor,
        registration_id: RegistrationId,
        deployment_id: str,
        organization_slug: str = "",
    ) -> None:
        """Approve one that waits, or switch one on again.

        Args:
            actor: who says so.
            registration_id: the registration it belongs to.
            deployment_id: what the platform calls it.
            organization_slug: whose people come through it; only who operates the hub may say so.
                Empty leaves it with its organization.

        Raises:
            NotFoundError: there is no such deployment for this person.
            InvalidInputError: there is no such organization.
        """
        with self._storage.platform() as work:
            known = self._known(work, actor, registration_id, deployment_id)
            owner = known.organization_id
            if organization_slug:
                actor.must_operate()
                owner = _organization(work, organization_slug)
            active = RegistrationStatus.ACTIVE
            work.registrations.save_deployment(replace(known, organization_id=owner, status=active))
        told = sentence("The deployment %(id)s was let in.", id=deployment_id)
        self._deeds.note(actor, "deployment.approved", registration_id, told)

    def switch_off(self, actor: Actor, registration_id: RegistrationId, deployment_id: str) -> None:
        """Let nobody come through it any more.

        A session does not know its deployment, so everybody who came through the registration is
        signed out; those of its other deployments open their course again.

        Raises:
            NotFoundError: there is no such deployment for this person.
        """
        with self._storage.platform() as work:
            known = self._known(work, actor, registration_id, deployment_id)
            disabled = RegistrationStatus.DISABLED
            work.registrations.save_deployment(replace(known, status=disabled))
            work.sessions.remove_of_registration(registration_id)
        told = sentence("The deployment %(id)s was switched off.", id=deployment_id)
        self._deeds.note(actor, "deployment.switched_off", registration_id, told)

    def _known(
        self,
        work: PlatformWork,
        actor: Actor,
        registration_id: RegistrationId,
        deployment_id: str,
    ) -> Deployment:
        self._registrations.must_be_own(work, actor, registration_id)
        known = work.registrations.deployment(registration_id, deployment_id)
        if known is None:
            raise NotFoundError("There is no such deployment in this registration.")
        return known


def _organization(work: PlatformWork, slug: str) -> OrganizationId:
    found = work.organizations.by_slug(slug)
    if found is None:
        wrong = {"organization": [sentence("Choose one of the organizations in the list.")]}
        raise InvalidInputError("Some answers need a change before they can be saved.", wrong)
    return found.id
