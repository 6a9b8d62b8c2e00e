"""What teachers see of their course's activities: figures, and one learner's work at a time.

They read what a learner handed in for an activity: the page where it is written says so. Drafts,
mentors' comments and what was said in meetings are not theirs.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.activity import Activity, Work, WorkState, share
from core.domain.actor import Actor
from core.domain.course import CourseMember, CourseRole, MemberStatus
from core.domain.identifiers import ActivityId, PersonId
from core.domain.person import Person
from core.domain.program import Role
from core.domain.score import Score
from core.errors import NotFoundError
from core.ports.unit_of_work import Storage, TenantWork
from core.services.activities.activities import activity_of, in_place

HANDED_IN = frozenset({WorkState.SUBMITTED, WorkState.DONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFigures:
    """How far a course's learners are with an activity.

    Attributes:
        learners: who take part as mentees; the others cannot do it.
        begun: of them, who did something but wait for nobody.
        waiting, returned, done: of them, whose work is with the mentor, came back, is done.
    """

    activity: Activity
    learners: int
    begun: int
    waiting: int
    returned: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerWork:
    """One learner and an activity.

    Attributes:
        subject: the LMS's name for them, which leads to the review.
        work, score: None if there is none yet.
        share: how much is done, 0 to 1.
    """

    person: Person
    subject: str
    work: Work | None
    score: Score | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRoll:
    """An activity with its learners, by name."""

    activity: Activity
    learners: tuple[LearnerWork, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One learner's work for one activity.

    Attributes:
        text: what they handed in; empty while it is a draft.
        meetings: confirmed ones with their mentors.
    """

    activity: Activity
    learner: LearnerWork
    text: str
    meetings: int


class Reviews:
    """Activities as the teachers of their course see them."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def overview(self, actor: Actor) -> list[ActivityFigures]:
        """Every activity of the course, with figures and without people.

        Raises:
            ForbiddenError: the actor does not teach it.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            activities = in_place(work, actor)
            learners = {member.person_id for member in _learners(work, actor)}
            works = work.works.of_activities([activity.id for activity in activities])
        return [
            _figures(
                activity,
                len(learners),
                [w for w in works if w.activity_id == activity.id and w.person_id in learners],
            )
            for activity in activities
        ]

    def roll(self, actor: Actor, activity_id: ActivityId) -> ActivityRoll:
        """Who is how far with an activity; no texts.

        Raises:
            ForbiddenError: the actor does not teach the course.
            NotFoundError: there is no such activity in it.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            activity = activity_of(work, actor, activity_id)
            members = _learners(work, actor)
            people = work.people.get_many({member.person_id for member in members})
            works = {w.person_id: w for w in work.works.of_activities([activity_id])}
            scores = {s.person_id: s for s in work.scores.of_activities([activity_id])}
        rows = [_learner(activity, member, people, works, scores) for member in members]
        return ActivityRoll(
            activity=activity,
            learners=tuple(sorted(rows, key=lambda row: row.person.name.casefold())),
        )

    def one(self, actor: Actor, activity_id: ActivityId, subject: str) -> Review:
        """One learner's work.

        Raises:
            ForbiddenError: the actor does not teach the course.
            NotFoundError: there is no such activity in it, or nobody of that name came from it.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            activity = activity_of(work, actor, activity_id)
            registration_id, context_id = activity.place
            member = work.rosters.member(registration_id, context_id, subject)
            if member is None:
                raise NotFoundError(
                    "This person has not opened Mentoring from your course yet, so there is "
                    "nothing to see."
                )
            who = member.person_id
            people = work.people.get_many({who})
            known = work.works.get(activity_id, who)
            score = work.scores.get(activity_id, who)
            meetings = _meetings(work, actor, member)
        works, scores = {who: known} if known else {}, {who: score} if score else {}
        handed_in = known is not None and known.state in HANDED_IN
        return Review(
            activity=activity,
            learner=_learner(activity, member, people, works, scores),
            text=known.text if known and handed_in else "",
            meetings=meetings,
        )


def _learners(work: TenantWork, actor: Actor) -> list[CourseMember]:
    """Learners of the course who take part in its programme as mentees."""
    if actor.registration_id is None or actor.context_id is None or actor.program_id is None:
        return []
    mentees = {
        p.person_id
        for p in work.participations.of_program(actor.program_id)
        if p.role is Role.MENTEE
    }
    return [
        member
        for member in work.rosters.members(actor.registration_id, actor.context_id)
        if member.person_id in mentees
        and member.status is MemberStatus.ACTIVE
        and CourseRole.LEARNER in member.roles
    ]


def _figures(activity: Activity, learners: int, works: list[Work]) -> ActivityFigures:
    states = Counter(w.state for w in works)
    return ActivityFigures(
        activity=activity,
        learners=learners,
        begun=states[WorkState.OPEN],
        waiting=states[WorkState.SUBMITTED],
        returned=states[WorkState.RETURNED],
        done=states[WorkState.DONE],
    )


def _learner(
    activity: Activity,
    member: CourseMember,
    people: Mapping[PersonId, Person],
    works: Mapping[PersonId, Work],
    scores: Mapping[PersonId, Score],
) -> LearnerWork:
    work = works.get(member.person_id)
    return LearnerWork(
        person=people[member.person_id],
        subject=member.subject,
        work=work,
        score=scores.get(member.person_id),
        share=share(activity, work),
    )


def _meetings(work: TenantWork, actor: Actor, member: CourseMember) -> int:
    if actor.program_id is None:
        return 0
    matches = work.matches.of_person(actor.program_id, member.person_id)
    as_mentee = [match.id for match in matches if match.mentee_id == member.person_id]
    return sum(work.meetings.confirmed(as_mentee).values())
