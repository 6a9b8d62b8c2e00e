"""Keeping what came of a registration: three cases.

- The platform and client id are known: the registration follows its platform's endpoints. That it
  is the platform who says so was proved (authority.py). Whether it is let in stays as it was.
- One of our registration links was used: the platform is let in for that organization.
- Neither: it waits until somebody who operates the hub gives it to an organization.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Any

import structlog

from core.domain.identifiers import OrganizationId, RegistrationId
from core.domain.registration import Deployment, Registration
from core.domain.registration_request import RegistrationRequest, RegistrationRequestId
from core.errors import ForbiddenError, InvalidInputError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import PlatformWork, Storage
from lti.dynamic_registration.invitations import Invitations
from lti.dynamic_registration.platform_configuration import PlatformConfiguration
from lti.dynamic_registration.registration_answer import RegisteredTool

MOST_WAITING = 100
"""Requests that may wait for approval at once: anybody can make some."""
_log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What came of a registration."""

    ACTIVE = "active"  # by invitation: people can come
    WAITING = "waiting"  # until somebody approves it
    UPDATED = "updated"  # it was known before


class Registrar:
    """Keeps registrations and requests."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        http: OutboundHttp,
        invitations: Invitations,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._http = http
        self._invitations = invitations

    def must_have_room(self) -> None:
        """Raise ForbiddenError if too many requests wait already."""
        with self._storage.platform() as work:
            waiting = len(work.registration_requests.all())
        if waiting >= MOST_WAITING:
            raise ForbiddenError(
                "Too many sites wait for approval here already. Ask an administrator of Mentorloom "
                "for a registration link of your own."
            )

    def keep(
        self, platform: PlatformConfiguration, tool: RegisteredTool, invitation_token: str
    ) -> Outcome:
        """Keep a registration that the platform made.

        Args:
            platform: whose configuration was believed.
            tool: what it made of our registration.
            invitation_token: the secret of our registration link; it is used up.
        """
        management_url = self._checked(tool.management_url)
        told = replace(tool, management_url=management_url)
        with self._storage.platform() as work:
            known = work.registrations.find(platform.issuer, tool.client_id)
            invitation = self._invitations.take(work, invitation_token)
            if known is not None:
                _follow(work, known, platform, told)
                owner = invitation.organization_id if invitation else known.organization_id
                _add_deployment(work, known.id, told, owner)
                return Outcome.UPDATED
            if invitation is not None:
                self._let_in(work, platform, told, invitation.organization_id)
                return Outcome.ACTIVE
            work.registration_requests.save(self._request(platform, told))
        _log.info("registration waits for approval", issuer=platform.issuer)
        return Outcome.WAITING

    def _let_in(
        self,
        work: PlatformWork,
        platform: PlatformConfiguration,
        tool: RegisteredTool,
        organization_id: OrganizationId,
    ) -> None:
        made = Registration(
            id=RegistrationId(self._entropy.uuid()),
            organization_id=organization_id,
            issuer=platform.issuer,
            client_id=tool.client_id,
            **_endpoints(platform),
            product_family=platform.product_family,
            management_url=tool.management_url,
            created_at=self._clock.now(),
        )
        work.registrations.save(made)
        _add_deployment(work, made.id, tool, organization_id)
        waiting = work.registration_requests.find(platform.issuer, tool.client_id)
        if waiting is not None:
            work.registration_requests.remove(waiting.id)
        _log.info("registered by invitation", registration_id=str(made.id))

    def _request(
        self, platform: PlatformConfiguration, tool: RegisteredTool
    ) -> RegistrationRequest:
        return RegistrationRequest(
            id=RegistrationRequestId(self._entropy.uuid()),
            issuer=platform.issuer,
            client_id=tool.client_id,
            **_endpoints(platform),
            product_family=platform.product_family,
            deployment_id=tool.deployment_id,
            management_url=tool.management_url,
            name=platform.name,
            requested_at=self._clock.now(),
        )

    def _checked(self, url: str) -> str:
        """An address that may be shown to administrators; empty if it may not be called."""
        try:
            self._http.check(url)
        except InvalidInputError:
            return ""
        return url


def _follow(
    work: PlatformWork, known: Registration, platform: PlatformConfiguration, tool: RegisteredTool
) -> None:
    fresh = replace(
        known,
        **_endpoints(platform),
        product_family=platform.product_family or known.product_family,
        management_url=tool.management_url or known.management_url,
    )
    if fresh != known:
        work.registrations.save(fresh)
    _log.info("registered again", registration_id=str(known.id), changed=fresh != known)


def _endpoints(platform: PlatformConfiguration) -> dict[str, Any]:
    return {
        "auth_login_url": platform.auth_login_url,
        "token_url": platform.token_url,
        "jwks_url": platform.jwks_url,
        "token_audience": platform.token_audience,
    }


def _add_deployment(
    work: PlatformWork,
    registration_id: RegistrationId,
    tool: RegisteredTool,
    organization_id: OrganizationId,
) -> None:
    """Let the installation in that the platform made; one that is known stays as it is."""
    told = tool.deployment_id
    if told and work.registrations.deployment(registration_id, told) is None:
        work.registrations.save_deployment(
            Deployment(
                registration_id=registration_id,
                deployment_id=told,
                organization_id=organization_id,
            )
        )
