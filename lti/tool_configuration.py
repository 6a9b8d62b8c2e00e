"""The platforms we know, in our words and in PyLTI1p3's.

Our login and launch ask for domain objects; PyLTI1p3's service clients ask the same class for
theirs (`ToolConfAbstract`). An issuer alone never names a platform: all of hosted Canvas shares
one, and one Moodle may hold several client ids. So every issuer counts as having many clients, and
that is said per instance, because PyLTI1p3 keeps it in a dict shared by all instances.
"""

from typing import Any

import structlog
from pylti1p3.deployment import Deployment as PyltiDeployment
from pylti1p3.registration import Registration as PyltiRegistration
from pylti1p3.request import Request
from pylti1p3.tool_config.abstract import ToolConfAbstract

from core.domain.registration import Deployment, Registration, RegistrationStatus
from core.errors import ForbiddenError, InvalidInputError, NotFoundError
from core.ports.unit_of_work import PlatformWork, Storage
from core.sentence import sentence
from lti.keys import ToolKeyring

_log = structlog.get_logger(__name__)


class ToolConfiguration(ToolConfAbstract[Request]):
    """Finds registrations and deployments.

    Args:
        storage: where registrations are kept.
        keyring: our keys, published in the key set.
    """

    def __init__(self, storage: Storage, keyring: ToolKeyring) -> None:
        self._storage = storage
        self._keyring = keyring
        self.issuers_relation_types: dict[str, str] = {}

    def registration(self, issuer: str, client_id: str) -> Registration:
        """The active registration of a platform.

        Args:
            issuer: the platform's `iss`.
            client_id: empty if the platform did not say; then the issuer must have only one.

        Raises:
            NotFoundError: the platform is not registered.
            InvalidInputError: the client id is needed to tell registrations apart.
            ForbiddenError: the registration is not active, or waits for approval.
        """
        known = self._known(issuer, client_id)
        if not known:
            self._must_not_wait(issuer, client_id)
            raise NotFoundError(
                "Your LMS is not registered here (issuer %(issuer)s, client id %(client_id)s). "
                "Its administrator can register it in Mentorloom.",
                issuer=issuer,
                client_id=client_id or "-",
            )
        if len(known) > 1:
            raise InvalidInputError(
                "Your LMS is registered here more than once and did not say which registration "
                "it means.",
                {"client_id": [sentence("Send the client id with the login.")]},
            )
        return must_be_active(known[0])

    def must_have_deployment(self, registration: Registration, deployment_id: str) -> Deployment:
        """An active deployment.

        Raises:
            ForbiddenError: it is unknown or not active.
        """
        with self._storage.platform() as work:
            known = work.registrations.deployment(registration.id, deployment_id)
        if known is None or known.status is not RegistrationStatus.ACTIVE:
            raise _not_active(known, deployment_id)
        return known

    def deployment_of_launch(self, registration: Registration, deployment_id: str) -> Deployment:
        """The deployment that a verified launch came through; one never seen before is kept.

        It belongs to the registration's organization, if no other organization shares the client
        id. Else nobody knows whose it is before an administrator says so: it waits.

        Raises:
            ForbiddenError: it waits, or is switched off.
        """
        with self._storage.platform() as work:
            known = work.registrations.deployment(registration.id, deployment_id)
            if known is None:
                known = _newly_seen(work, registration, deployment_id)
        if known.status is not RegistrationStatus.ACTIVE:
            raise _not_active(known, deployment_id)
        return known

    def check_iss_has_one_client(self, iss: str) -> bool:  # noqa: ARG002 - PyLTI1p3's signature
        """Never: see above."""
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:  # noqa: ARG002 - same
        """Always: see above."""
        return True

    def find_registration_by_issuer(
        self,
        iss: str,
        *args: Any,  # noqa: ARG002 - same
        **kwargs: Any,  # noqa: ARG002 - same
    ) -> PyltiRegistration:
        """PyLTI1p3's view of the only registration of an issuer. Raises as `registration`."""
        return self._in_pylti_words(self.registration(iss, ""))

    def find_registration_by_params(
        self,
        iss: str,
        client_id: str,
        *args: Any,  # noqa: ARG002 - same
        **kwargs: Any,  # noqa: ARG002 - same
    ) -> PyltiRegistration:
        """PyLTI1p3's view of a registration. Raises as `registration`."""
        return self._in_pylti_words(self.registration(iss, client_id))

    def find_deployment(self, iss: str, deployment_id: str) -> PyltiDeployment:
        """PyLTI1p3's view of a deployment. Raises as `registration` and if it is not active."""
        return self.find_deployment_by_params(iss, deployment_id, "")

    def find_deployment_by_params(
        self,
        iss: str,
        deployment_id: str,
        client_id: str,
        *args: Any,  # noqa: ARG002 - same
        **kwargs: Any,  # noqa: ARG002 - same
    ) -> PyltiDeployment:
        """PyLTI1p3's view of a deployment. Raises as `registration` and if it is not active."""
        self.must_have_deployment(self.registration(iss, client_id), deployment_id)
        return PyltiDeployment().set_deployment_id(deployment_id)

    def get_jwks(
        self,
        iss: str | None = None,  # noqa: ARG002 - same
        client_id: str | None = None,  # noqa: ARG002 - same
        **kwargs: Any,  # noqa: ARG002 - same
    ) -> dict[str, list[dict[str, Any]]]:
        """Our key set; all platforms get the same."""
        return self._keyring.jwks()

    def _known(self, issuer: str, client_id: str) -> list[Registration]:
        with self._storage.platform() as work:
            if not client_id:
                return work.registrations.of_issuer(issuer)
            found = work.registrations.find(issuer, client_id)
        return [found] if found else []

    def _must_not_wait(self, issuer: str, client_id: str) -> None:
        with self._storage.platform() as work:
            waiting = work.registration_requests.find(issuer, client_id)
        if waiting is not None:
            raise ForbiddenError(
                "Your LMS asked to be registered here, and that still waits for approval. An "
                "administrator of Mentorloom can approve it in the settings; after that, open "
                "the activity again from your course."
            )

    def _in_pylti_words(self, registration: Registration) -> PyltiRegistration:
        return (
            PyltiRegistration()
            .set_issuer(registration.issuer)
            .set_client_id(registration.client_id)
            .set_auth_login_url(registration.auth_login_url)
            .set_auth_token_url(registration.token_url)
            .set_auth_audience(registration.token_audience or registration.token_url)
            .set_key_set_url(registration.jwks_url)
            .set_tool_private_key(self._keyring.signing_key().private_pem)
        )


