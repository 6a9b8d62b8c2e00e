"""Whether somebody wants news by e-mail: their choice, made in the hub or by a link in a mail."""

from dataclasses import dataclass, replace

from core.domain.actor import Actor
from core.domain.identifiers import OrganizationId, PersonId
from core.domain.notification import Mailbox
from core.errors import NotFoundError
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork


@dataclass(frozen=True, slots=True)
class MailChoice:
    """What somebody chose.

    Attributes:
        address: where mail would go; empty if the LMS tells none.
        wanted: whether they want mail.
        refused: whether that address was refused for good.
    """

    address: str
    wanted: bool
    refused: bool


class MailChoices:
    """One's own choice about mail."""

    def __init__(self, storage: Storage, entropy: Entropy) -> None:
        self._storage = storage
        self._entropy = entropy

    def of(self, actor: Actor) -> MailChoice:
        """What the actor chose; mail is wanted unless somebody said otherwise."""
        with self._storage.tenant(actor.organization_id) as work:
            person = work.people.get(actor.person_id)
            mailbox = work.mailboxes.get(actor.person_id)
        address = person.email if person else ""
        if mailbox is None:
            return MailChoice(address, wanted=True, refused=False)
        refused = bool(address) and mailbox.refused == address
        return MailChoice(address, wanted=mailbox.wanted, refused=refused)

    def choose(self, actor: Actor, *, wanted: bool) -> None:
        """Want mail or not. Wanting it tries an address again that was refused."""
        with self._storage.tenant(actor.organization_id) as work:
            mailbox = mailbox_of(work, actor.person_id, self._entropy)
            refused = "" if wanted else mailbox.refused
            work.mailboxes.save(replace(mailbox, wanted=wanted, refused=refused))

    def knows(self, organization_id: OrganizationId, token: str) -> None:
        """Look whether a link of a mail is one of ours.

        Raises:
            NotFoundError: it is not.
        """
        with self._storage.tenant(organization_id) as work:
            _found(work, token)

    def end(self, organization_id: OrganizationId, token: str) -> None:
        """End mails by a link in one of them; again it changes nothing. Raises as `knows`."""
        with self._storage.tenant(organization_id) as work:
            work.mailboxes.save(replace(_found(work, token), wanted=False))


def mailbox_of(work: TenantWork, person_id: PersonId, entropy: Entropy) -> Mailbox:
    """Somebody's mailbox, made now if there is none."""
    known = work.mailboxes.get(person_id)
    return known or work.mailboxes.add(
        Mailbox(person_id=person_id, organization_id=work.organization_id, token=entropy.token())
    )


def _found(work: TenantWork, token: str) -> Mailbox:
    mailbox = work.mailboxes.by_token(token)
    if mailbox is None:
        raise NotFoundError(
            "This link ends no mails of ours. Change it in Mentorloom, under Participation."
        )
    return mailbox
