"""What waits for a mentor: reading what their mentees handed in, and answering."""

from dataclasses import dataclass

from core.domain.activity import Activity, Work, WorkState
from core.domain.actor import Actor
from core.domain.identifiers import ActivityId, MatchId, PersonId
from core.domain.match import OCCUPYING_STATES, Match
from core.domain.person import Person
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.activities.activity_news import ActivityNews
from core.services.activities.progress import Progress
from core.services.people.notifications import Notifications
from core.services.wording_rules import complaints

LONGEST_COMMENT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a mentee handed in, as their mentor sees it."""

    activity: Activity
    work: Work
    mentee: Person


class Approvals:
    """Reading and answering as a mentor."""

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, progress: Progress
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._progress = progress
        self._news = ActivityNews(Notifications(clock, entropy))

    def waiting(self, actor: Actor) -> list[Submission]:
        """What the actor's mentees of this programme handed in, longest waiting first."""
        with self._storage.tenant(actor.organization_id) as work:
            mine = _mentored(work, actor)
            if not mine:
                return []
            mentees = {match.mentee_id for match in mine.values()}
            waiting = [
                w
                for w in work.works.of_people(mentees)
                if w.state is WorkState.SUBMITTED and w.match_id in mine
            ]
            if not waiting:
                return []
            activities = {a.id: a for a in work.activities.of_program(actor.program())}
            people = work.people.get_many(mentees)
        return [
            Submission(activity=activities[w.activity_id], work=w, mentee=people[w.person_id])
            for w in sorted(waiting, key=lambda w: w.updated_at)
            if w.activity_id in activities
        ]

    def approve(
        self,
        actor: Actor,
        activity_id: ActivityId,
        mentee_id: PersonId,
        version: int,
        comment: str = "",
    ) -> Work:
        """Say that it is done. Saying it twice changes nothing.

        Args:
            actor: the mentor it was handed in to.
            activity_id: of the work.
            mentee_id: whose work it is.
            version: of the work they read.
            comment: for the mentee.

        Raises:
            NotFoundError: nothing of the kind was handed in to the actor.
            InvalidInputError: the comment cannot be kept.
            ConflictError: the work changed since they read it, or was answered already.
        """
        _check(comment, needed=False)
        return self._answer(actor, activity_id, mentee_id, version, WorkState.DONE, comment)

    def give_back(
        self,
        actor: Actor,
        activity_id: ActivityId,
        mentee_id: PersonId,
        version: int,
        comment: str,
    ) -> Work:
        """Ask for more, and say what. Raises as `approve`."""
        _check(comment, needed=True)
        return self._answer(actor, activity_id, mentee_id, version, WorkState.RETURNED, comment)

    def _answer(
        self,
        actor: Actor,
        activity_id: ActivityId,
        mentee_id: PersonId,
        version: int,
        state: WorkState,
        comment: str,
    ) -> Work:
        with self._storage.tenant(actor.organization_id) as work:
            known = work.works.get(activity_id, mentee_id)
            activity = work.activities.get(activity_id)
            mine = _mentored(work, actor)
            if known is None or activity is None or known.match_id not in mine:
                raise NotFoundError("Nothing of the kind was handed in to you.")
            if (known.state, known.decided_by) == (state, actor.person_id):
                return known  # the second of two clicks
            if known.state is not WorkState.SUBMITTED or known.version != version:
                raise ConflictError(
                    "The mentee changed this meanwhile, so nothing was answered. Read it again."
                )
            answered = known.moved(
                state,
                self._clock.now(),
                comment=comment.strip(),
                decided_by=actor.person_id,
                progress=int(state is WorkState.DONE),
            )
            work.works.update(answered)
            self._progress.tell(work, activity, known, answered)
            self._news.answered(work, mine[known.match_id], answered)
            return answered


def _mentored(work: TenantWork, actor: Actor) -> dict[MatchId | None, Match]:
    """The actor's matches with mentees of now in this programme, by id."""
    if actor.program_id is None:
        return {}
    return {
        match.id: match
        for match in work.matches.of_person(actor.program_id, actor.person_id)
        if match.mentor_id == actor.person_id and match.state in OCCUPYING_STATES
    }


def _check(comment: str, *, needed: bool) -> None:
    wrong = complaints(comment, LONGEST_COMMENT)
    if needed and not comment.strip():
        wrong.append(sentence("Say what is missing, so that the mentee knows what to do."))
    if wrong:
        raise InvalidInputError(
            "Some answers need a change before they can be saved.", {"comment": wrong}
        )
