"""How an administrator who is signed in will sign in the next time: by link, or with Microsoft.

Linking goes the way that an invitation goes: a link that works once is made for whoever asks, and
is used up when the account comes back (entra_accounts.py).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.domain.actor import Actor
from core.domain.administrator import Administrator, SignInLink
from core.errors import ConflictError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.sentence import Sentence, sentence
from core.services.administration.deeds import Deeds
from core.services.administration.entra_accounts import LINKED, UNLINKED
from core.services.administration.sessions import secret_hash

OWN_LINK_LIFETIME = timedelta(minutes=10)
"""As long as a browser may take at Microsoft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysIn:
    """How somebody signs in.

    Attributes:
        email: where their invitation went; empty for who comes from a learning platform.
        linked: whether with a Microsoft account.
        told: what was noted when that was linked; None once the audit has forgotten it.
        since: when that was.
    """

    email: str = ""
    linked: bool = False
    told: Sentence | None = None
    since: datetime | None = None


class OwnSignIn:
    """Shows and changes it, for whoever is signed in."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._deeds = Deeds(clock, entropy)

    def ways(self, actor: Actor) -> WaysIn:
        """How they sign in.

        Raises:
            ForbiddenError: the actor is no administrator.
        """
        actor.must_configure()
        known = self._known(actor)
        if known is None or not known.account:
            return WaysIn(email=known.email if known else "")
        with self._storage.tenant(actor.organization_id) as work:
            noted = work.audit.page(None, 1, deed=LINKED, by=actor.person_id)
        return WaysIn(
            email=known.email,
            linked=True,
            told=noted[0].sentence if noted else None,
            since=noted[0].at if noted else None,
        )

    def link(self, actor: Actor) -> str:
        """Make a link that their Microsoft account can be linked by; earlier ones stop working.

        Returns:
            Its token.

        Raises:
            ForbiddenError: the actor is no administrator.
            ConflictError: they come from a learning platform.
        """
        known, token = self._must_know(actor), self._entropy.token()
        made = SignInLink(
            token_hash=secret_hash(token),
            administrator_id=known.id,
            expires_at=self._clock.now() + OWN_LINK_LIFETIME,
        )
        with self._storage.platform() as platform:
            platform.administrators.remove_links(known.id)
            platform.administrators.add_link(made)
        return token

    def unlink(self, actor: Actor) -> None:
        """Have their Microsoft account open nothing any more. Nothing happens if there is none.

        Raises:
            ForbiddenError: the actor is no administrator.
            ConflictError: they come from a learning platform.
        """
        known = self._must_know(actor)
        if not known.account:
            return
        with self._storage.platform() as platform:
            platform.administrators.save(replace(known, account=""))
        with self._storage.tenant(actor.organization_id) as work:
            self._deeds.note(
                work,
                actor.person_id,
                UNLINKED,
                f"administrator:{known.id}",
                sentence("The Microsoft account of %(email)s was unlinked.", email=known.email),
                before={"account": known.account},
                after={"account": ""},
            )

    def _must_know(self, actor: Actor) -> Administrator:
        actor.must_configure()
        known = self._known(actor)
        if known is None:
            raise ConflictError("You come from a learning platform: it signs you in.")
        return known

    def _known(self, actor: Actor) -> Administrator | None:
        with self._storage.platform() as platform:
            everybody = platform.administrators.of_organization(actor.organization_id)
        return next((one for one in everybody if one.person_id == actor.person_id), None)
