"""One's own activities: how far each is, and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.domain.activity import APPROVED_BY_MENTOR, Activity, ActivityKind, Work, WorkState, share
from core.domain.actor import Actor
from core.domain.identifiers import ActivityId, MatchId
from core.domain.person import Person
from core.domain.profile import Profile
from core.domain.program import Role
from core.ports.unit_of_work import Storage, TenantWork
from core.services.activities.activities import activity_of, in_place
from core.services.activities.journey import Journey, journey


class NextStep(StrEnum):
    """What somebody can do for an activity now."""

    WAIT_FOR_PROGRAMME = "wait_for_programme"  # the course has none yet
    JOIN = "join"
    DESCRIBE = "describe"  # complete their profile
    FIND_MENTOR = "find_mentor"
    AWAIT_MENTOR = "await_mentor"  # a request waits for its answer
    MEET = "meet"
    WRITE = "write"
    AWAIT_APPROVAL = "await_approval"
    TICK_OFF = "tick_off"
    NOTHING = "nothing"  # it is done


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnActivity:
    """An activity as somebody who does it sees it.

    Attributes:
        work: what they did; None before anything.
        share: how much is done, 0 to 1.
        mentors: with whom they are matched now, by match, newest first.
    """

    activity: Activity
    work: Work | None
    share: float
    next: NextStep
    mentors: Sequence[tuple[MatchId, Person]] = ()

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.next is NextStep.NOTHING


class OwnActivities:
    """The activities of the course somebody came from, as they concern themselves."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def offered(self, actor: Actor) -> bool:
        """Whether the course has any."""
        with self._storage.tenant(actor.organization_id) as work:
            return any(activity.link_id for activity in in_place(work, actor))

    def all(self, actor: Actor) -> list[OwnActivity]:
        """Those that are in the course, in the order in which they were put there.

        A teacher may have chosen one and then not kept it: it counts from its first opening.
        """
        with self._storage.tenant(actor.organization_id) as work:
            activities = [a for a in in_place(work, actor) if a.link_id]
            return _seen(work, actor, activities)

    def one(self, actor: Actor, activity_id: ActivityId) -> OwnActivity:
        """One of them.

        Raises:
            NotFoundError: there is no such activity in the course.
        """
        with self._storage.tenant(actor.organization_id) as work:
            (seen,) = _seen(work, actor, [activity_of(work, actor, activity_id)])
        return seen


def _seen(work: TenantWork, actor: Actor, activities: Sequence[Activity]) -> list[OwnActivity]:
    me = actor.person_id
    known = {w.activity_id: w for w in work.works.of_person(me)}
    now = None
    people = {}
    if actor.program_id is not None:
        now = journey(work, actor.program_id, work.profiles.get(me) or Profile(person_id=me))
        people = work.people.get_many({match.mentor_id for match in now.mentored_in})
    mentors = tuple((m.id, people[m.mentor_id]) for m in (now.mentored_in if now else ()))
    return [
        OwnActivity(
            activity=activity,
            work=known.get(activity.id),
            share=share(activity, known.get(activity.id)),
            next=next_step(activity, known.get(activity.id), now),
            mentors=mentors,
        )
        for activity in activities
    ]


def next_step(activity: Activity, work: Work | None, now: Journey | None) -> NextStep:
    """What is next for an activity.

    Args:
        activity: which one.
        work: what was done for it; None for nothing.
        now: where the person is in the programme; None while the course has none.
    """
    if work is not None and work.state is WorkState.DONE:
        return NextStep.NOTHING
    if now is None:
        return NextStep.WAIT_FOR_PROGRAMME
    welcome = set(Role) if activity.kind is ActivityKind.ONBOARDING else {Role.MENTEE}
    if not now.roles & welcome:
        return NextStep.JOIN
    if activity.kind is ActivityKind.ONBOARDING:
        return NextStep.DESCRIBE
    if activity.kind is ActivityKind.PATH_STEP:
        return NextStep.TICK_OFF
    return _with_mentor(activity, work, now)


def _with_mentor(activity: Activity, work: Work | None, now: Journey) -> NextStep:
    if not now.mentored_in:
        if now.asks:
            return NextStep.AWAIT_MENTOR
        ready = now.profile.ready_to_learn()
        return NextStep.FIND_MENTOR if ready else NextStep.DESCRIBE
    if activity.kind in APPROVED_BY_MENTOR:
        handed_in = work is not None and work.state is WorkState.SUBMITTED
        return NextStep.AWAIT_APPROVAL if handed_in else NextStep.WRITE
    return NextStep.MEET
