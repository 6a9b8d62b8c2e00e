"""Administrators who sign in with their account at Microsoft Entra ID.

An account is (tid, oid): the tenant and what it calls somebody for ever. It is linked once, by who
holds an administrator's link; an e-mail address never links anything.
"""

from dataclasses import dataclass, replace

from core.domain.actor import Actor
from core.domain.administrator import Administrator
from core.errors import ConflictError, NotSignedInError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.sentence import sentence
from core.services.administration.administrators import Administrators
from core.services.administration.deeds import Deeds
from core.services.administration.standing import must_belong

LINKED = "administrator.linked"
UNLINKED = "administrator.unlinked"
"""Deeds, as the audit calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntraAccount:
    """Somebody at Microsoft Entra ID, as a verified token says.

    Attributes:
        tenant: tid. subject: oid.
        label: what they are called there; it proves nothing.
    """

    tenant: str
    subject: str
    label: str = ""

    @property
    def name(self) -> str:
        """As it is kept with an administrator."""
        return f"{self.tenant}/{self.subject}"


class EntraAccounts:
    """Links accounts and signs in by them."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        administrators: Administrators,
    ) -> None:
        self._storage = storage
        self._administrators = administrators
        self._deeds = Deeds(clock, entropy)

    def sign_in(self, account: EntraAccount) -> Actor:
        """Who the account was linked with.

        Raises:
            NotSignedInError: nobody.
            ForbiddenError: the organization's directories say that they have left.
        """
        known = self._linked(account)
        if known is None or known.person_id is None:
            raise NotSignedInError(
                "This Microsoft account is not linked with an administrator. Open the link of "
                "your invitation and choose “Sign in with Microsoft from now on”. Whoever runs "
                "Mentorloom makes one with the command “mentorloom admin invite”."
            )
        with self._storage.tenant(known.organization_id) as work:
            must_belong(work, known)
        return Actor(
            organization_id=known.organization_id,
            person_id=known.person_id,
            configures=True,
            operates=known.operates,
        )

    def link(self, token: str, account: EntraAccount) -> Actor:
        """Use an administrator's link up, and link their account.

        Raises:
            NotSignedInError: the link is unknown, used or too old.
            ConflictError: the account is linked with another administrator.
            ForbiddenError: the organization's directories say that they have left.
        """
        invited, known = self._administrators.invited(token), self._linked(account)
        if known is not None and known.id != invited.id:
            raise ConflictError(
                "This Microsoft account is linked with another administrator already. Choose "
                "another account."
            )
        with self._storage.tenant(invited.organization_id) as work:
            must_belong(work, invited, account.name)
        actor = self._administrators.sign_in(token)
        with self._storage.platform() as platform:
            signed_in = platform.administrators.get(invited.id)
            assert signed_in is not None, "has just signed in"
            platform.administrators.save(replace(signed_in, account=account.name))
        with self._storage.tenant(actor.organization_id) as work:
            self._deeds.note(
                work,
                actor.person_id,
                LINKED,
                f"administrator:{invited.id}",
                sentence("The Microsoft account %(name)s was linked.", name=account.label),
                before={"account": invited.account},
                after={"account": account.name},
            )
        return actor

    def _linked(self, account: EntraAccount) -> Administrator | None:
        with self._storage.platform() as platform:
            return platform.administrators.by_account(account.name)
