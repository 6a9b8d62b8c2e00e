"""The jobs that bring scores into gradebooks.

A score is posted so that nothing can count twice and nothing is overwritten by something older:

1. The attempt is stored before it is made: its timestamp, in whole seconds, is later than those of
   all points before (core/domain/score.py). An attempt whose answer got lost is repeated with the
   same timestamp and the same points; "I have this one" is success then.
2. It is sent outside any unit of work; what came of it is stored in another one. Points that
   changed meanwhile keep waiting for a job of their own, which the queue holds back until this
   one is over.
3. Without a column there is nothing to send: core/services/grades/gradebook_columns.py finds it
   and has the scores posted. If it turns out to be gone, it is looked for once more.
4. What cannot be sent is parked with the reason. Jobs that got lost are promised again hourly.

AGS 2.0: https://www.imsglobal.org/spec/lti-ags/v2p0/#score-publish-service
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from core.domain.activity import Activity
from core.domain.identifiers import ActivityId, OrganizationId, PersonId
from core.domain.score import ParkedReason, Score, ScoreState
from core.errors import ForbiddenError, UnavailableError
from core.ports.clock import Clock
from core.ports.jobs import ATTEMPTS
from core.ports.learning_platform import Gradebook, PostedScore, Posting, PostingAnswer
from core.ports.unit_of_work import Storage, TenantWork
from core.services.grades.gradebook_columns import active_registration, defer_finding
from core.services.grades.grading import defer_posting

SWEEP_SCORES = "sweep_scores"
PATIENCE = timedelta(days=1)
"""A score that waited for so long is shown to the teacher, though nobody refused it."""

_PARKED = {
    Posting.NOT_IN_COURSE: ParkedReason.NOT_IN_COURSE,
    Posting.NO_LINE_ITEM: ParkedReason.NO_GRADEBOOK,
    Posting.REFUSED: ParkedReason.REFUSED,
}


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A score as it is being sent, and the activity it is for, with its column."""

    score: Score
    activity: Activity


class ScorePosting:
    """The jobs `post_score` and `sweep_scores`. Running one twice does no harm."""

    def __init__(self, storage: Storage, clock: Clock, gradebook: Gradebook) -> None:
        self._storage = storage
        self._clock = clock
        self._gradebook = gradebook

    def post_score(
        self, organization_id: str, activity_id: str, person_id: str, *, new_column: bool = False
    ) -> None:
        """Post one score, if it waits.

        Raises:
            UnavailableError: the platform did not answer; the queue tries again.
        """
        organization = OrganizationId(UUID(organization_id))
        activity, person = ActivityId(UUID(activity_id)), PersonId(UUID(person_id))
        attempt = self._begin(organization, activity, person)
        if attempt is None:
            return
        try:
            answer = self._send(attempt)
        except ForbiddenError:
            self._fail(attempt, ParkedReason.NO_GRADEBOOK)
        except UnavailableError:
            if attempt.score.attempts < ATTEMPTS:
                raise
            self._fail(attempt, ParkedReason.UNREACHABLE)
        else:
            self._settle(attempt, answer, new_column=new_column)

    def sweep_scores(self) -> None:
        """Promise again what still waits, and park what has waited for too long."""
        now = self._clock.now()
        with self._storage.platform() as work:
            organizations = work.organizations.all()
        for organization in organizations:
            with self._storage.tenant(organization.id) as tenant:
                waiting = tenant.scores.waiting()
                late = {score for score in waiting if now - score.updated_at > PATIENCE}
                tenant.scores.update_many(
                    [score.parked(ParkedReason.UNREACHABLE, None, now) for score in late]
                )
                for score in waiting:
                    if score not in late:
                        defer_posting(tenant.jobs, score)

    def _begin(
        self, organization_id: OrganizationId, activity_id: ActivityId, person_id: PersonId
    ) -> _Attempt | None:
        """Store the attempt; None if there is nothing to send, or nowhere to send it yet."""
        with self._storage.tenant(organization_id) as work:
            score = work.scores.lock(activity_id, person_id)
            activity = work.activities.get(activity_id)
            if score is None or activity is None or score.state is not ScoreState.WAITING:
                return None
            if not activity.line_item_url:
                defer_finding(work.jobs, activity)
                return None
            attempted = score.attempted(self._clock.now())
            work.scores.update(attempted)
            return _Attempt(attempted, activity)

    def _send(self, attempt: _Attempt) -> PostingAnswer:
        registration = active_registration(self._storage, attempt.activity.registration_id)
        if registration is None:
            raise UnavailableError(
                "The connection to this learning platform is switched off. "
                "Ask its administrator to switch it on again."
            )
        score = attempt.score
        assert score.posted_at is not None, "an attempt has a timestamp"
        message = PostedScore(
            subject=score.subject,
            given=score.given,
            maximum=score.maximum,
            at=score.posted_at,
            comment=score.comment,
        )
        return self._gradebook.post(registration, attempt.activity.line_item_url, message)

    def _settle(self, attempt: _Attempt, answer: PostingAnswer, *, new_column: bool) -> None:
        if answer.outcome in {Posting.TAKEN, Posting.SEEN}:
            self._take(attempt)
        elif answer.outcome is Posting.NO_LINE_ITEM and not new_column:
            self._look_again(attempt.activity)
        else:
            self._fail(attempt, _PARKED[answer.outcome], answer.status)

    def _take(self, attempt: _Attempt) -> None:
        sent = attempt.score
        with self._storage.tenant(sent.organization_id) as work:
            known = work.scores.lock(sent.activity_id, sent.person_id)
            _store(work, known, known and known.taken(sent, self._clock.now()))

    def _fail(self, attempt: _Attempt, reason: ParkedReason, status: int | None = None) -> None:
        sent = attempt.score
        with self._storage.tenant(sent.organization_id) as work:
            known = work.scores.lock(sent.activity_id, sent.person_id)
            now = self._clock.now()
            _store(work, known, known and known.failed(sent, reason, status, now))

    def _look_again(self, gone: Activity) -> None:
        """Forget a column that is gone, unless another one was found meanwhile; then find it."""
        with self._storage.tenant(gone.organization_id) as work:
            activity = work.activities.get(gone.id)
            if activity is None:
                return
            if activity.line_item_url == gone.line_item_url:
                work.activities.graded_at(activity.id, "")
            defer_finding(work.jobs, activity)


def _store(work: TenantWork, known: Score | None, settled: Score | None) -> None:
    """Store what became of a score, if it still exists and something became of it."""
    if settled is not None and settled != known:
        work.scores.update(settled)
