"""What the two of a match are told about meetings and work, in sentences that name nobody."""

from core.domain.activity import Activity, ActivityKind, Work, WorkState
from core.domain.match import Match
from core.domain.meeting import Meeting
from core.ports.unit_of_work import TenantWork
from core.sentence import sentence
from core.services.people.notifications import Notifications

MATCHES_PAGE = "/app/matches"
APPROVALS_PAGE = "/app/approvals"
ACTIVITIES_PAGE = "/app/activities"


class ActivityNews:
    """Tells the other one of two."""

    def __init__(self, notifications: Notifications) -> None:
        self._notifications = notifications

    def logged(self, work: TenantWork, match: Match, meeting: Meeting) -> None:
        """The other one: a meeting waits for your yes."""
        other = match.mentor_id if meeting.logged_by == match.mentee_id else match.mentee_id
        self._notifications.tell(
            work,
            other,
            sentence("The other one says that you met. Confirm it, so that it counts."),
            program_id=match.program_id,
            page=MATCHES_PAGE,
            subject=f"meeting:{meeting.id}",
        )

    def handed_in(self, work: TenantWork, match: Match, activity: Activity, done: Work) -> None:
        """The mentor: something waits to be read."""
        told = (
            sentence("A mentee says that a milestone is reached. Read it and answer.")
            if activity.kind is ActivityKind.MILESTONE
            else sentence("A mentee gave you something they wrote. Read it and answer.")
        )
        self._notifications.tell(
            work,
            match.mentor_id,
            told,
            program_id=match.program_id,
            page=APPROVALS_PAGE,
            subject=_subject(done),
        )

    def answered(self, work: TenantWork, match: Match, done: Work) -> None:
        """The mentee: it was approved, or it came back."""
        told = (
            sentence("Your mentor approved what you handed in.")
            if done.state is WorkState.DONE
            else sentence("Your mentor read what you handed in and asks for more.")
        )
        self._notifications.tell(
            work, match.mentee_id, told, program_id=match.program_id, page=ACTIVITIES_PAGE
        )


def _subject(done: Work) -> str:
    return f"work:{done.activity_id}/{done.person_id}"