def must_be_active(registration: Registration) -> Registration:
    """The registration itself.

    Raises:
        ForbiddenError: it is pending or disabled.
    """
    if registration.status is not RegistrationStatus.ACTIVE:
        raise ForbiddenError(
            "Your LMS is registered here but switched off. The administrator can switch it on in "
            "Mentorloom."
        )
    return registration


def _newly_seen(work: PlatformWork, registration: Registration, deployment_id: str) -> Deployment:
    siblings = work.registrations.deployments(registration.id)
    owners = {registration.organization_id, *(d.organization_id for d in siblings)}
    alone = len(owners) == 1
    made = Deployment(
        registration_id=registration.id,
        deployment_id=deployment_id,
        organization_id=registration.organization_id,
        status=RegistrationStatus.ACTIVE if alone else RegistrationStatus.PENDING,
    )
    work.registrations.save_deployment(made)
    _log.info("deployment seen", registration_id=str(registration.id), status=made.status)
    return made


def _not_active(known: Deployment | None, deployment_id: str) -> ForbiddenError:
    if known is not None and known.status is RegistrationStatus.PENDING:
        return ForbiddenError(
            "This tool was installed anew in your LMS (deployment id %(deployment_id)s), and that "
            "still waits for approval, because several organizations share its registration. An "
            "administrator of Mentorloom can approve it in the settings; after that, open the "
            "activity again from your course.",
            deployment_id=deployment_id,
        )
    if known is not None:
        return ForbiddenError(
            "This tool was installed in your LMS under the deployment id %(deployment_id)s, "
            "which is switched off here. An administrator of Mentorloom can switch it on in the "
            "settings.",
            deployment_id=deployment_id,
        )
    return ForbiddenError(
        "This tool was installed in your LMS under the deployment id %(deployment_id)s, "
        "which is not active here. The administrator can add it to the registration in "
        "Mentorloom.",
        deployment_id=deployment_id,
    )
