"""What somebody achieves becomes points for the gradebook of their course.

1. `progressed` is called in the unit of work in which somebody's work changed. It keeps their
   newest score and promises to post it (core/services/grades/score_posting.py).
2. A score that a gradebook did not take is parked. It is tried again by itself when its course
   shows that what was wrong may be right now, or when a teacher asks for it.

Decided: points are never taken back. Until it is tried to send a score, it may fall; afterwards
it only rises, even when a meeting that counted is deleted. Whoever thinks that somebody has too
many points changes them in the gradebook, where the reason can be given and is seen.
"""

from collections.abc import Collection, Iterable

from core.domain.activity import Activity
from core.domain.course import CourseRole, MemberStatus
from core.domain.identifiers import PersonId, RegistrationId
from core.domain.score import ParkedReason, Score, ScoreState
from core.ports.clock import Clock
from core.ports.jobs import JobQueue
from core.ports.unit_of_work import TenantWork

POST_SCORE = "post_score"
DECIMALS = 2
_UNGRADED = frozenset({CourseRole.TEACHER, CourseRole.TEST_USER})
# These say something about the person or the moment; the others only a change over there mends.
_PASSING = frozenset({ParkedReason.NOT_IN_COURSE, ParkedReason.UNREACHABLE})


class Grading:
    """Keeps scores up to date. All of it happens in the caller's unit of work."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def progressed(
        self, work: TenantWork, activity: Activity, person_id: PersonId, share: float
    ) -> None:
        """Remember how much of an activity somebody has achieved, and have it posted.

        Nothing happens for activities without points, for people who are not learners of the
        activity's course, and for no progress at all: an empty cell is not a zero.

        Args:
            work: the unit of work in which the progress is stored.
            activity: of a course.
            person_id: who made progress.
            share: 0 to 1; what is beyond counts as 1.
        """
        if activity.points is None:
            return
        subject = _graded_as(work, activity, person_id)
        given = _points(share, activity.points)
        known = work.scores.lock(activity.id, person_id)
        if subject is None or (known is None and not given):
            return
        made = Score(
            activity_id=activity.id,
            organization_id=activity.organization_id,
            person_id=person_id,
            subject=subject,
            given=given,
            maximum=activity.points,
            updated_at=self._clock.now(),
        )
        known = known or work.scores.add(made)
        newest = known.worth(subject, given, activity.points, made.updated_at)
        if newest != known:
            work.scores.update(newest)
        if newest != known or known == made:
            defer_posting(work.jobs, newest)

    def retry_parked(
        self,
        work: TenantWork,
        registration_id: RegistrationId,
        context_id: str,
        subjects: Collection[str],
    ) -> None:
        """Post what is parked because these people were not in the course, or nobody answered.

        Args:
            work: a unit of work in the course's organization.
            registration_id: where the course is.
            context_id: the course.
            subjects: people whom a launch or a complete roster has just shown to be in it.
        """
        parked = work.scores.parked(registration_id, context_id, subjects) if subjects else []
        self.send_again(work, (score for score in parked if score.reason in _PASSING))

    def gradebook_changed(
        self, work: TenantWork, registration_id: RegistrationId, context_id: str
    ) -> None:
        """Post what is parked because the course offered no gradebook: now it offers more."""
        activities = work.activities.of_course(registration_id, context_id)
        scores = work.scores.of_activities([activity.id for activity in activities])
        self.send_again(work, (s for s in scores if s.reason is ParkedReason.NO_GRADEBOOK))

    def send_again(self, work: TenantWork, scores: Iterable[Score]) -> None:
        """Post scores that are sent or parked once more; what waits anyway goes on waiting."""
        now = self._clock.now()
        again = [score.again(now) for score in scores if score.state is not ScoreState.WAITING]
        work.scores.update_many(again)
        for score in again:
            defer_posting(work.jobs, score)


def defer_posting(jobs: JobQueue, score: Score, *, new_column: bool = False) -> None:
    """Promise that a score is posted; all postings of one score run one after the other.

    Args:
        jobs: of the unit of work that makes it necessary.
        score: a waiting one.
        new_column: its column was found or made just now.
    """
    score_id = f"{score.activity_id}:{score.person_id}"
    jobs.defer(
        POST_SCORE,
        lock=f"score:{score_id}",
        once=f"{POST_SCORE}:{score_id}",
        organization_id=str(score.organization_id),
        activity_id=str(score.activity_id),
        person_id=str(score.person_id),
        new_column=new_column,
    )


def _graded_as(work: TenantWork, activity: Activity, person_id: PersonId) -> str | None:
    """The platform's name for a learner of the activity's course; None if they are none."""
    person = work.people.get(person_id)
    course = (activity.registration_id, activity.context_id)
    learns = [
        member
        for member in work.rosters.of_person(person_id)
        if (member.registration_id, member.context_id) == course
        and CourseRole.LEARNER in member.roles
        and not member.roles & _UNGRADED
    ]
    if person is None or person.test_user or not learns:
        return None
    # Somebody may have two accounts there; the one that left would only be refused.
    return min(learns, key=lambda member: member.status is not MemberStatus.ACTIVE).subject


def _points(share: float, maximum: float) -> float:
    if share >= 1:
        return maximum
    return min(maximum, round(max(0.0, share) * maximum, DECIMALS))
