"""Registering with a platform: looking first, and posting once somebody pressed the button."""

import json
from typing import Self

from core.domain.organization import Organization
from core.errors import UnavailableError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp, OutboundResponse
from core.ports.unit_of_work import Storage
from lti.dynamic_registration.discovery import Asked, Discovery
from lti.dynamic_registration.invitations import Invitations
from lti.dynamic_registration.platform_configuration import PlatformConfiguration
from lti.dynamic_registration.registrar import Outcome, Registrar
from lti.dynamic_registration.registration_answer import read_answer
from lti.dynamic_registration.tool_registration import tool_registration


class DynamicRegistrations:
    """Registers us with platforms that ask for it.

    Args:
        http: posts our registration.
        discovery: finds out who asks.
        invitations: recognises our registration links.
        registrar: keeps what comes of it.
        public_url: our own origin.
    """

    def __init__(
        self,
        http: OutboundHttp,
        discovery: Discovery,
        invitations: Invitations,
        registrar: Registrar,
        public_url: str,
    ) -> None:
        self._http = http
        self._discovery = discovery
        self._invitations = invitations
        self._registrar = registrar
        self._public_url = public_url

    @classmethod
    def assemble(
        cls,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        http: OutboundHttp,
        invitations: Invitations,
        public_url: str,
    ) -> Self:
        """Put the parts together."""
        registrar = Registrar(storage, clock, entropy, http, invitations)
        return cls(http, Discovery(http), invitations, registrar, public_url)

    def look(self, asked: Asked) -> tuple[PlatformConfiguration, Organization | None]:
        """Who asks, and which organization invited them. Changes nothing, here or there.

        Raises:
            InvalidInputError: no platform opened the page, or it names addresses that cannot be
                used.
            ForbiddenError: the invitation is not good, the configuration must not be believed, or
                too many wait.
            UnavailableError: the configuration cannot be had.
        """
        invitation = asked.invitation
        organization = self._invitations.organization(invitation) if invitation else None
        platform = self._discovery.platform(asked)
        if organization is None:
            self._registrar.must_have_room()
        return platform, organization

    def register(self, asked: Asked) -> tuple[PlatformConfiguration, Outcome]:
        """Register with the platform and keep what comes of it.

        Raises as `look`, and:
            ForbiddenError: the platform refuses.
            UnavailableError: it does not answer, or answers nonsense.
        """
        platform, _ = self.look(asked)
        tool = read_answer(self._post(asked, platform))
        return platform, self._registrar.keep(platform, tool, asked.invitation)

    def _post(self, asked: Asked, platform: PlatformConfiguration) -> OutboundResponse:
        body = json.dumps(tool_registration(platform, self._public_url)).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        try:
            return self._http.send(
                "POST", platform.registration_endpoint, body, headers | asked.bearer()
            )
        except UnavailableError as error:
            raise UnavailableError(
                "Your LMS did not answer the registration. Look there whether this tool was added: "
                "delete it, and start again from your LMS."
            ) from error
