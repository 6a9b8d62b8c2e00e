"""Groups as the people of a programme see them: their own, and those they could join."""

from dataclasses import dataclass

from core.domain.actor import Actor
from core.domain.group import Group
from core.domain.identifiers import GroupId
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, NotFoundError
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.groups.fitting import Fitting
from core.services.groups.groups import PAGE, GroupView, locked, views
from core.services.groups.membership import Membership
from core.services.people.notifications import Notifications


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGroup:
    """A group that a mentee could join.

    Attributes:
        score, low, high: probability of a good match with its 90 % interval.
    """

    view: GroupView
    score: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OwnGroups:
    """What somebody sees.

    Attributes:
        mine: groups they are in, by name.
        open: groups with a place that a mentee could join, the best fit first.
    """

    mine: tuple[GroupView, ...]
    open: tuple[OpenGroup, ...]


class Joining:
    """Looking for a group, joining and leaving.

    Args:
        storage: where groups are.
        fitting: compares mentees with groups.
        membership: puts people in and takes them out.
        notifications: tells the mentors.
    """

    def __init__(
        self,
        storage: Storage,
        fitting: Fitting,
        membership: Membership,
        notifications: Notifications,
    ) -> None:
        self._storage = storage
        self._fitting = fitting
        self._membership = membership
        self._notifications = notifications

    def groups(self, actor: Actor) -> OwnGroups:
        """The actor's groups, and for a mentee those they could join.

        Raises:
            NotFoundError: the course has no programme.
        """
        program_id, me = actor.program(), actor.person_id
        with self._storage.tenant(actor.organization_id) as work:
            found = views(work, work.groups.of_program(program_id))
            mentee = work.participations.get(program_id, me, Role.MENTEE)
            joining = mentee is not None and not mentee.away
            free = [view for view in found if joining and view.free and not view.has(me)]
            facts = self._fitting.read(work, program_id, [me], free) if free else None
        mine = tuple(view for view in found if view.has(me))
        if facts is None:
            return OwnGroups(mine, ())
        fitting = self._fitting.fit(facts)
        scores = fitting.scores
        offered = [
            OpenGroup(
                view=view,
                score=float(scores.probability[0, column]),
                low=float(scores.low[0, column]),
                high=float(scores.high[0, column]),
            )
            for column, view in enumerate(free)
            if fitting.allowed[0, column]
        ]
        return OwnGroups(mine, tuple(sorted(offered, key=lambda one: -one.score)))

    def join(self, actor: Actor, group_id: GroupId) -> Group:
        """Join a group. Again it changes nothing.

        Raises:
            NotFoundError: there is no such group for the actor.
            ForbiddenError: they are no mentee here, or in the course no more.
            ConflictError: no place is left.
        """
        with self._storage.tenant(actor.organization_id) as work:
            mentee = work.participations.lock(actor.program(), actor.person_id, Role.MENTEE)
            if mentee is None or mentee.away:
                raise ForbiddenError("Only mentees of this programme can join a group.")
            group = locked(work, actor, group_id)
            (view,) = views(work, [group])
            if view.has(actor.person_id):
                return group
            score = self._score(work, actor, view)
            self._membership.enter(work, group, [actor.person_id], actor, {actor.person_id: score})
            word = sentence("Somebody joined your group “%(name)s”.", name=group.name)
            told = [(mentor.id, word, PAGE) for mentor in view.mentors]
            self._notifications.tell_many(work, told, group.program_id)
        return group

    def leave(self, actor: Actor, group_id: GroupId) -> None:
        """Leave a group: the matches in it end, history stays. Again it changes nothing.

        Raises:
            NotFoundError: there is no such group.
            ConflictError: the actor leads it; a manager can change that.
        """
        with self._storage.tenant(actor.organization_id) as work:
            group = locked(work, actor, group_id)
            (view,) = views(work, [group])
            if any(mentor.id == actor.person_id for mentor in view.mentors):
                raise ConflictError(
                    "You lead this group. Ask the people who run the programme to end it or to "
                    "find somebody else."
                )
            if not view.has(actor.person_id):
                return
            self._membership.leave(work, group, [actor.person_id], actor)
            word = sentence("Somebody left your group “%(name)s”.", name=group.name)
            told = [(mentor.id, word, PAGE) for mentor in view.mentors]
            self._notifications.tell_many(work, told, group.program_id)

    def _score(self, work: TenantWork, actor: Actor, view: GroupView) -> float:
        facts = self._fitting.read(work, actor.program(), [actor.person_id], [view])
        fitting = self._fitting.fit(facts)
        if not fitting.allowed[0, 0]:
            raise NotFoundError("There is no such group for you. Choose another one.")
        return float(fitting.scores.probability[0, 0])
