"""News by e-mail: what nobody has read a few minutes later, one letter for all of it.

1. Every few minutes `gather_mail` looks for people with such news and promises one job for each.
   News is its own promise: nothing has to be deferred where it is told, so nobody waits there.
2. `mail_news` writes one letter with everything that is unread and was in no letter before, sends
   it outside any transaction, and then marks that news. Run again, it finds nothing to send. If it
   is interrupted between sending and marking, the same letter goes out with the same Message-ID,
   by which mailboxes recognise it.
   Who wants messages in a chat gets no letter, but for news that no chat could tell.
3. A server that does not answer is asked again by the queue, and then by the next look, for as
   long as the news is new. An address that is refused for good gets nothing any more.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from core.domain.identifiers import OrganizationId, PersonId
from core.domain.notification import Mailbox, Notification
from core.domain.person import Person
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.mail import Letter, LetterWriter, Postbox, Sending
from core.ports.unit_of_work import Storage, TenantWork
from core.services.people.mail_choices import mailbox_of

GATHER_MAIL = "gather_mail"
MAIL_NEWS = "mail_news"
PATIENCE = timedelta(minutes=3)
"""Before a letter is written: more may happen, and they may read it themselves."""
NEW_FOR = timedelta(days=3)
"""What is older is read in the hub only, if the mail server was away for so long."""


class Mailing:
    """The jobs that send news by e-mail; promised only where a mail server is configured."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        postbox: Postbox,
        writer: LetterWriter,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._postbox = postbox
        self._writer = writer

    def gather_mail(self) -> None:
        """Promise a letter to everybody who has news for one. Again it promises nothing more."""
        now = self._clock.now()
        with self._storage.platform() as platform:
            organizations = [organization.id for organization in platform.organizations.all()]
        for organization_id in organizations:
            with self._storage.tenant(organization_id) as work:
                for person_id in work.news.to_mail(now - NEW_FOR, now - PATIENCE, now.date()):
                    work.jobs.defer(
                        MAIL_NEWS,
                        lock=f"{MAIL_NEWS}:{person_id}",
                        once=f"{MAIL_NEWS}:{person_id}",
                        organization_id=str(organization_id),
                        person_id=str(person_id),
                    )

    def mail_news(self, organization_id: str, person_id: str) -> None:
        """Send one person what they have not read and were not sent.

        Raises:
            UnavailableError: the mail server does not take it now; try again later.
        """
        organization, key = OrganizationId(UUID(organization_id)), PersonId(UUID(person_id))
        with self._storage.tenant(organization) as work:
            person = work.people.get(key)
            now = self._clock.now()
            news = work.news.unmailed(key, now - NEW_FOR, now.date())
            if person is None or not news:
                return
            mailbox = mailbox_of(work, key, self._entropy)
            if not mailbox.takes(person.email):
                return
            letter = self._letter(work, person, mailbox, news)
        became = self._postbox.send(letter)
        with self._storage.tenant(organization) as work:
            work.news.mailed([one.id for one in news], self._clock.now())
            if became is Sending.NO_SUCH_ADDRESS:
                work.mailboxes.refuse(key, letter.to)

    def _letter(
        self, work: TenantWork, person: Person, mailbox: Mailbox, news: Sequence[Notification]
    ) -> Letter:
        programs = {one.program_id for one in news}
        only = programs.pop() if len(programs) == 1 else None
        program = work.programs.get(only) if only else None
        return self._writer.news(person, mailbox, news, program.name if program else "")
