"""Activities of a course: chosen by its teacher, known again whenever their links are opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.domain.activity import Activity
from core.domain.actor import Actor
from core.domain.identifiers import ActivityId
from core.errors import ConflictError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.activities.activity_plans import ActivityPlan, check_plans, origin, planned
from core.services.activities.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The link in an LMS by which an activity is opened; title and description are the LMS's."""

    id: str
    title: str = ""
    description: str = ""


class Activities:
    """Putting activities into courses and finding them again."""

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, progress: Progress
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._progress = progress

    def choose(self, actor: Actor, plans: Sequence[ActivityPlan]) -> list[Activity]:
        """Put planned activities into the course the actor teaches.

        Raises:
            ForbiddenError: they do not teach it.
            NotFoundError: they came from no course.
            InvalidInputError: names fields as `check_plans` does.
        """
        actor.must_manage()
        tidy = [plan.tidied() for plan in plans]
        check_plans(tidy)
        made = [self._made(actor, plan, ActivityId(self._entropy.uuid())) for plan in tidy]
        with self._storage.tenant(actor.organization_id) as work:
            for activity in made:
                work.activities.save(activity)
        return made

    def opened(self, actor: Actor, told: Mapping[str, str], link: Link) -> Activity:
        """The activity that a launched link is for.

        A link that a course copy or another LMS brought along names an activity this course does
        not have: it gets its own, under the same origin, without anybody's work.

        Args:
            actor: who opened it, in which course.
            told: custom parameters of the launch.
            link: by which it was opened.

        Raises:
            NotFoundError: the parameters name no activity, or the launch came from no course.
        """
        origin_id = origin(told)
        with self._storage.tenant(actor.organization_id) as work:
            found = _own_copy(work, actor, origin_id) or self._copied(
                work, actor, origin_id, told, link
            )
            if found.link_id != link.id:
                work.activities.linked(found.id, link.id)
                found = replace(found, link_id=link.id)
            self._progress.refresh(work, actor.person_id)
        return found

    def reviewed(self, actor: Actor, told: Mapping[str, str], link: Link) -> Activity:
        """The activity that a gradebook wants somebody's work of. Raises as `found`.

        Raises:
            ForbiddenError: besides, the actor does not teach the course.
        """
        actor.must_manage()
        return self.found(actor, told, link)

    def found(self, actor: Actor, told: Mapping[str, str], link: Link) -> Activity:
        """The activity of the actor's course that a gradebook means, which tells less than a link.

        Args:
            actor: who looks, in which course.
            told: custom parameters; not every LMS repeats a link's, nor all of them.
            link: by which it is opened in the course; its id may be empty.

        Raises:
            NotFoundError: there is no such activity in the course.
        """
        named = told.get("activity", "")
        with self._storage.tenant(actor.organization_id) as work:
            known = in_place(work, actor)
        fits = [a for a in known if str(a.origin_id) == named] or [
            a for a in known if link.id and a.link_id == link.id
        ]
        if not fits:
            raise NotFoundError(
                "This column of the gradebook belongs to no mentoring activity of this course."
            )
        return fits[0]

    def _copied(
        self,
        work: TenantWork,
        actor: Actor,
        origin_id: ActivityId,
        told: Mapping[str, str],
        link: Link,
    ) -> Activity:
        first = work.activities.get(origin_id)
        title = link.title or (first.title if first else "")
        # The LMS may show a shortened description, or none.
        instructions = first.instructions if first else link.description
        made = self._made(actor, planned(told, title, instructions), origin_id)
        copy = replace(made, id=ActivityId(self._entropy.uuid()), link_id=link.id)
        try:
            work.activities.save(copy)
        except ConflictError:
            # Two people opened it at once; both get what the first one stored.
            return _own_copy(work, actor, origin_id) or copy
        return copy

    def _made(self, actor: Actor, plan: ActivityPlan, origin_id: ActivityId) -> Activity:
        if actor.registration_id is None or actor.context_id is None:
            raise NotFoundError("Activities belong to a course. Open this one from your course.")
        return Activity(
            id=origin_id,
            origin_id=origin_id,
            organization_id=actor.organization_id,
            registration_id=actor.registration_id,
            context_id=actor.context_id,
            **{name: getattr(plan, name) for name in ActivityPlan.__dataclass_fields__},
            created_at=self._clock.now(),
        )


def in_place(work: TenantWork, actor: Actor) -> list[Activity]:
    """The activities of the course the actor came from; of their programme outside a course."""
    if actor.registration_id is not None and actor.context_id is not None:
        return work.activities.of_course(actor.registration_id, actor.context_id)
    return work.activities.of_program(actor.program_id) if actor.program_id else []


def activity_of(work: TenantWork, actor: Actor, activity_id: ActivityId) -> Activity:
    """An activity of the course the actor came from.

    Raises:
        NotFoundError: there is no such activity there.
    """
    found = next((a for a in in_place(work, actor) if a.id == activity_id), None)
    if found is None:
        raise NotFoundError("There is no such activity in your course.")
    return found


def _own_copy(work: TenantWork, actor: Actor, origin_id: ActivityId) -> Activity | None:
    if actor.registration_id is None or actor.context_id is None:
        return None
    return work.activities.in_course(actor.registration_id, actor.context_id, origin_id)
