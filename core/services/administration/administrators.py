"""Who may configure the hub: invited by e-mail address, signed in by a link that works once.

Whoever can run commands on the hub's machine invites; the link is handed over by whatever way the
two trust. The address says where the invitation goes and is never an identity: that is the
administrator's id.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.domain.actor import Actor
from core.domain.administrator import Administrator, SignInLink
from core.domain.identifiers import AdministratorId, PersonId
from core.domain.organization import Organization
from core.domain.person import Identity, Person
from core.errors import InvalidInputError, NotSignedInError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import PlatformWork, Storage
from core.sentence import sentence
from core.services.administration.organizations import named_organization, only_organization
from core.services.administration.sessions import secret_hash
from core.services.administration.standing import IDENTITY_ISSUER, must_belong

LINK_LIFETIME = timedelta(hours=24)
LONGEST_EMAIL = 254
"""Characters, RFC 5321."""
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentInvitation:
    """An invitation, with the secret that only the invited person gets.

    Attributes:
        token: goes into the link.
    """

    administrator: Administrator
    organization: Organization
    token: str
    expires_at: datetime


class Administrators:
    """Invites administrators and signs them in."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def invite(
        self,
        email: str,
        organization_slug: str = "",
        organization_name: str = "",
        *,
        operates: bool = False,
    ) -> SentInvitation:
        """Make somebody an administrator, or give one a new link; earlier links stop working.

        Args:
            email: where the invitation goes.
            organization_slug: whose settings they see; empty means the only one there is.
            organization_name: creates the organization under this name if there is none yet.
            operates: they run the hub too. Who does already keeps that.

        Raises:
            InvalidInputError: the address or the short name cannot be one.
            NotFoundError: there is no such organization, or not just one.
        """
        address = email.strip().lower()
        if len(address) > LONGEST_EMAIL or not _EMAIL.fullmatch(address):
            wrong = {"email": [sentence("Enter an e-mail address, like ada@example.edu.")]}
            raise InvalidInputError("Nobody was invited.", wrong)
        token, expires_at = self._entropy.token(), self._clock.now() + LINK_LIFETIME
        with self._storage.platform() as work:
            organization = self._organization(work, organization_slug, organization_name)
            administrator = self._administrator(work, organization, address, operates=operates)
            work.administrators.remove_links(administrator.id)
            work.administrators.add_link(
                SignInLink(
                    token_hash=secret_hash(token),
                    administrator_id=administrator.id,
                    expires_at=expires_at,
                )
            )
        return SentInvitation(
            administrator=administrator,
            organization=organization,
            token=token,
            expires_at=expires_at,
        )

    def invited(self, token: str) -> Administrator:
        """Whose link this is, without using it up.

        Raises:
            NotSignedInError: it is unknown, used or too old.
        """
        with self._storage.platform() as work:
            link = work.administrators.get_link(secret_hash(token))
            return self._of(work, link)

    def sign_in(self, token: str) -> Actor:
        """Use a link up.

        Raises:
            NotSignedInError: it is unknown, used or too old.
            ForbiddenError: the organization's directories say that they have left.
        """
        invited = self.invited(token)
        with self._storage.tenant(invited.organization_id) as tenant:
            must_belong(tenant, invited)
        with self._storage.platform() as work:
            link = work.administrators.take_link(secret_hash(token))
        with self._storage.platform() as work:
            administrator = self._of(work, link)
        person_id = administrator.person_id or self._person(administrator)
        if administrator.person_id is None:
            with self._storage.platform() as work:
                work.administrators.save(replace(administrator, person_id=person_id))
        return Actor(
            organization_id=administrator.organization_id,
            person_id=person_id,
            configures=True,
            operates=administrator.operates,
        )

    def _organization(self, work: PlatformWork, slug: str, name: str) -> Organization:
        if not slug and not name:
            return only_organization(work)
        return named_organization(work, slug, name, self._clock, self._entropy)

    def _administrator(
        self, work: PlatformWork, organization: Organization, email: str, *, operates: bool
    ) -> Administrator:
        known = work.administrators.by_email(organization.id, email)
        administrator = known or Administrator(
            id=AdministratorId(self._entropy.uuid()),
            organization_id=organization.id,
            email=email,
            created_at=self._clock.now(),
        )
        invited = replace(administrator, operates=administrator.operates or operates)
        if invited != known:
            work.administrators.save(invited)
        return invited

    def _of(self, work: PlatformWork, link: SignInLink | None) -> Administrator:
        usable = link is not None and link.expires_at > self._clock.now()
        administrator = work.administrators.get(link.administrator_id) if link and usable else None
        if administrator is None:
            raise NotSignedInError(
                "This link was used already, was replaced by a newer one, or is older than 24 "
                "hours. Ask whoever runs Mentorloom for a new one: they make it with the command "
                "“mentorloom admin invite”."
            )
        return administrator

    def _person(self, administrator: Administrator) -> PersonId:
        """Who they are in their organization; found again should an earlier sign-in have failed."""
        subject, now = str(administrator.id), self._clock.now()
        with self._storage.tenant(administrator.organization_id) as work:
            known = work.people.by_identity(IDENTITY_ISSUER, subject)
            if known is not None:
                return known.id
            person = Person(
                id=PersonId(self._entropy.uuid()),
                organization_id=administrator.organization_id,
                email=administrator.email,
                created_at=now,
                updated_at=now,
            )
            work.people.save(person)
            work.people.link(Identity(issuer=IDENTITY_ISSUER, subject=subject, person_id=person.id))
        return person.id
