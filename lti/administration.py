"""What administrators do with registrations, put together once per process."""

from dataclasses import dataclass
from typing import Self

from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage
from lti.checkup import Checkup
from lti.dynamic_registration.invitations import Invitations
from lti.keys import ToolKeyring
from lti.own_deployments import OwnDeployments
from lti.own_registrations import OwnRegistrations
from lti.registration import PlatformRegistry
from lti.registration_deeds import RegistrationDeeds
from lti.services.token_request import TokenEndpoints
from lti.waiting_registrations import WaitingRegistrations


@dataclass(frozen=True, slots=True, kw_only=True)
class Administration:
    """What the settings page and the command line work with."""

    checkup: Checkup
    deployments: OwnDeployments
    invitations: Invitations
    registrations: OwnRegistrations
    registry: PlatformRegistry
    waiting: WaitingRegistrations

    @classmethod
    def assemble(
        cls,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        http: OutboundHttp,
        keyring: ToolKeyring,
        public_url: str,
    ) -> Self:
        """Put the parts together."""
        registry = PlatformRegistry(storage, clock, entropy, http)
        deeds = RegistrationDeeds(storage, clock, entropy)
        registrations = OwnRegistrations(storage, http, registry, deeds)
        return cls(
            checkup=Checkup(http, TokenEndpoints(http, keyring, clock, entropy), clock),
            deployments=OwnDeployments(storage, registrations, deeds),
            invitations=Invitations(storage, clock, entropy, public_url),
            registrations=registrations,
            registry=registry,
            waiting=WaitingRegistrations(storage, clock, entropy, deeds),
        )
