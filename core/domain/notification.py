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
        read_at: when the person saw it; None until then.
        mailed_at: when it was in a mail to them; None until then.
    """

    id: NotificationId
    organization_id: OrganizationId
    person_id: PersonId
    program_id: ProgramId | None = None
    sentence: Sentence
    page: str
    created_at: datetime
    read_at: datetime | None = None
    mailed_at: datetime | None = None
