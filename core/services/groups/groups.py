"""Groups as the programme's managers make them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.domain.actor import Actor
from core.domain.group import Group
from core.domain.identifiers import GroupId, PersonId
from core.domain.person import Person
from core.domain.program import Role
from core.errors import NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.groups.membership import Membership, by_group
from core.services.groups.plans import GroupPlan, check
from core.services.people.notifications import Notifications

PAGE = "/app/groups"


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with the people in it, first come first."""

    group: Group
    mentors: tuple[Person, ...]
    mentees: tuple[Person, ...]

    @property
    def free(self) -> int:
        """Places left."""
        return max(self.group.most - len(self.mentees), 0)

    def has(self, person_id: PersonId) -> bool:
        """Whether somebody is in it."""
        return any(person.id == person_id for person in (*self.mentors, *self.mentees))


class Groups:
    """Starting, changing and ending groups, and putting people into them."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        membership: Membership,
        notifications: Notifications,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._membership = membership
        self._notifications = notifications

    def all(self, actor: Actor) -> list[GroupView]:
        """The programme's groups that go on, by name.

        Raises:
            ForbiddenError: the actor does not manage the programme.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            return views(work, work.groups.of_program(actor.program()))

    def mentors(self, actor: Actor) -> list[Person]:
        """Who could lead a group, by name. Raises as `all`."""
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            people = work.people.get_many(_mentors(work, actor)).values()
        return sorted(people, key=lambda person: person.name.casefold())

    def start(self, actor: Actor, plan: GroupPlan) -> Group:
        """Start a group; its mentors are told.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            InvalidInputError: names the fields.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            check(plan, _mentors(work, actor))
            group = _as_planned(
                Group(
                    id=GroupId(self._entropy.uuid()),
                    organization_id=actor.organization_id,
                    program_id=actor.program(),
                    name=plan.name,
                    created_at=self._clock.now(),
                ),
                plan,
            )
            work.groups.save(group)
            self._lead(work, group, tuple(dict.fromkeys(plan.mentors)), actor)
        return group

    def change(self, actor: Actor, group_id: GroupId, plan: GroupPlan) -> Group:
        """Change a group. Who is in it stays, even if it is meant for fewer now.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: there is no such group.
            InvalidInputError: names the fields.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            group = locked(work, actor, group_id)
            leading = by_group(work.groups.members([group_id]), Role.MENTOR).get(group_id, [])
            check(plan, {*_mentors(work, actor), *leading})
            changed = _as_planned(group, plan)
            work.groups.save(changed)
            self._membership.leave(work, group, set(leading) - set(plan.mentors), actor)
            new = [mentor for mentor in dict.fromkeys(plan.mentors) if mentor not in leading]
            self._lead(work, changed, new, actor)
        return changed

    def end(self, actor: Actor, group_id: GroupId) -> None:
        """End a group and its matches; everybody in it is told.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: there is no such group.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            group = locked(work, actor, group_id)
            people = [member.person_id for member in work.groups.members([group_id])]
            work.groups.save(replace(group, ended_at=self._clock.now()))
            self._membership.leave(work, group, people, actor)
            word = sentence("The group “%(name)s” has ended.", name=group.name)
            told = [(person_id, word, PAGE) for person_id in people]
            self._notifications.tell_many(work, told, group.program_id)

    def take_out(self, actor: Actor, group_id: GroupId, person_id: PersonId) -> None:
        """Take a mentee out of a group and tell them. Raises as `end`."""
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            group = locked(work, actor, group_id)
            mentees = by_group(work.groups.members([group_id]), Role.MENTEE).get(group_id, [])
            if person_id not in mentees:
                raise NotFoundError("This person is not in the group any more.")
            self._membership.leave(work, group, [person_id], actor)
            word = sentence("You are no longer in the group “%(name)s”.", name=group.name)
            self._notifications.tell(work, person_id, word, program_id=group.program_id, page=PAGE)

    def _lead(
        self, work: TenantWork, group: Group, mentors: Sequence[PersonId], actor: Actor
    ) -> None:
        self._membership.lead(work, group, mentors, actor)
        word = sentence("You lead the group “%(name)s”.", name=group.name)
        told = [(mentor, word, PAGE) for mentor in mentors]
        self._notifications.tell_many(work, told, group.program_id)


def views(work: TenantWork, groups: Sequence[Group]) -> list[GroupView]:
    """Groups with their people, in two queries."""
    members = work.groups.members([group.id for group in groups])
    people = work.people.get_many({member.person_id for member in members})
    mentors, mentees = by_group(members, Role.MENTOR), by_group(members, Role.MENTEE)
    return [
        GroupView(
            group,
            tuple(people[person_id] for person_id in mentors.get(group.id, [])),
            tuple(people[person_id] for person_id in mentees.get(group.id, [])),
        )
        for group in groups
    ]


def locked(work: TenantWork, actor: Actor, group_id: GroupId) -> Group:
    """A group of the actor's programme that goes on; nobody else changes it meanwhile.

    Raises:
        NotFoundError: there is none.
    """
    group = work.groups.lock(group_id)
    if group is None or group.program_id != actor.program() or group.ended_at is not None:
        raise NotFoundError("There is no such group in this programme.")
    return group


def _mentors(work: TenantWork, actor: Actor) -> set[PersonId]:
    parts = work.participations.of_program(actor.program())
    mentors = [part for part in parts if part.role is Role.MENTOR]
    return {part.person_id for part in mentors if part.agreed and not part.away}


def _as_planned(group: Group, plan: GroupPlan) -> Group:
    return replace(
        group,
        name=plan.name.strip(),
        topic=plan.topic.strip(),
        whereabouts=plan.whereabouts.strip(),
        least=plan.least,
        most=plan.most,
    )
