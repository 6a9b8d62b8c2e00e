"""What people are told about requests, in sentences that name nobody: the pages do."""

from collections.abc import Collection, Iterable

from core.domain.identifiers import PersonId
from core.domain.match import Match
from core.domain.program import Program
from core.ports.unit_of_work import TenantWork
from core.sentence import Sentence, sentence
from core.services.people.notifications import REQUESTS_PAGE, Notifications, Told

MENTORS_PAGE = "/app/mentors"
LIST_PAGE = "/app/mentors/list"
MATCHES_PAGE = "/app/matches"
PAUSE_PAGE = "/app/participation"


class RequestNews:
    """Tells mentors and mentees, many at once."""

    def __init__(self, notifications: Notifications) -> None:
        self._notifications = notifications

    def asked(self, work: TenantWork, program: Program, asked: Collection[Match]) -> None:
        """Mentors: somebody asks you."""
        told = sentence(
            "A mentee asks you to be their mentor. Days to answer: %(days)s.",
            days=program.response_days,
        )
        self._notifications.tell_many(
            work,
            [Told(match.mentor_id, told, REQUESTS_PAGE, _request(match)) for match in asked],
        )

    def reminded(self, work: TenantWork, hours: Iterable[tuple[Match, int]]) -> None:
        """Mentors: somebody still waits for your answer, for so many hours."""
        word = "A mentee waits for your answer. Hours left: %(hours)s."
        news = [
            Told(match.mentor_id, sentence(word, hours=left), REQUESTS_PAGE, _request(match))
            for match, left in hours
        ]
        self._notifications.tell_many(work, news)

    def expired(self, work: TenantWork, mentor_ids: Iterable[PersonId]) -> None:
        """Mentors: a request went on without your answer."""
        told = sentence(
            "A request went on to somebody else, because you had no time to answer. "
            "If you have no time just now, pause."
        )
        self._tell(work, mentor_ids, told, PAUSE_PAGE)

    def settled(self, work: TenantWork, mentor_ids: Iterable[PersonId]) -> None:
        """Mentors: whoever asked you has found somebody."""
        told = sentence("A mentee who had asked you found another mentor. Nothing is left to do.")
        self._tell(work, mentor_ids, told)

    def accepted(self, work: TenantWork, match: Match) -> None:
        """The mentee: you have a mentor."""
        told = sentence("A mentor accepted your request. See how to reach each other.")
        self._notifications.tell(
            work, match.mentee_id, told, page=MATCHES_PAGE, subject=f"match:{match.id}"
        )

    def next_asked(
        self, work: TenantWork, went_on: Iterable[PersonId], waited: Iterable[PersonId]
    ) -> None:
        """Mentees: the next of your list is asked, after an answer or from the waitlist."""
        told = sentence(
            "The mentor you asked cannot take you on now or did not answer. "
            "The next one on your list is asked."
        )
        self._tell(work, went_on, told, LIST_PAGE)
        told = sentence("A mentor on your list has room again and is asked for you.")
        self._tell(work, waited, told, LIST_PAGE)

    def queued(self, work: TenantWork, mentee_ids: Iterable[PersonId]) -> None:
        """Mentees: who is left on your list answers others first."""
        told = sentence(
            "The mentor you asked cannot take you on now. "
            "The next ones on your list answer other requests first."
        )
        self._tell(work, mentee_ids, told, LIST_PAGE)

    def waitlisted(self, work: TenantWork, mentee_ids: Iterable[PersonId]) -> None:
        """Mentees: nobody is left to ask."""
        told = sentence(
            "Nobody on your list can be asked now, so you are on the waitlist. "
            "See who else could fit."
        )
        self._tell(work, mentee_ids, told, MENTORS_PAGE)

    def ended(self, work: TenantWork, person_id: PersonId) -> None:
        """The other one: a match is over."""
        self._tell(work, [person_id], sentence("One of your matches has ended."), MATCHES_PAGE)

    def undone(self, work: TenantWork, person_id: PersonId, *, match: bool) -> None:
        """The other one: the end was taken back."""
        told = (
            sentence("Your match goes on: its end was taken back.")
            if match
            else sentence("A request is open again: the answer or withdrawal was taken back.")
        )
        self._tell(work, [person_id], told, MATCHES_PAGE if match else REQUESTS_PAGE)

    def _tell(
        self,
        work: TenantWork,
        who: Iterable[PersonId],
        told: Sentence,
        page: str = REQUESTS_PAGE,
    ) -> None:
        self._notifications.tell_many(work, [(person, told, page) for person in who])


def _request(match: Match) -> str:
    return f"request:{match.id}"
