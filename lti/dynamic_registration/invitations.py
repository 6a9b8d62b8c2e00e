"""Registration links: an LMS that is registered through one needs no approval."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.actor import Actor
from core.domain.organization import Organization
from core.domain.registration_request import RegistrationInvitation
from core.errors import ForbiddenError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import PlatformWork, Storage
from core.services.administration.sessions import secret_hash
from lti.tool_paths import REGISTER

LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RegistrationLink:
    """A new link; its secret is kept nowhere.

    Attributes:
        url: what the administrator of the LMS enters there.
    """

    url: str
    expires_at: datetime


class Invitations:
    """Makes registration links and recognises them.

    Args:
        public_url: our own origin.
    """

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy, public_url: str) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._public_url = public_url

    def create(self, actor: Actor) -> RegistrationLink:
        """A link for the actor's organization.

        Raises:
            ForbiddenError: they may not configure it.
        """
        actor.must_configure()
        token, expires_at = self._entropy.token(), self._clock.now() + LIFETIME
        with self._storage.platform() as work:
            work.registration_invitations.add(
                RegistrationInvitation(
                    token_hash=secret_hash(token),
                    organization_id=actor.organization_id,
                    expires_at=expires_at,
                )
            )
        return RegistrationLink(f"{self._public_url}{REGISTER}/{token}", expires_at)

    def organization(self, token: str) -> Organization:
        """Whom a link invites to, without using it up.

        Raises:
            ForbiddenError: it is unknown, used or too old.
        """
        with self._storage.platform() as work:
            invitation = work.registration_invitations.get(secret_hash(token))
            usable = invitation is not None and invitation.expires_at > self._clock.now()
            found = (
                work.organizations.get(invitation.organization_id)
                if invitation and usable
                else None
            )
        if found is None:
            raise ForbiddenError(
                "This registration link was used already, or is older than seven days. Nothing was "
                "registered. An administrator of Mentorloom can make a new one in the settings."
            )
        return found

    def take(self, work: PlatformWork, token: str) -> RegistrationInvitation | None:
        """Use a link up; None if somebody else was faster, or there is no link."""
        if not token:
            return None
        invitation = work.registration_invitations.take(secret_hash(token))
        usable = invitation is not None and invitation.expires_at > self._clock.now()
        return invitation if usable else None
