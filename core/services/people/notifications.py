"""Telling people what happened: news in the hub, inside the unit of work in which it happens.

News is kept as a sentence and its values, and said in the reader's language when it is shown. A
name may be among the values; what somebody wrote may not: it is read where it belongs.
"""

from collections.abc import Iterable
from typing import NamedTuple

from core.domain.identifiers import NotificationId, PersonId, ProgramId
from core.domain.notification import Notification
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import TenantWork
from core.sentence import Sentence

REQUESTS_PAGE = "/app/requests"


class Told(NamedTuple):
    """One piece of news for one person; `subject` as in core.domain.notification."""

    person_id: PersonId
    sentence: Sentence
    page: str = REQUESTS_PAGE
    subject: str = ""


class Notifications:
    """Tells people."""

    def __init__(self, clock: Clock, entropy: Entropy) -> None:
        self._clock = clock
        self._entropy = entropy

    def tell(
        self,
        work: TenantWork,
        person_id: PersonId,
        sentence: Sentence,
        *,
        program_id: ProgramId | None = None,
        page: str = REQUESTS_PAGE,
        subject: str = "",
    ) -> None:
        """Tell one person something.

        Args:
            work: what it happens in: a rolled-back unit of work tells nobody.
            person_id: whom.
            sentence: what; never with a text that somebody wrote among its values.
            program_id: the programme it is about; None for none.
            page: where they find more, below the hub's own address.
            subject: as core.domain.notification.Notification has it.
        """
        self.tell_many(work, [Told(person_id, sentence, page, subject)], program_id)

    def tell_many(
        self,
        work: TenantWork,
        news: Iterable[Told | tuple[PersonId, Sentence, str]],
        program_id: ProgramId | None = None,
    ) -> None:
        """Tell many people at once.

        Args:
            work: as `tell`.
            news: (whom, what, page) of each, and its subject where it has one.
            program_id: as `tell`.
        """
        now, organization = self._clock.now(), work.organization_id
        made = [
            Notification(
                id=NotificationId(self._entropy.uuid()),
                organization_id=organization,
                person_id=told.person_id,
                program_id=program_id,
                sentence=told.sentence,
                page=told.page,
                subject=told.subject,
                created_at=now,
            )
            for told in (Told(*one) for one in news)
        ]
        work.news.add_many(made)
