"""Progress that needs no reporting: joining, finding a mentor and meeting count by themselves.

Whatever moves somebody on (a saved profile, a joined programme, an accepted request, a confirmed
meeting, an opened activity) calls `refresh` in its own unit of work, so that an activity never
says something else than what is stored.
"""

from typing import Protocol

from core.domain.activity import MEASURED, Activity, Work, WorkState, share
from core.domain.identifiers import PersonId
from core.domain.profile import Profile
from core.ports.clock import Clock
from core.ports.unit_of_work import TenantWork
from core.services.activities.journey import Journey, journey


class Scorekeeper(Protocol):
    """Hears how far people are, in the unit of work in which it changed."""

    def progressed(
        self, work: TenantWork, activity: Activity, person_id: PersonId, share: float
    ) -> None:
        """Somebody's share of an activity, 0 to 1, has changed."""
        ...


class Progress:
    """Keeps measured activities up to date.

    Args:
        clock: when something changed.
        scorekeeper: told whenever somebody's share of an activity changes.
    """

    def __init__(self, clock: Clock, scorekeeper: Scorekeeper) -> None:
        self._clock = clock
        self._scorekeeper = scorekeeper

    def refresh(self, work: TenantWork, person_id: PersonId) -> None:
        """Measure a person's activities again; steps done once stay done."""
        # Locking the person makes two changes at once wait for each other: none is missed.
        profile = work.profiles.lock(person_id) or Profile(person_id=person_id)
        programs = {p.program_id for p in work.participations.of_person(person_id)}
        places = {(m.registration_id, m.context_id) for m in work.rosters.of_person(person_id)}
        for program_id in sorted(programs):
            activities = work.activities.of_program(program_id)
            measured = [a for a in activities if a.kind in MEASURED and a.place in places]
            if measured:
                now = journey(work, program_id, profile)
                known = {w.activity_id: w for w in work.works.of_person(person_id)}
                for activity in measured:
                    self._measure(work, activity, known.get(activity.id), now)

    def tell(self, work: TenantWork, activity: Activity, before: Work | None, after: Work) -> None:
        """Tell the scorekeeper if a change of somebody's work changes their share."""
        reached = share(activity, after)
        if reached != share(activity, before):
            self._scorekeeper.progressed(work, activity, after.person_id, reached)

    def _measure(
        self, work: TenantWork, activity: Activity, known: Work | None, now: Journey
    ) -> None:
        steps = now.steps(activity)
        if steps <= (known.progress if known else 0):
            return
        at = self._clock.now()
        before = known or work.works.add(
            Work(
                activity_id=activity.id,
                organization_id=activity.organization_id,
                person_id=now.profile.person_id,
                created_at=at,
                updated_at=at,
            )
        )
        state = WorkState.DONE if steps >= activity.target else WorkState.OPEN
        after = before.moved(state, at, progress=steps, match_id=now.mentored_by(activity))
        work.works.update(after)
        self.tell(work, activity, known, after)
