"""What a course's teacher sees of its scores, and sending them again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.domain.activity import Activity
from core.domain.actor import Actor
from core.domain.identifiers import ActivityId, OrganizationId, PersonId, RegistrationId
from core.domain.person import Person
from core.domain.score import ParkedReason, Score, ScoreState
from core.errors import NotFoundError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage, TenantWork
from core.services.grades.grading import Grading

SEND_SCORES_AGAIN = "send_scores_again"
MOST_SHOWN = 50
"""Parked scores that are listed for one activity and reason; a note tells of the others."""
SLOW = timedelta(hours=1)
"""A score that waits for longer is worth a word: its platform does not answer."""


@dataclass(frozen=True, slots=True)
class ParkedScore:
    """A score that its gradebook does not take, and whose it is."""

    score: Score
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedGroup:
    """Scores of one activity that are parked for one reason.

    Attributes:
        status: of the platform's refusal; None if there was none.
        shown: at most MOST_SHOWN, by name.
        hidden: how many more there are.
    """

    activity: Activity
    reason: ParkedReason
    status: int | None
    shown: tuple[ParkedScore, ...]
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCounts:
    """How many scores of an activity are where."""

    activity: Activity
    sent: int
    waiting: int
    parked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresView:
    """The scores of a course.

    Attributes:
        offered: the course offers a gradebook.
        counts: of its graded activities that were opened or have scores, oldest first.
        parked: groups in the order of activities.
        slow: some have been waiting for more than an hour.
    """

    offered: bool
    counts: tuple[ScoreCounts, ...]
    parked: tuple[ParkedGroup, ...]
    slow: bool

    def total(self, state: ScoreState) -> int:
        """How many scores are in a state."""
        return sum(getattr(count, state.value) for count in self.counts)


class CourseScores:
    """Scores of the course a teacher came from."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._grading = Grading(clock)

    def view(self, actor: Actor) -> ScoresView:
        """Where the course's scores are.

        Raises:
            ForbiddenError: the actor does not teach it.
            NotFoundError: they came from no course.
        """
        registration_id, context_id = _course(actor)
        with self._storage.tenant(actor.organization_id) as work:
            course = work.courses.get(registration_id, context_id)
            activities = work.activities.of_course(registration_id, context_id)
            scores = work.scores.of_activities([activity.id for activity in activities])
            parked = [score for score in scores if score.state is ScoreState.PARKED]
            people = work.people.get_many({score.person_id for score in parked})
        scored = {score.activity_id for score in scores}
        # One that was never opened may have been chosen without being put into the course.
        graded = [a for a in activities if a.id in scored or (a.points is not None and a.link_id)]
        tally = Counter((score.activity_id, score.state) for score in scores)
        return ScoresView(
            offered=course is not None and bool(course.services.line_items_url),
            counts=tuple(
                ScoreCounts(activity=a, **{s.value: tally[a.id, s] for s in ScoreState})
                for a in graded
            ),
            parked=_groups(graded, [ParkedScore(s, people[s.person_id]) for s in parked]),
            slow=_slow(scores, self._clock.now()),
        )

    def send_again(self, actor: Actor, activity_id: ActivityId, person_id: PersonId) -> None:
        """Send one parked score again. Raises as `view`, also when there is no such score."""
        place = _course(actor)
        with self._storage.tenant(actor.organization_id) as work:
            activity = work.activities.get(activity_id)
            score = work.scores.lock(activity_id, person_id)
            if (
                activity is None
                or score is None
                or (activity.registration_id, activity.context_id) != place
            ):
                raise NotFoundError("There is no such score in your course.")
            if score.state is ScoreState.PARKED:
                self._grading.send_again(work, [score])

    def send_all_again(self, actor: Actor, *, sent_too: bool) -> None:
        """Promise to send the course's parked scores again. Raises as `view`.

        Args:
            actor: a teacher of the course.
            sent_too: those that were sent already, too: what was changed in the gradebook since
                is overwritten.
        """
        registration_id, context_id = _course(actor)
        with self._storage.tenant(actor.organization_id) as work:
            work.jobs.defer(
                SEND_SCORES_AGAIN,
                lock=f"{SEND_SCORES_AGAIN}:{registration_id}:{context_id}",
                once=f"{SEND_SCORES_AGAIN}:{registration_id}:{context_id}:{sent_too}",
                organization_id=str(actor.organization_id),
                registration_id=str(registration_id),
                context_id=context_id,
                sent_too=sent_too,
            )

    def send_scores_again(
        self, organization_id: str, registration_id: str, context_id: str, *, sent_too: bool
    ) -> None:
        """The job behind `send_all_again`."""
        with self._storage.tenant(OrganizationId(UUID(organization_id))) as work:
            scores = _scores(work, RegistrationId(UUID(registration_id)), context_id)
            chosen = (s for s in scores if sent_too or s.state is ScoreState.PARKED)
            self._grading.send_again(work, chosen)


def _course(actor: Actor) -> tuple[RegistrationId, str]:
    actor.must_manage()
    if actor.registration_id is None or actor.context_id is None:
        raise NotFoundError("Scores belong to a course. Open this page from your course.")
    return actor.registration_id, actor.context_id


def _scores(work: TenantWork, registration_id: RegistrationId, context_id: str) -> list[Score]:
    activities = work.activities.of_course(registration_id, context_id)
    return work.scores.of_activities([activity.id for activity in activities])


def _groups(
    activities: Sequence[Activity], parked: Sequence[ParkedScore]
) -> tuple[ParkedGroup, ...]:
    """By activity, reason and status, each in a fixed order."""
    order = {activity.id: number for number, activity in enumerate(activities)}
    grouped: dict[tuple[int, ParkedReason, int | None], list[ParkedScore]] = {}
    for one in sorted(parked, key=lambda p: p.person.name.casefold()):
        score = one.score
        assert score.reason is not None, "parked scores say why"
        key = (order[score.activity_id], score.reason, score.status)
        grouped.setdefault(key, []).append(one)
    return tuple(
        ParkedGroup(
            activity=activities[number],
            reason=reason,
            status=status,
            shown=tuple(members[:MOST_SHOWN]),
            hidden=len(members[MOST_SHOWN:]),
        )
        for (number, reason, status), members in sorted(
            grouped.items(), key=lambda item: (item[0][0], item[0][1], item[0][2] or 0)
        )
    )


def _slow(scores: Sequence[Score], now: datetime) -> bool:
    return any(
        score.state is ScoreState.WAITING and now - score.updated_at > SLOW for score in scores
    )
