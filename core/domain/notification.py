"""News for one person: something happened in Mentorloom that they should know."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.identifiers import NotificationId, OrganizationId, PersonId, ProgramId
from core.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One piece of news.

    Attributes:
        sentence: what happened; said in the reader's language when it is shown, not before.
        page: where to look, below the hub's own address, such as "/app/requests".
        subject: what it is about, if that has a card of its own: "request:<match id>",
            "proposal:<match id>", "match:<match id>", "meeting:<meeting id>", "appointment:<id>",
            "pulse:<id>", "work:<activity id>/<person id>"; else empty.
        read_at: when the person saw it; None until then.
        mailed_at: when it was in a mail to them; None until then.
        told_at: when a message in a chat was promised for it; None before, and again when that
            message did not reach them.
        by_mail: whether a chat was tried in vain: now it goes by e-mail.
    """

    id: NotificationId
    organization_id: OrganizationId
    person_id: PersonId
    program_id: ProgramId | None = None
    sentence: Sentence
    page: str
    subject: str = ""
    created_at: datetime
    read_at: datetime | None = None
    mailed_at: datetime | None = None
    told_at: datetime | None = None
    by_mail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """How somebody may be written to.

    Attributes:
        wanted: whether they want news by e-mail too, besides reading it in the hub.
        refused: an address that a mail server refused for good: nothing goes there any more.
            Another address of theirs is tried again.
        token: names this mailbox in the links of mails that end them. It opens nothing else, so
            it is kept as it is: each mail needs it.
    """

    person_id: PersonId
    organization_id: OrganizationId
    wanted: bool = True
    refused: str = ""
    token: str

    def takes(self, address: str) -> bool:
        """Whether mail may go to this address of theirs."""
        return self.wanted and bool(address) and address != self.refused
